package dev.freihafen.platform.month;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A statement as JSON, written line by line. Amounts are minor units; quantities and prices are exact decimals as text. */
final class StatementJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatementJson() {}

    static void write(Statements.Drawn drawn, Statement statement, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("month", statement.month().toString());
            json.writeStringField("zone", statement.month().zone().getId());
            json.writeStringField("state", drawn.stage().name());
            json.writeStringField("asOf", drawn.asOf().toString());
            if (drawn.sha256() != null) {
                json.writeStringField("document", drawn.sha256());
            }
            json.writeBooleanField("complete", statement.complete());
            json.writeArrayFieldStart("clusters");
            for (ClusterTotal total : statement.clusters()) {
                cluster(json, total);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("lines");
            for (StatementLine line : statement.lines()) {
                line(json, line);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("warnings");
            for (Warning warning : statement.warnings()) {
                json.writeStartObject();
                json.writeStringField("kind", warning.kind().name());
                json.writeStringField("cluster", warning.cluster());
                json.writeStringField("team", warning.team());
                json.writeStringField("text", warning.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void cluster(JsonGenerator json, ClusterTotal total) throws IOException {
        json.writeStartObject();
        json.writeStringField("cluster", total.cluster());
        json.writeStringField("currency", total.currency().getCurrencyCode());
        units(json, "pool", total.poolMinorUnits());
        units(json, "teams", total.teams());
        units(json, "idle", total.idleCentral());
        units(json, "shared", total.sharedCentral());
        units(json, "unallocated", total.unallocated());
        units(json, "residual", total.residual());
        units(json, "corrections", total.corrections());
        json.writeEndObject();
    }

    private static void line(JsonGenerator json, StatementLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField("cluster", line.cluster());
        json.writeStringField("team", line.team());
        json.writeStringField("kind", line.kind().text());
        json.writeStringField("workloadKind", line.workloadKind());
        json.writeStringField("workloadName", line.workloadName());
        json.writeStringField("step", line.step());
        json.writeStringField("resource", line.resource());
        json.writeStringField("hardwareClass", line.hardwareClass());
        json.writeStringField("capacityType", line.capacityType());
        decimal(json, "quantity", line.quantity());
        json.writeStringField("unit", line.unit());
        units(json, "amount", line.minorUnits());
        if (line.currency() != null) {
            json.writeStringField("currency", line.currency().getCurrencyCode());
        }
        json.writeStringField("rateId", line.rateId());
        decimal(json, "unitPrice", line.unitPrice());
        json.writeStringField("note", line.note());
        json.writeEndObject();
    }

    private static void units(JsonGenerator json, String name, @Nullable BigInteger units) throws IOException {
        if (units != null) {
            json.writeFieldName(name);
            json.writeNumber(units);
        }
    }

    private static void decimal(JsonGenerator json, String name, @Nullable BigDecimal value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toPlainString());
        }
    }
}
