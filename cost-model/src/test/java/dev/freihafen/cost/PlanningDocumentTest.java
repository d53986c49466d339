package dev.freihafen.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.build.OnPremServer;
import dev.freihafen.cost.build.Sensitivity;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.forecast.Forecast;
import dev.freihafen.cost.forecast.HourlyCosts;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of docs/planning.md that no other test computes. */
class PlanningDocumentTest {

    private static final int SEPTEMBER = 720;

    @Test
    void theServerOfTheDocumentHasTheRateAndTheTableOfTheDocument() throws IOException {
        String document = document();
        OnPremServer server = OnPremServer.fromText(server(document));

        assertThat(document)
                .contains("= " + server.perHour(SEPTEMBER).decimal(3) + " per server and hour")
                .contains("= " + server.perAcceleratorHour(SEPTEMBER).decimal(6));
        Map<Integer, String> rows = Sensitivity.of(server, SEPTEMBER).stream()
                .collect(Collectors.groupingBy(
                        Sensitivity::years,
                        Collectors.mapping(
                                row -> row.perAcceleratorHour().toPlainString(), Collectors.joining(" | "))));
        assertThat(rows).hasSize(3);
        rows.forEach((years, prices) ->
                assertThat(document.replace("**", "")).contains("| " + years + " | " + prices + " |"));
    }

    @Test
    void theTeamThatRestsAtWeekendsHasTheForecastsOfTheDocument() throws IOException {
        Instant from = Instant.parse("2026-06-01T00:00:00Z");
        Instant now = Instant.parse("2026-09-04T20:00:00Z");
        List<Fraction> costs = Stream.iterate(from, now::isAfter, hour -> hour.plusSeconds(3600))
                .map(hour -> weekend(hour) ? Fraction.ZERO : Fraction.ONE)
                .toList();

        Forecast forecast = Forecast.of(
                        Window.ofMonth(YearMonth.of(2026, 9), ZoneOffset.UTC), new HourlyCosts(from, costs), List.of())
                .orElseThrow();

        assertThat(document())
                .contains("Run-rate: 92 / 92 x 720 = " + forecast.runRate().decimal(2))
                .contains("22 weekdays x 24 = " + forecast.monthEnd().decimal(2));
        assertThat(forecast.errorPercent()).isEqualByComparingTo(BigDecimal.ZERO);
    }

    private static boolean weekend(Instant hour) {
        DayOfWeek day = hour.atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    private static Map<String, String> server(String document) {
        Map<String, String> fields = new HashMap<>();
        for (String field : OnPremServer.FIELDS) {
            fields.put(
                    field,
                    document.lines()
                            .filter(line -> line.startsWith("    " + field + ": "))
                            .map(line -> line.substring(line.indexOf(": ") + 2))
                            .findFirst()
                            .orElseThrow());
        }
        return fields;
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "planning.md"));
    }
}
