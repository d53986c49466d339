package dev.freihafen.platform.cost;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.charge.RunningCost;
import dev.freihafen.cost.charge.Unpriced;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.platform.ledger.LedgerReader;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Costs from the ledger and the rate cards in force, computed when asked for. */
@Singleton
public class TeamCosts {
    /** The zone whose months give a price per month its hours. */
    static final ZoneId ZONE = ZoneOffset.UTC;

    private static final Instant FAR_FUTURE = Instant.parse("9999-12-31T23:59:59Z");

    private final LedgerReader ledger;
    private final RateCards rates;
    private final Clock clock;

    TeamCosts(LedgerReader ledger, RateCards rates, Clock clock) {
        this.ledger = ledger;
        this.rates = rates;
        this.clock = clock;
    }

    /**
     * What a team's work has cost in a time.
     *
     * @param from whole second; the beginning of this month where it is null
     * @param to whole second, exclusive; open where it is null
     * @param since what began earlier is not this team's
     */
    TeamCostView ofTeam(String team, @Nullable Instant from, @Nullable Instant to, Instant since) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant begin = from == null ? monthOf(now) : from;
        Instant end = to == null ? now.isAfter(begin) ? now : begin : to;
        List<UsageInterval> intervals = ledger.ofTeam(team, begin, to == null ? FAR_FUTURE : to).stream()
                .filter(interval -> !interval.start().isBefore(since))
                .toList();
        Instant asOf = Objects.requireNonNullElse(ledger.asOf(intervals), now);
        Window window = new Window(begin, to == null && asOf.isAfter(end) ? asOf : end, ZONE);
        RunningCost cost = cost(team, intervals, window, asOf);
        return new TeamCostView(
                team,
                window.from(),
                window.until(),
                currency(cost),
                cost.asOf(),
                cost.amount(),
                cost.exact().toPlainString(),
                price(cost.pricePerHour()),
                cost.items().stream().map(TeamCosts::item).toList(),
                sentences(cost.unpriced()));
    }

    /** What a run has cost so far. */
    public CostView ofRun(String team, UUID run) {
        List<UsageInterval> intervals = ledger.ofWorkload(team, WorkloadKind.PIPELINE_RUN, run.toString());
        Instant asOf = Objects.requireNonNullElse(
                ledger.asOf(intervals), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        Instant from = intervals.stream()
                .map(UsageInterval::start)
                .min(Instant::compareTo)
                .filter(first -> first.isBefore(asOf))
                .orElse(asOf);
        RunningCost cost = cost(team, intervals, new Window(from, asOf, ZONE), asOf);
        return new CostView(
                currency(cost),
                cost.asOf(),
                cost.amount(),
                cost.exact().toPlainString(),
                price(cost.pricePerHour()),
                sentences(cost.unpriced()));
    }

    private RunningCost cost(String team, List<UsageInterval> intervals, Window window, Instant asOf) {
        try {
            return RunningCost.ofTeam(team, intervals, rates.inForce(), window, asOf);
        } catch (MixedCurrencies mixed) {
            throw new PlatformException.Conflict("No sum can be told: " + mixed.getMessage() + ".");
        }
    }

    private static Instant monthOf(Instant now) {
        return now.atZone(ZONE).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
    }

    private static TeamCostView.Item item(RunningCost.Item item) {
        return new TeamCostView.Item(
                item.workload().kind().text(),
                item.workload().name(),
                item.amount(),
                item.exact().toPlainString(),
                price(item.pricePerHour()),
                sentences(item.unpriced()));
    }

    static HourlyPrice price(PricePerHour price) {
        return new HourlyPrice(
                price.amount().toPlainString(),
                price.currency() == null ? null : price.currency().getCurrencyCode(),
                price.unpriced().stream().map(PriceKey::sentence).toList());
    }

    private static List<String> sentences(List<Unpriced> unpriced) {
        return unpriced.stream().map(Unpriced::sentence).toList();
    }

    private static @Nullable String currency(RunningCost cost) {
        return cost.currency() == null ? null : cost.currency().getCurrencyCode();
    }
}
