package dev.freihafen.cost.rate;

import static dev.freihafen.cost.Facts.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateCardTest {

    private static final Instant NOON = Instant.parse("2026-09-15T12:00:00Z");
    private static final PriceKey A100 = key("accelerator/A100", "gpu", CapacityType.ON_DEMAND);

    @ParameterizedTest
    @CsvSource({
        "local, *,   *,        *,     gpu, OnDemand",
        "local, *,   *,        *,     gpu, *",
        "*,     gpu, *,        *,     *,   OnDemand",
        "*,     *,   OnDemand, *,     *,   *",
        "local, gpu, *,        local, *,   OnDemand",
    })
    void theMoreSpecificWinsByClusterThenHardwareClassThenCapacityType(
            String cluster,
            String hardware,
            String capacity,
            String lessCluster,
            String lessHardware,
            String lessCapacity) {
        Rate more = rate("id", "more", "cluster", cluster, "hardwareClass", hardware, "capacityType", capacity);
        Rate less = rate(
                "id",
                "less",
                "cluster",
                lessCluster,
                "hardwareClass",
                lessHardware,
                "capacityType",
                lessCapacity,
                "validFrom",
                "2026-09-01T00:00:00Z");
        assertThat(winner(A100, more, less)).contains("more");
        assertThat(winner(A100, less, more)).contains("more");
    }

    @Test
    void ofEqualScopesTheLaterValidFromWinsUntilItEnds() {
        Rate old = rate("id", "old");
        Rate offer = rate("id", "offer", "validFrom", "2026-09-01T00:00:00Z", "validUntil", "2026-09-15T12:00:00Z");
        RateCard card = RateCard.of(List.of(old, offer));
        assertThat(card.priceAt(A100, NOON.minusSeconds(1)).orElseThrow().rate().id())
                .isEqualTo("offer");
        assertThat(card.priceAt(A100, NOON).orElseThrow().rate().id()).isEqualTo("old");
    }

    @Test
    void thereIsNoPriceBeforeTheFirstAndFromTheEndOfTheLast() {
        RateCard card =
                RateCard.of(List.of(rate("validFrom", "2026-09-15T12:00:00Z", "validUntil", "2026-09-16T12:00:00Z")));
        assertThat(card.spans(A100, Instant.parse("2026-09-01T00:00:00Z"), Instant.parse("2026-10-01T00:00:00Z")))
                .extracting(PriceSpan::from, PriceSpan::until, span -> span.price() != null)
                .containsExactly(
                        tuple(Instant.parse("2026-09-01T00:00:00Z"), NOON, false),
                        tuple(NOON, Instant.parse("2026-09-16T12:00:00Z"), true),
                        tuple(Instant.parse("2026-09-16T12:00:00Z"), Instant.parse("2026-10-01T00:00:00Z"), false));
    }

    @Test
    void onDemandNeverServesSpotNorWhatHasNoCapacityType() {
        Rate onDemand = rate("capacityType", "OnDemand");
        assertThat(winner(key("accelerator/A100", "gpu", CapacityType.SPOT), onDemand))
                .isEmpty();
        assertThat(winner(key("accelerator/A100", "gpu", null), onDemand)).isEmpty();
        assertThat(winner(key("accelerator/A100", "gpu", null), rate())).contains("r1");
    }

    @Test
    void anEmptyHardwareClassMeetsOnlyRatesForAny() {
        assertThat(winner(key("accelerator/A100", "", null), rate("hardwareClass", "gpu")))
                .isEmpty();
        assertThat(winner(key("accelerator/A100", "", null), rate())).contains("r1");
    }

    @Test
    void aRateOfTheSliceItselfWinsOverTheShareOfItsDevice() {
        Rate device = rate("id", "device", "cluster", "local", "price", "7");
        Rate slice = rate("id", "slice", "resource", "accelerator/A100/3g.20gb", "validFrom", "2026-09-15T12:00:00Z");
        RateCard card = RateCard.of(List.of(device, slice));
        PriceKey key = key("accelerator/A100/3g.20gb", "gpu", CapacityType.ON_DEMAND);
        assertThat(card.priceAt(key, NOON.minusSeconds(1))).contains(new Price(device, Fraction.of(3, 7)));
        assertThat(card.priceAt(key, NOON)).contains(new Price(slice, Fraction.ONE));
    }

    @ParameterizedTest
    @CsvSource({"H100, 1g.10gb.me, 1, 7", "H200, 7g.141gb, 7, 7", "B200, 2g, 2, 7", "A30, 1g.6gb, 1, 4"})
    void aSliceIsItsNumberOfTheDevicesMaximum(String model, String slice, long share, long most) {
        RateCard card = RateCard.of(List.of(rate("resource", "accelerator/" + model)));
        assertThat(card.priceAt(key("accelerator/" + model + "/" + slice, "", null), NOON)
                        .orElseThrow()
                        .share())
                .isEqualTo(Fraction.of(share, most));
    }

    @ParameterizedTest
    @ValueSource(strings = {"L4/1g.5gb", "A30/7g.6gb", "H100/shared", "H100/0g", "H100/3gb", "H100/9g.80gb"})
    void anUnknownModelOrSliceHasNoPrice(String modelAndSlice) {
        String model = modelAndSlice.substring(0, modelAndSlice.indexOf('/'));
        assertThat(winner(key("accelerator/" + modelAndSlice, "", null), rate("resource", "accelerator/" + model)))
                .isEmpty();
    }

    @Test
    void twoRatesOfOneScopeAndStartContradictEachOther() {
        List<Rate> rates = List.of(rate(), rate("id", "r2"), rate("validFrom", "2026-02-01T00:00:00Z"));
        assertThat(RateCard.faults(rates))
                .extracting(RateCard.Fault::row, RateCard.Fault::column)
                .containsExactly(tuple(2, "validFrom"), tuple(3, "id"));
        assertThatThrownBy(() -> RateCard.of(rates))
                .isInstanceOf(InvalidFact.class)
                .hasMessage(
                        "validFrom: row 2 has the same cluster, resource, hardwareClass, capacityType and validFrom as"
                                + " row 1; a changed price needs a later validFrom");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            id            | ""          | is empty
            cluster       | Local       | 'Local' is not a DNS label
            resource      | gpu         | 'gpu' is not a resource
            hardwareClass | ""          | is empty
            capacityType  | ""          | '' is not one of OnDemand, Spot
            price         | -1          | is not a plain decimal
            price         | 1e3         | is not a plain decimal
            price         | 1,5         | is not a plain decimal
            price         | .5          | is not a plain decimal
            price         | 0           | is 0, which is allowed only with the source 'free'
            price         | 0.00        | is 0, which is allowed only with the source 'free'
            price         | 1234567890123456789012345678901 | more than 30 digits
            price         | 0.000000000000000000000000000001 | is not a plain decimal of at most 30 digits
            unit          | GPU-hour    | 'GPU-hour' is not one of core-hour, GiB-hour, GiB-month, unit-hour, GiB
            unit          | GiB-hour    | 'GiB-hour' does not fit accelerator/A100, which is priced per unit-hour
            currency      | Euro        | 'Euro' is not an ISO 4217 currency
            currency      | XXX         | has no minor unit
            validFrom     | today       | is not a time in UTC
            validUntil    | 2026-01-01T00:00:00Z | is not later than validFrom 2026-01-01T00:00:00Z
            source        | ""          | is empty
            """)
    void aWrongFieldIsNamedWithWhatIsExpected(String column, String value, String reason) {
        assertThatThrownBy(() -> rate(column, value)).isInstanceOfSatisfying(InvalidFact.class, invalid -> {
            assertThat(invalid.column()).isEqualTo(column);
            assertThat(invalid.reason()).contains(reason);
        });
    }

    @Test
    void aCardIsCompletedOnlyWhereItHasNoPrice() {
        PriceKey key = new PriceKey("local", new Resource.Accelerator("A100", ""), "gpu", CapacityType.SPOT);
        Instant early = Instant.parse("2026-02-01T00:00:00Z");
        Instant late = Instant.parse("2026-06-01T00:00:00Z");
        RateCard card = RateCard.of(List.of(rate("price", "1", "validUntil", "2026-03-01T00:00:00Z")));
        RateCard other = RateCard.of(List.of(
                rate("price", "2"),
                rate("id", "exact", "price", "3", "hardwareClass", "gpu", "validFrom", "2026-01-01T00:00:00Z")));
        RateCard third =
                RateCard.of(List.of(rate("id", "third", "price", "4", "capacityType", "Spot", "hardwareClass", "gpu")));
        RateCard completed = card.completedBy(other).completedBy(third);
        assertThat(completed.priceAt(key, early).orElseThrow().rate().id()).isEqualTo("r1");
        assertThat(completed.priceAt(key, late).orElseThrow().rate().id()).isEqualTo("exact");
        assertThat(completed.rates()).extracting(Rate::id).containsExactly("r1", "exact", "third");
        assertThat(completed.rowNumber(other.rates().get(1))).isEqualTo(2);
        assertThat(completed.spans(key, early, late)).hasSize(2);
        assertThat(card.completedBy(card)).isSameAs(card);
    }

    @Test
    void aPriceOfZeroNeedsTheSourceFree() {
        assertThat(rate("price", "0", "source", "free").price()).isZero();
    }

    private static PriceKey key(String resource, String hardwareClass, CapacityType capacityType) {
        return new PriceKey("local", Resource.parse("resource", resource), hardwareClass, capacityType);
    }

    private static Optional<String> winner(PriceKey key, Rate... rates) {
        return RateCard.of(List.of(rates))
                .priceAt(key, NOON)
                .map(price -> price.rate().id());
    }
}
