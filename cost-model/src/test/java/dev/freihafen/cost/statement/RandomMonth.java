package dev.freihafen.cost.statement;

import static dev.freihafen.cost.statement.Months.EUR;
import static dev.freihafen.cost.statement.Months.USD;

import dev.freihafen.cost.Facts;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A month from a seed: two clusters, some teams, nodes or none, pools or none, any policies, one or two currencies. */
final class RandomMonth {

    static final Month MARCH = new Month(YearMonth.of(2026, 3), ZoneId.of("Europe/Berlin"));
    private static final Instant ZERO = Instant.parse("2026-02-20T00:00:00Z");
    private static final int SECONDS = 50 * 24 * 3600;
    private static final String[] CLUSTERS = {"east", "west"};
    private static final String[][] RESOURCES = {
        {"cpu", "core-hour"},
        {"memory", "GiB-hour"},
        {"accelerator/A100", "unit-hour"},
        {"accelerator/A100/2g.10gb", "unit-hour"},
        {"storage/standard", "GiB-month"},
        {"loadbalancer", "unit-hour"},
        {"egress/internet", "GiB"}
    };

    private final SplittableRandom random;
    private final boolean gaps;
    private final List<Rate> rates;
    private final List<UsageInterval> usage;
    private final Terms terms;

    private RandomMonth(SplittableRandom random, boolean gaps) {
        this.random = random;
        this.gaps = gaps;
        this.rates = rates();
        this.usage = usageRows();
        this.terms = new Terms(
                MARCH,
                RateCard.of(rates),
                pools(),
                new ExchangeRates(List.of(new ExchangeRate(MARCH.month(), EUR, USD, decimal(1, 3)))),
                EUR,
                Map.of("west", policy()),
                policy());
    }

    /** Everything has a price. */
    static RandomMonth priced(SplittableRandom random) {
        return new RandomMonth(random, false);
    }

    /** Some usage may have none. */
    static RandomMonth withGaps(SplittableRandom random) {
        return new RandomMonth(random, true);
    }

    List<UsageInterval> usage() {
        return usage;
    }

    Terms terms() {
        return terms;
    }

    Statement statement() {
        return Months.statement(terms, usage);
    }

    /** The same terms with other rates. */
    Terms termsWith(List<Rate> others) {
        return new Terms(
                MARCH,
                RateCard.of(others),
                terms.pools(),
                terms.exchangeRates(),
                EUR,
                terms.policyOfCluster(),
                terms.defaultPolicy());
    }

    private BigDecimal decimal(int least, int below) {
        return new BigDecimal(random.nextInt(least, below) + "." + random.nextInt(1, 1_000_000));
    }

    private List<Rate> rates() {
        List<Rate> all = new ArrayList<>();
        if (!gaps) {
            for (String[] kind : RESOURCES) {
                all.add(rateOf("base-" + all.size(), kind, "*", "*", "2020-01-01T00:00:00Z", ""));
            }
        }
        for (int number = random.nextInt(1, 12); number > 0; number--) {
            // No two start together: equal scopes with equal starts are refused.
            int from = random.nextInt(SECONDS / 12) * 12 + number;
            all.add(rateOf(
                    "r" + number,
                    RESOURCES[random.nextInt(RESOURCES.length)],
                    random.nextBoolean() ? "*" : "gpu",
                    random.nextBoolean() ? "*" : "Spot",
                    at(from),
                    random.nextBoolean() ? "" : at(from + random.nextInt(1, SECONDS))));
        }
        return all;
    }

    private Rate rateOf(
            String id, String[] kind, String hardwareClass, String capacityType, String from, String until) {
        return Facts.rate(
                "id", id,
                "resource", kind[0],
                "unit", kind[1],
                "hardwareClass", hardwareClass,
                "capacityType", capacityType,
                "currency", random.nextInt(3) == 0 ? "USD" : "EUR",
                "price", decimal(0, 1 << random.nextInt(1, 16)).toPlainString(),
                "validFrom", from,
                "validUntil", until);
    }

    private List<UsageInterval> usageRows() {
        List<UsageInterval> rows = new ArrayList<>();
        for (int number = random.nextInt(1, 24); number > 0; number--) {
            boolean node = random.nextInt(5) == 0;
            int start = random.nextInt(SECONDS);
            int end = start + (random.nextInt(12) == 0 ? 0 : random.nextInt(SECONDS));
            rows.add(Facts.usage(
                    "cluster",
                    CLUSTERS[random.nextInt(2)],
                    "objectUid",
                    "uid-" + number,
                    "objectKind",
                    node ? "Node" : "Pod",
                    "team",
                    node || random.nextInt(5) == 0 ? "" : "team-" + random.nextInt(4),
                    "workloadKind",
                    node || random.nextInt(6) == 0 ? "System" : "Other",
                    "workloadName",
                    "w" + random.nextInt(3),
                    "step",
                    "",
                    "hardwareClass",
                    random.nextBoolean() ? "gpu" : "cpu",
                    "capacityType",
                    random.nextBoolean() ? "OnDemand" : "Spot",
                    "resource",
                    RESOURCES[random.nextInt(node ? 3 : RESOURCES.length)][0],
                    "quantity",
                    Long.toString(random.nextLong(1L << random.nextInt(1, 40))),
                    "start",
                    at(start),
                    "end",
                    random.nextInt(4) == 0 ? "" : at(end),
                    "lastSeen",
                    at(end)));
        }
        return rows;
    }

    private List<Pool> pools() {
        List<Pool> pools = new ArrayList<>();
        for (String cluster : CLUSTERS) {
            if (random.nextBoolean()) {
                pools.add(new Pool(cluster, decimal(0, 1_000_000), random.nextBoolean() ? EUR : USD, ""));
            }
        }
        return pools;
    }

    private Policy policy() {
        String[] idle = {"Central", "Even", "ProRata", "Owners:team-1=2.5,team-9=3"};
        String[] shared = {"Central", "Even", "ProRata", "Weights:team-0=1,team-8=0.25"};
        return Months.policy(idle[random.nextInt(4)], shared[random.nextInt(4)]);
    }

    private static String at(int second) {
        return ZERO.plusSeconds(second).toString();
    }
}
