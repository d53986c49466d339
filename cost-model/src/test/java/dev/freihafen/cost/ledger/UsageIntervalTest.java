package dev.freihafen.cost.ledger;

import static dev.freihafen.cost.Facts.usage;
import static dev.freihafen.cost.Facts.usageRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageIntervalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            cluster      | ""                     | '' is not a DNS label
            cluster      | Local                  | 'Local' is not a DNS label
            team         | a.b                    | 'a.b' is not a DNS label
            team         | -a                     | '-a' is not a DNS label
            workloadName | a_b                    | 'a_b' is not a DNS label
            workloadName | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | is not a DNS label
            objectUid    | ""                     | is empty
            objectKind   | Deployment             | 'Deployment' is not one of Pod, PersistentVolumeClaim, Node, Service
            workloadKind | pipelinerun            | is not one of Workspace, PipelineRun
            capacityType | Reserved               | 'Reserved' is not one of OnDemand, Spot
            quality      | ""                     | '' is not one of Exact, Estimated
            quantity     | -1                     | '-1' is not a whole number
            quantity     | 1.5                    | '1.5' is not a whole number
            quantity     | 1e3                    | '1e3' is not a whole number
            quantity     | 9223372036854775808    | is more than 9223372036854775807
            resource     | gpu                    | 'gpu' is not a resource: cpu, memory
            resource     | accelerator            | is not a resource
            resource     | accelerator/           | is not a resource
            resource     | accelerator/A/b/c      | is not a resource
            resource     | cpu/x                  | is not a resource
            resource     | storage/a b            | is not a resource
            start        | 2026-09-01             | is not a time in UTC such as 2026-09-01T00:00:00Z
            start        | 2026-02-30T00:00:00Z   | is not a time in UTC
            start        | 2026-09-01T00:00:00.5Z | is not a time in UTC
            start        | 2026-09-01T00:00:00+02:00 | is not a time in UTC
            start        | 1969-12-31T23:59:59Z   | lies outside the years 1970 to 9999
            end          | 2026-08-31T23:59:59Z   | 2026-08-31T23:59:59Z lies before the start 2026-09-01T00:00:00Z
            lastSeen     | ""                     | '' is not a time in UTC
            """)
    void aWrongFieldIsNamedWithWhatIsExpected(String column, String value, String reason) {
        assertThatThrownBy(() -> usage(column, value)).isInstanceOfSatisfying(InvalidFact.class, invalid -> {
            assertThat(invalid.column()).isEqualTo(column);
            assertThat(invalid.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "a\ud800b"})
    void textsWithControlCharactersOrHalfCharactersAreRefusedAndNotEchoed(String value) {
        assertThatThrownBy(() -> usage("step", value))
                .isInstanceOf(InvalidFact.class)
                .hasMessage("step: has a control character or half a surrogate pair at place 2");
    }

    @Test
    void aHostileValueIsShortenedInTheMessage() {
        assertThatThrownBy(() -> usage("team", "x\n".repeat(100_000)))
                .isInstanceOf(InvalidFact.class)
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).hasSizeLessThan(250).doesNotContain("\n"));
        assertThatThrownBy(() -> usage("step", "x".repeat(1025))).hasMessageContaining("at most 1024");
        assertThatThrownBy(() -> usage("quantity", "9".repeat(100_000))).hasMessageContaining("is not a whole number");
    }

    @Test
    void aMissingColumnAndAnUnknownOneAreRefused() {
        Map<String, String> missing = new HashMap<>(usageRow());
        missing.remove("node");
        assertThatThrownBy(() -> UsageInterval.fromText(missing)).hasMessageStartingWith("node: is missing");
        assertThatThrownBy(() -> usage("price", "1")).hasMessageStartingWith("price: is not a known column");
    }

    @Test
    void aNegativeQuantityAndPartsOfSecondsAreRefusedInCodeToo() {
        UsageInterval good = usage();
        assertThatThrownBy(() -> good.observed(Instant.parse("2026-09-02T00:00:00.5Z"), good.lastSeen(), Quality.EXACT))
                .hasMessage("end: 2026-09-02T00:00:00.500Z is not a whole second");
        assertThatThrownBy(() -> new UsageInterval(
                        "local",
                        "u",
                        ObjectKind.POD,
                        "",
                        "",
                        WorkloadKind.OTHER,
                        "",
                        "",
                        "",
                        "",
                        "",
                        null,
                        new Resource.Cpu(),
                        -1,
                        good.start(),
                        null,
                        good.start(),
                        Quality.EXACT))
                .hasMessage("quantity: -1 is negative; quantities are base units from 0 up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu",
                "memory",
                "loadbalancer",
                "accelerator/H100",
                "accelerator/H100/3g.40gb",
                "storage/standard",
                "egress/internet"
            })
    void aResourceIsReadAsItIsWritten(String text) {
        assertThat(Resource.parse("resource", text).text()).isEqualTo(text);
    }

    @Test
    void anIntervalLastSeenBeforeItsStartChargesNothing() {
        UsageInterval interval = usage("start", "2026-09-01T00:00:01Z");
        assertThat(interval.chargedUntil()).isEqualTo(interval.start());
    }

    @Test
    void itHoldsFromItsStartUpToButNotAtItsEnd() {
        UsageInterval interval = usage("end", "2026-09-02T00:00:00Z");
        assertThat(interval.holdsAt(interval.start())).isTrue();
        assertThat(interval.holdsAt(Instant.parse("2026-09-01T23:59:59Z"))).isTrue();
        assertThat(interval.holdsAt(Instant.parse("2026-09-02T00:00:00Z"))).isFalse();
        assertThat(interval.holdsAt(Instant.parse("2026-08-31T23:59:59Z"))).isFalse();
    }

    @Test
    void anOpenIntervalHoldsUpToWhereItWasLastSeen() {
        UsageInterval interval = usage().seenAt(Instant.parse("2026-09-02T00:00:00Z"));
        assertThat(interval.holdsAt(Instant.parse("2026-09-02T00:00:00Z"))).isTrue();
        assertThat(interval.holdsAt(Instant.parse("2026-09-02T00:00:01Z"))).isFalse();
        assertThat(interval.seenAt(Instant.parse("2026-09-01T00:00:00Z"))).isEqualTo(interval);
    }
}
