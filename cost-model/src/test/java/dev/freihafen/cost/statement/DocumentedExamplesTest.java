package dev.freihafen.cost.statement;

import static dev.freihafen.cost.statement.Months.EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.Facts;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Computes the worked examples of docs/cost-model.md from their own tables. */
class DocumentedExamplesTest {

    private static final Path PAGE = Path.of("..", "docs", "cost-model.md");
    private static final String COMMENT = "<!-- example ";

    /** An example: its options, and its tables by the first word of their headings. */
    record Example(String name, Map<String, String> options, Map<String, List<Map<String, String>>> tables) {
        @Override
        public String toString() {
            return name;
        }

        List<Map<String, String>> rows(String table, Map<String, Example> all) {
            List<Map<String, String>> own = tables.get(table);
            Example like = all.get(options.get("like"));
            return own != null ? own : like == null ? List.of() : like.rows(table, all);
        }
    }

    private static final Map<String, Example> EXAMPLES = read();

    static Stream<Example> examples() {
        return EXAMPLES.values().stream();
    }

    @Test
    void everyPolicyHasAnExample() {
        List<String> policies = EXAMPLES.values().stream()
                .flatMap(example -> Stream.of(example.options.get("idle"), example.options.get("shared")))
                .filter(Objects::nonNull)
                .map(policy -> policy.replaceAll(":.*", ""))
                .distinct()
                .toList();
        assertThat(policies).containsExactlyInAnyOrder("Central", "ProRata", "Even", "Owners", "Weights");
        assertThat(EXAMPLES).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsWhatTheStatementSays(Example example) {
        List<Map<String, String>> expected = example.rows("team", EXAMPLES);
        assertThat(expected).isNotEmpty();
        List<Map<String, String>> told = statement(example).lines().stream()
                .map(line -> told(line, expected.getFirst().keySet().stream().toList()))
                .toList();
        assertThat(told).isEqualTo(expected);
    }

    private static Map<String, String> told(StatementLine line, List<String> columns) {
        Map<String, String> told = new LinkedHashMap<>();
        for (String column : columns) {
            Object value = switch (column) {
                case "team" -> line.team();
                case "kind" -> line.kind().text();
                case "quantity" -> line.quantity();
                case "unit" -> line.unit();
                case "amount" -> line.amount();
                case "rate" -> line.rateId();
                case "note" -> line.note();
                default -> throw new IllegalArgumentException("a statement has no column " + column);
            };
            told.put(column, Objects.toString(value, ""));
        }
        return told;
    }

    private static Statement statement(Example example) {
        RateCard card = RateCard.of(example.rows("rate", EXAMPLES).stream()
                .map(DocumentedExamplesTest::rate)
                .toList());
        String month = example.options.getOrDefault("month", "2026-09");
        ZoneId zone = ZoneId.of(example.options.getOrDefault("zone", "UTC"));
        Terms terms = terms(example, Month.parse(month, zone), card);
        List<Map<String, String>> usage = example.rows("object", EXAMPLES);
        String closed = example.options.get("closed");
        if (closed == null) {
            return Months.statement(
                    terms, usage.stream().map(DocumentedExamplesTest::usage).toList());
        }
        Terms then = Terms.of(Month.parse(closed, zone), card);
        ClosedMonth closedMonth = ClosedMonth.of(
                "", then, Months.statement(then, known(usage, "then")).lines());
        known(usage, "today").forEach(closedMonth.today()::add);
        return Statement.of(Months.sums(terms, List.of()), terms, List.of(closedMonth));
    }

    private static List<UsageInterval> known(List<Map<String, String>> usage, String when) {
        return usage.stream()
                .filter(row -> row.get("known").equals(when))
                .map(DocumentedExamplesTest::usage)
                .toList();
    }

    private static Terms terms(Example example, Month month, RateCard card) {
        List<Pool> pools = example.rows("pool", EXAMPLES).stream()
                .map(row -> new Pool(
                        "local", new BigDecimal(row.get("pool")), Currency.getInstance(row.get("currency")), ""))
                .toList();
        List<ExchangeRate> exchange = example.rows("month", EXAMPLES).stream()
                .map(row -> new ExchangeRate(
                        YearMonth.parse(row.get("month")),
                        Currency.getInstance(row.get("base")),
                        Currency.getInstance(row.get("quote")),
                        new BigDecimal(row.get("exchange"))))
                .toList();
        Policy policy = Months.policy(
                example.options.getOrDefault("idle", "Central"), example.options.getOrDefault("shared", "ProRata"));
        Currency currency = example.options.containsKey("currency") ? EUR : null;
        return new Terms(month, card, pools, new ExchangeRates(exchange), currency, Map.of(), policy);
    }

    private static Rate rate(Map<String, String> row) {
        return Facts.rate(
                "id", row.get("rate"),
                "resource", row.get("resource"),
                "hardwareClass", row.getOrDefault("class", "*"),
                "capacityType", row.getOrDefault("bought", "*"),
                "price", row.get("price"),
                "unit", row.get("unit"),
                "currency", row.getOrDefault("currency", "EUR"),
                "validFrom", row.getOrDefault("from", "2026-01-01T00:00:00Z"),
                "validUntil", row.getOrDefault("until", ""));
    }

    private static UsageInterval usage(Map<String, String> row) {
        boolean node = row.getOrDefault("type", "Pod").equals("Node");
        return Facts.usage(
                "objectUid", row.get("object"),
                "objectKind", row.getOrDefault("type", "Pod"),
                "team", row.get("team"),
                "workloadKind", row.getOrDefault("workload", node ? "System" : "Workspace"),
                "workloadName", row.getOrDefault("name", ""),
                "step", row.getOrDefault("step", ""),
                "resource", row.get("resource"),
                "hardwareClass", row.getOrDefault("class", "gpu"),
                "capacityType", row.getOrDefault("bought", "OnDemand"),
                "quantity", baseUnits(row.get("quantity")),
                "start", row.get("from"),
                "end", row.get("until"),
                "lastSeen", row.getOrDefault("seen", row.get("from")));
    }

    /** "16 GiB" in bytes; a bare number in thousandths. */
    private static String baseUnits(String quantity) {
        BigDecimal number = new BigDecimal(quantity.replace(" GiB", ""));
        BigDecimal unit = new BigDecimal(quantity.endsWith(" GiB") ? Facts.GIB : "1000");
        return number.multiply(unit).toBigIntegerExact().toString();
    }

    private static Map<String, Example> read() {
        Map<String, Example> examples = new LinkedHashMap<>();
        Example current = null;
        List<Map<String, String>> table = List.of();
        List<String> header = List.of();
        for (String line : page()) {
            if (line.startsWith(COMMENT)) {
                current = example(line);
                examples.put(current.name, current);
            }
            if (!line.startsWith("|")) {
                header = List.of();
                // Prose after an example's statement ends it.
                current = current != null
                                && current.tables.containsKey("team")
                                && !line.isBlank()
                                && !line.startsWith(COMMENT)
                        ? null
                        : current;
            } else if (current != null && header.isEmpty()) {
                header = cells(line);
                table = new ArrayList<>();
                current.tables.put(header.getFirst(), table);
            } else if (current != null && !line.startsWith("|-")) {
                table.add(row(header, cells(line)));
            }
        }
        return examples;
    }

    private static Example example(String comment) {
        List<String> words = List.of(
                comment.substring(COMMENT.length()).replace("-->", "").strip().split(" "));
        Map<String, String> options = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            options.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return new Example(words.getFirst(), options, new HashMap<>());
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    private static Map<String, String> row(List<String> header, List<String> cells) {
        assertThat(cells).as("cells under %s", header).hasSameSizeAs(header);
        Map<String, String> row = new LinkedHashMap<>();
        for (int place = 0; place < header.size(); place++) {
            row.put(header.get(place), cells.get(place));
        }
        return row;
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
