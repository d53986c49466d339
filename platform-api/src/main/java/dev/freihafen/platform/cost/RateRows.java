package dev.freihafen.platform.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.BadRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rates of a card from JSON; prices are read as decimals, never as binary fractions. */
final class RateRows {
    /** Where a price comes from, word for word. */
    static final String EVIDENCE = "evidence";

    static final String EVIDENCE_SHA256 = "evidenceSha256";

    private static final int MOST_RATES = 10_000;
    private static final int LONGEST_EVIDENCE = 8192;
    private static final List<String> FIELDS =
            Stream.concat(Rate.COLUMNS.stream(), Stream.of(EVIDENCE)).toList();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Map<String, String> DEFAULTS = Map.of(
            "cluster", Rate.ANY, "hardwareClass", Rate.ANY, "capacityType", Rate.ANY, "validUntil", "", "source", "");

    private RateRows() {}

    /** The rows as text, as the cost model takes them; all of their faults are told at once. */
    static List<Map<String, String>> read(String body) {
        JsonNode card = tree(body);
        requireOnly(card, List.of("rates"), "");
        JsonNode rates = card.path("rates");
        if (!rates.isArray() || rates.isEmpty() || rates.size() > MOST_RATES) {
            throw new PlatformException.ValidationFailed(
                    "A rate card has 1 to " + MOST_RATES + " rates.",
                    List.of(new FieldError("rates", "must be a list of rates")));
        }
        List<Map<String, String>> rows = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int place = 0; place < rates.size(); place++) {
            String at = "rates[" + place + "]";
            requireOnly(rates.get(place), FIELDS, at + ".");
            Map<String, String> row = row(rates.get(place));
            try {
                Rate.fromText(row);
                evidence(row, rates.get(place).path(EVIDENCE).asText(""));
            } catch (InvalidFact bad) {
                errors.add(new FieldError(at + "." + bad.column(), bad.reason()));
            }
            rows.add(row);
        }
        if (!errors.isEmpty()) {
            throw new PlatformException.ValidationFailed("Nothing was changed; correct what errors lists.", errors);
        }
        return rows;
    }

    /** The words that a price was taken from, kept with their SHA-256. */
    private static void evidence(Map<String, String> row, String text) {
        if (text.length() > LONGEST_EVIDENCE || text.indexOf('\0') >= 0) {
            throw new InvalidFact(EVIDENCE, "must be text of at most " + LONGEST_EVIDENCE + " characters without NUL");
        }
        row.put(EVIDENCE, text);
        row.put(EVIDENCE_SHA256, text.isEmpty() ? "" : IdempotentRequest.digest(text));
    }

    /** A row without what the cost model does not know. */
    static Map<String, String> withoutEvidence(Map<String, String> row) {
        Map<String, String> rate = new LinkedHashMap<>(row);
        rate.remove(EVIDENCE);
        rate.remove(EVIDENCE_SHA256);
        return rate;
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException unreadable) {
            throw new BadRequestException(unreadable);
        }
    }

    private static Map<String, String> row(JsonNode rate) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : Rate.COLUMNS) {
            JsonNode value = rate.path(column);
            boolean absent = value.isMissingNode() || value.isNull();
            String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText("");
            row.put(column, absent ? DEFAULTS.getOrDefault(column, "") : text);
        }
        return row;
    }

    private static void requireOnly(JsonNode object, List<String> known, String prefix) {
        if (!object.isObject()) {
            throw new PlatformException.BadRequest(
                    "The body is not the JSON expected here.", List.of(new FieldError(prefix, "must be an object")));
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new PlatformException.BadRequest(
                        "The field " + name + " is not known here.",
                        List.of(new FieldError(
                                prefix + name, "is not known; known are " + String.join(", ", new TreeSet<>(known)))));
            }
        });
    }
}
