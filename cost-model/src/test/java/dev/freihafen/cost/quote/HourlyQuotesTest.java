package dev.freihafen.cost.quote;

import static dev.freihafen.cost.Facts.GIB;
import static dev.freihafen.cost.Facts.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HourlyQuotesTest {

    private static final Instant AT = Instant.parse("2026-09-20T08:00:00Z");
    private static final RateCard CARD = RateCard.of(List.of(
            rate("price", "2.00"),
            rate("id", "disk", "resource", "storage/standard", "unit", "GiB-month", "price", "0.072")));
    private static final Map<PriceKey, Long> POD = Map.of(
            new PriceKey("local", Resource.parse("resource", "accelerator/A100"), "gpu", CapacityType.ON_DEMAND),
            1500L);
    private static final Map<PriceKey, Long> VOLUME = Map.of(
            new PriceKey("local", Resource.parse("resource", "storage/standard"), "", null), 100 * Long.parseLong(GIB));

    @Test
    void aStoppedWorkspaceStillPaysForItsVolume() {
        WorkspaceQuote quote = WorkspaceQuote.of(POD, VOLUME, CARD, AT, ZoneOffset.UTC);
        // 100 GiB x 0.072 over the 720 hours of September.
        assertThat(quote.stopped().exact()).isEqualTo(Fraction.of(1, 100));
        assertThat(quote.running().exact()).isEqualTo(Fraction.of(301, 100));
    }

    @Test
    void anEndpointCostsFromItsLeastToItsMostReplicas() {
        EndpointQuote quote = EndpointQuote.of(POD, 0, 4, CARD, AT, ZoneOffset.UTC);
        assertThat(quote.least().exact()).isEqualTo(Fraction.ZERO);
        assertThat(quote.most().exact()).isEqualTo(Fraction.of(12, 1));
    }

    @Test
    void replicasOutOfOrderAreRefused() {
        assertThatThrownBy(() -> EndpointQuote.of(POD, 3, 2, CARD, AT, ZoneOffset.UTC))
                .isInstanceOf(InvalidFact.class)
                .hasMessageContaining("replicas: 3 to 2");
    }
}
