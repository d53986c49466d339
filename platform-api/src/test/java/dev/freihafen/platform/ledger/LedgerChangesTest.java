package dev.freihafen.platform.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.cost.ledger.LedgerRow;
import dev.freihafen.cost.ledger.ObjectKind;
import dev.freihafen.cost.ledger.Quality;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerChangesTest {
    private static final Instant WATERMARK = Instant.parse("2026-09-10T00:00:00Z");

    @Test
    void aNewRowChangesAllMonthsThatItReaches() {
        assertThat(months(null, row("2026-07-31T00:00:00Z", "2026-09-01T01:00:00Z")))
                .containsOnlyKeys(YearMonth.of(2026, 7), YearMonth.of(2026, 8), YearMonth.of(2026, 9));
    }

    @Test
    void anEndChangesOnlyTheMonthsBetweenWhatWasKnownAndTheEnd() {
        LedgerRow open = row("2026-01-01T00:00:00Z", null);
        assertThat(months(open, row("2026-01-01T00:00:00Z", "2026-09-10T05:00:00Z")))
                .containsOnlyKeys(YearMonth.of(2026, 9));
        assertThat(months(open, row("2026-01-01T00:00:00Z", "2026-08-31T00:00:00Z")))
                .containsOnlyKeys(YearMonth.of(2026, 8), YearMonth.of(2026, 9));
    }

    @Test
    void whatChangesNoTimeChangesNoMonth() {
        LedgerRow open = row("2026-01-01T00:00:00Z", null);
        assertThat(months(open, open)).isEmpty();
        assertThat(months(open, row("2026-01-01T00:00:00Z", WATERMARK.toString())))
                .isEmpty();
    }

    @Test
    void copyTextEscapesWhatWouldEndAField() {
        LedgerRow row = row("2026-01-01T00:00:00Z", null, "a\\b");
        String text = new String(CopyText.of(List.of(row)), StandardCharsets.UTF_8);
        assertThat(text).contains("\ta\\\\b\t").endsWith("\tExact\t\\N\n");
        assertThat(text.split("\t", -1)).hasSize(19);
    }

    private static Map<YearMonth, Long> months(@Nullable LedgerRow before, LedgerRow after) {
        return LedgerChanges.months(List.of(new Change(before, after)), WATERMARK);
    }

    private static LedgerRow row(String start, @Nullable String end) {
        return row(start, end, "step");
    }

    private static LedgerRow row(String start, @Nullable String end, String step) {
        return LedgerRow.of(new UsageInterval(
                "local",
                "uid",
                ObjectKind.POD,
                "pod",
                "fraud",
                WorkloadKind.OTHER,
                "w",
                step,
                "",
                "",
                "",
                null,
                Resource.parse("resource", "cpu"),
                1000,
                Instant.parse(start),
                end == null ? null : Instant.parse(end),
                Instant.parse(start),
                Quality.EXACT));
    }
}
