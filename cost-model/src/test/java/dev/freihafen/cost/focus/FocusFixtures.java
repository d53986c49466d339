package dev.freihafen.cost.focus;

import static dev.freihafen.cost.Facts.rate;
import static dev.freihafen.cost.Facts.usage;

import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.SharedPolicy;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.cost.statement.UsageSums;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** A small month with something of everything: usage by time and by volume, slices, spot, the platform's own, nobody's. */
final class FocusFixtures {

    static final Currency EUR = Currency.getInstance("EUR");
    static final RateCard CARD = RateCard.of(List.of(
            rate("id", "a100", "price", "2.50", "validUntil", "2026-09-15T12:00:00Z"),
            rate("id", "a100-later", "price", "2.20", "validFrom", "2026-09-15T12:00:00Z"),
            rate("id", "spot", "capacityType", "Spot", "price", "1.20"),
            rate("id", "h100", "resource", "accelerator/H100", "price", "3.36"),
            rate("id", "cpu", "resource", "cpu", "price", "0.031611", "unit", "core-hour"),
            rate("id", "memory", "resource", "memory", "price", "0.004237", "unit", "GiB-hour"),
            rate("id", "storage", "resource", "storage/fast", "price", "0.08", "unit", "GiB-month"),
            rate("id", "lb", "resource", "loadbalancer", "price", "0.025"),
            rate("id", "egress", "resource", "egress/internet", "price", "0.09", "unit", "GiB")));

    private FocusFixtures() {}

    static List<UsageInterval> facts() {
        return List.of(
                usage("objectUid", "run", "start", "2026-09-14T18:30:00Z", "end", "2026-09-16T06:00:00Z"),
                usage(
                        "objectUid",
                        "spot",
                        "capacityType",
                        "Spot",
                        "workloadName",
                        "tune",
                        "step",
                        "=try(1)",
                        "start",
                        "2026-09-03T02:10:00Z",
                        "end",
                        "2026-09-03T05:40:00Z"),
                usage(
                        "objectUid",
                        "slice",
                        "workloadKind",
                        "Workspace",
                        "workloadName",
                        "notebook",
                        "step",
                        "",
                        "resource",
                        "accelerator/H100/3g.40gb",
                        "start",
                        "2026-09-07T08:00:00Z",
                        "end",
                        "2026-09-07T18:00:00Z"),
                usage(
                        "objectUid",
                        "cores",
                        "workloadKind",
                        "ModelEndpoint",
                        "workloadName",
                        "scorer",
                        "step",
                        "",
                        "team",
                        "vision",
                        "resource",
                        "cpu",
                        "quantity",
                        "4000",
                        "start",
                        "2026-08-30T00:00:00Z"),
                usage(
                        "objectUid",
                        "memory",
                        "workloadKind",
                        "ModelEndpoint",
                        "workloadName",
                        "scorer",
                        "step",
                        "",
                        "team",
                        "vision",
                        "resource",
                        "memory",
                        "quantity",
                        "17179869184",
                        "start",
                        "2026-09-02T10:17:23Z",
                        "end",
                        "2026-09-02T13:05:08Z"),
                usage(
                        "objectUid",
                        "volume",
                        "objectKind",
                        "PersistentVolumeClaim",
                        "workloadKind",
                        "Volume",
                        "workloadName",
                        "models",
                        "step",
                        "",
                        "hardwareClass",
                        "",
                        "capacityType",
                        "",
                        "resource",
                        "storage/fast",
                        "quantity",
                        String.valueOf(500L << 30),
                        "start",
                        "2026-09-10T00:00:00Z",
                        "end",
                        "2026-09-20T00:00:00Z"),
                usage(
                        "objectUid",
                        "door",
                        "objectKind",
                        "Service",
                        "workloadKind",
                        "ModelEndpoint",
                        "workloadName",
                        "scorer",
                        "step",
                        "",
                        "team",
                        "vision",
                        "hardwareClass",
                        "",
                        "capacityType",
                        "",
                        "resource",
                        "loadbalancer",
                        "start",
                        "2026-09-29T12:00:00Z",
                        "end",
                        "2026-10-02T00:00:00Z"),
                usage(
                        "objectUid",
                        "out",
                        "workloadKind",
                        "ModelEndpoint",
                        "workloadName",
                        "scorer",
                        "step",
                        "",
                        "team",
                        "vision",
                        "hardwareClass",
                        "",
                        "capacityType",
                        "",
                        "resource",
                        "egress/internet",
                        "quantity",
                        String.valueOf(37L << 30),
                        "start",
                        "2026-09-30T23:00:00Z",
                        "end",
                        "2026-10-01T02:00:00Z"),
                usage(
                        "objectUid",
                        "platform",
                        "workloadKind",
                        "System",
                        "workloadName",
                        "operator",
                        "step",
                        "",
                        "team",
                        "",
                        "resource",
                        "cpu",
                        "quantity",
                        "2000",
                        "start",
                        "2026-09-01T00:00:00Z",
                        "end",
                        "2026-10-01T00:00:00Z"),
                usage(
                        "objectUid",
                        "nobody",
                        "workloadKind",
                        "Other",
                        "workloadName",
                        "debug",
                        "step",
                        "",
                        "team",
                        "",
                        "resource",
                        "cpu",
                        "quantity",
                        "1000",
                        "start",
                        "2026-09-05T00:00:00Z",
                        "end",
                        "2026-09-05T12:00:00Z"),
                node("cpu", "16000"),
                node("memory", String.valueOf(64L << 30)));
    }

    private static UsageInterval node(String resource, String quantity) {
        return usage(
                "objectUid",
                "node-1",
                "objectKind",
                "Node",
                "objectName",
                "node-1",
                "team",
                "",
                "workloadKind",
                "System",
                "workloadName",
                "",
                "step",
                "",
                "owner",
                "",
                "resource",
                resource,
                "quantity",
                quantity,
                "start",
                "2026-09-01T00:00:00Z",
                "end",
                "2026-10-01T00:00:00Z");
    }

    static Terms terms(ZoneId zone) {
        return Terms.of(new Month(YearMonth.of(2026, 9), zone), CARD)
                .withPools(List.of(new Pool("local", new BigDecimal("640.00"), EUR, "invoice 4711")))
                .withPolicy(new Policy(new IdlePolicy.ProRata(), new SharedPolicy.Even()));
    }

    static Statement statement(Terms terms) {
        UsageSums sums = new UsageSums(terms.month(), terms.card());
        facts().forEach(fact -> sums.add(seen(fact)));
        return Statement.of(sums, terms, List.of());
    }

    static DaySums days(Terms terms) {
        DaySums days = new DaySums(terms.month().window(), terms.card());
        facts().forEach(fact -> days.add(seen(fact)));
        return days;
    }

    /** What has no end is known to have been there until the 12th. */
    private static UsageInterval seen(UsageInterval fact) {
        return fact.end() == null ? fact.seenAt(Instant.parse("2026-09-12T09:00:00Z")) : fact;
    }

    /** The statement with a reversal of a line of August, as a correction is billed. */
    static Statement corrected(Statement statement) {
        List<StatementLine> lines = new ArrayList<>(statement.lines());
        lines.add(new StatementLine(
                "local",
                "fraud",
                "PipelineRun",
                "digits",
                "train",
                "accelerator/A100",
                "gpu",
                "OnDemand",
                new BigDecimal("-140.000000"),
                "unit-hour",
                BigInteger.valueOf(-35_000),
                EUR,
                "a100",
                new BigDecimal("2.50"),
                Kind.CORRECTION,
                "corrects 2026-08 Usage: reversal of rate row a100"));
        return new Statement(statement.month(), lines, statement.clusters(), statement.warnings());
    }

    static FocusSettings settings(FocusVersion version, FocusMode mode) {
        return new FocusSettings(
                version,
                mode,
                "Hafen AG, platform department",
                "freihafen-hafen-ag",
                "Hafen AG",
                "7",
                Map.of(
                        "fraud",
                        new TeamNames("Betrugserkennung für Häfen", "4711"),
                        "vision",
                        new TeamNames("=2+2", "4712")));
    }

    static List<FocusRow> rows(FocusVersion version, FocusMode mode) {
        Terms terms = terms(ZoneOffset.UTC);
        return FocusExport.of(corrected(statement(terms)), terms, days(terms), settings(version, mode))
                .rows()
                .toList();
    }
}
