package dev.freihafen.platform.cost;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.exact.Utf8Order;
import dev.freihafen.cost.rate.Price;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.statement.UsageSums;
import dev.freihafen.platform.ledger.CostSums;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Costs of teams by team, workload, owner, hardware class, day or hour, computed when asked for. */
@Singleton
class GroupedCosts {
    private static final int SCALE = 9;

    private final CostSums sums;
    private final RateCards rates;

    GroupedCosts(CostSums sums, RateCards rates) {
        this.sums = sums;
        this.rates = rates;
    }

    /** All groups, by their columns, then time, then currency. */
    List<CostGroup> of(CostQuestion question) {
        RateCard card = rates.inForce();
        List<UsageSums.Span> spans = spans(question, card);
        List<String> columns = question.columns();
        Map<Key, Sum> groups = new TreeMap<>();
        sums.forEach(columns, question.filters(), question.since(), spans, (group, price, quantities) -> {
            for (int place = 0; place < spans.size(); place++) {
                BigInteger quantity = quantities.get(place);
                if (quantity.signum() > 0) {
                    Instant from = spans.get(place).from();
                    Price valid = card.priceAt(price, from).orElse(null);
                    String currency =
                            valid == null ? "" : valid.rate().currency().getCurrencyCode();
                    Key key = new Key(group, question.bucketOf(from).toString(), currency);
                    groups.computeIfAbsent(key, absent -> new Sum()).add(price, valid, quantity, month(from));
                }
            }
        });
        List<CostGroup> told = new ArrayList<>();
        groups.forEach((key, sum) -> told.add(sum.told(key, question)));
        return told;
    }

    private record Key(List<String> group, String from, String currency) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Utf8Order.INSTANCE.compare(text(), other.text());
        }

        private String text() {
            return String.join("\u0001", group) + "\u0001" + from + "\u0001" + currency;
        }
    }

    private static final class Sum {
        private Fraction exact = Fraction.ZERO;
        private final NavigableSet<String> unpriced = new TreeSet<>();

        void add(PriceKey key, @Nullable Price price, BigInteger quantity, Duration month) {
            if (price == null) {
                unpriced.add(key.sentence());
            } else {
                exact = exact.plus(price.amount(quantity, month));
            }
        }

        CostGroup told(Key key, CostQuestion question) {
            Currency currency = key.currency().isEmpty() ? null : Currency.getInstance(key.currency());
            BigInteger amount = currency == null
                    ? BigInteger.ZERO
                    : exact.times(Fraction.of(new BigDecimal(Money.perWhole(currency))))
                            .roundedHalfUp();
            return new CostGroup(
                    question.named(key.group()),
                    question.bucket() == null ? null : Instant.parse(key.from()),
                    currency == null ? null : currency.getCurrencyCode(),
                    amount,
                    exact.decimal(SCALE).toPlainString(),
                    List.copyOf(unpriced));
        }
    }

    /** Cut where a day or hour begins, at the months, and where any price changes. */
    private static List<UsageSums.Span> spans(CostQuestion question, RateCard card) {
        NavigableSet<Instant> cuts = new TreeSet<>(card.changesWithin(question.from(), question.to()));
        cuts.addAll(question.bucketStarts());
        for (ZonedDateTime month = monthStart(question.from()).plusMonths(1);
                month.toInstant().isBefore(question.to());
                month = month.plusMonths(1)) {
            cuts.add(month.toInstant());
        }
        cuts.add(question.from());
        List<UsageSums.Span> spans = new ArrayList<>();
        for (Instant cut : cuts) {
            Instant next = cuts.higher(cut);
            spans.add(new UsageSums.Span(cut, next == null ? question.to() : next));
        }
        return spans;
    }

    private static Duration month(Instant instant) {
        ZonedDateTime start = monthStart(instant);
        return Duration.between(start, start.plusMonths(1));
    }

    private static ZonedDateTime monthStart(Instant instant) {
        return instant.atZone(TeamCosts.ZONE).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
    }
}
