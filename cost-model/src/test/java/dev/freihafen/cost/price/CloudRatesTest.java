package dev.freihafen.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.cost.Seeds;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.price.CloudRates.Machine;
import dev.freihafen.cost.price.CloudRates.Target;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudRatesTest {

    private static final Target TARGET =
            new Target("azure-a100", "*", "gpu-a100", Instant.parse("2026-09-01T00:00:00Z"), null);
    private static final Resource.Accelerator A100 = new Resource.Accelerator("A100", "");
    private static final Machine NC24 = new Machine(24_000, 220L * Resource.BYTES_PER_GIB, A100, 1, 20, 10);

    @Test
    void aMachinesPriceIsSplitAndNamesItsSource() {
        PriceFile file = Published.read(AzurePrices::read, Published.text("azure-machines.json"));
        PriceRow spot = Published.row(file, Purchase.SPOT, OperatingSystem.LINUX);
        List<Rate> rates = CloudRates.of(file, spot, NC24, TARGET);
        assertThat(rates)
                .extracting(Rate::id)
                .containsExactly("azure-a100-cpu", "azure-a100-memory", "azure-a100-accelerator");
        assertThat(rates).extracting(Rate::capacityType).containsOnly(CapacityType.SPOT);
        assertThat(rates.getLast().price()).isEqualByComparingTo("0.47572");
        assertThat(rates.getFirst().price()).isEqualByComparingTo("0.005663333333");
        assertThat(rates.get(1).price()).isEqualByComparingTo("0.000308909091");
        assertThat(rates.getFirst().source()).contains("Azure Retail Prices", file.sha256(), "2026-09-02T06:00:00Z");
    }

    @Test
    void whatHasItsOwnUnitIsTakenAsItIs() {
        PriceFile file = Published.read(GcpPrices::read, Published.text("gcp-skus.json"));
        Rate core = CloudRates.of(file, file.rows().getFirst(), new Resource.Cpu(), TARGET);
        assertThat(core.unit()).isEqualTo(Unit.CORE_HOUR);
        assertThat(core.price()).isEqualByComparingTo("0.031611");
        Rate disk = CloudRates.of(file, file.rows().getLast(), new Resource.Storage("standard"), TARGET);
        assertThat(disk.unit()).isEqualTo(Unit.GIB_MONTH);
        assertThat(disk.capacityType()).isNull();
    }

    @Test
    void whatIsBoundForATermIsRefused() {
        PriceFile file = Published.read(AwsPrices::read, Published.text("aws-ec2.json"));
        PriceRow reserved = Published.row(file, Purchase.RESERVATION, OperatingSystem.LINUX);
        assertThatThrownBy(() -> CloudRates.of(file, reserved, NC24, TARGET)).isInstanceOf(InvalidFact.class);
        PriceFile azure = Published.read(AzurePrices::read, Published.text("azure-machines.json"));
        PriceRow plan = azure.rows().get(1);
        assertThatThrownBy(() -> CloudRates.of(azure, plan, NC24, TARGET))
                .isInstanceOf(InvalidFact.class)
                .hasMessageContaining("not the plain price");
        PriceRow developers = Published.row(azure, Purchase.DEV_TEST, OperatingSystem.WINDOWS);
        assertThatThrownBy(() -> CloudRates.of(azure, developers, NC24, TARGET))
                .isInstanceOf(InvalidFact.class)
                .hasMessageContaining("purchase: DevTest");
    }

    @Test
    void aUnitThatDoesNotFitIsRefused() {
        PriceFile file = Published.read(GcpPrices::read, Published.text("gcp-skus.json"));
        assertThatThrownBy(() -> CloudRates.of(file, file.rows().getFirst(), new Resource.Memory(), TARGET))
                .isInstanceOf(InvalidFact.class)
                .hasMessageContaining("unit:");
        assertThatThrownBy(() -> CloudRates.of(file, file.rows().getLast(), NC24, TARGET))
                .isInstanceOf(InvalidFact.class)
                .hasMessageContaining("not an hour");
    }

    @Test
    void sharesMustMakeUpThePrice() {
        assertThatThrownBy(() -> new Machine(1000, 1, null, 0, 60, 30)).hasMessageContaining("must sum to 100");
        assertThatThrownBy(() -> new Machine(1000, 1, A100, 1, 80, 30)).hasMessageContaining("cpuPercent");
        assertThatThrownBy(() -> new Machine(1000, 1, A100, 0, 50, 50)).hasMessageContaining("accelerators");
        assertThatThrownBy(() -> new Machine(0, 1, null, 0, 50, 50)).hasMessageContaining("millicores");
        assertThatThrownBy(() -> new Machine(1000, 0, null, 0, 50, 50)).hasMessageContaining("memoryBytes");
    }

    @Test
    void lawAMachinesCapacityAtItsRatesCostsItsPrice() {
        PriceFile file = Published.read(AzurePrices::read, Published.text("azure-machines.json"));
        Seeds.each(random -> {
            int cpu = random.nextInt(60);
            int memory = random.nextInt(40);
            int devices = random.nextInt(1, 9);
            long cores = random.nextLong(1, 256);
            long gib = random.nextLong(1, 4096);
            BigDecimal price = BigDecimal.valueOf(random.nextLong(1, 10_000_000), 5);
            PriceRow row = new PriceRow(
                    "sku",
                    "",
                    "",
                    "",
                    Purchase.ON_DEMAND,
                    OperatingSystem.LINUX,
                    "",
                    "1 Hour",
                    Measure.HOUR,
                    price,
                    Currency.getInstance("USD"),
                    BigDecimal.ZERO,
                    Published.FETCHED);
            Machine machine = new Machine(cores * 1000, gib * Resource.BYTES_PER_GIB, A100, devices, cpu, memory);
            List<Rate> rates = CloudRates.of(file, row, machine, TARGET);
            Fraction sum =
                    part(rates.get(0), cores).plus(part(rates.get(1), gib)).plus(part(rates.get(2), devices));
            Fraction error = sum.minus(Fraction.of(price));
            assertThat(error).isBetween(Fraction.of(-1, 100_000_000), Fraction.of(1, 100_000_000));
        });
    }

    private static Fraction part(Rate rate, long units) {
        return Fraction.of(rate.price()).times(Fraction.of(units, 1));
    }
}
