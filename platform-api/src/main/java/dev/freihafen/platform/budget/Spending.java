package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.RunningCost;
import dev.freihafen.cost.charge.Unpriced;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.platform.cost.RateCards;
import dev.freihafen.platform.ledger.LedgerReader;
import dev.freihafen.platform.ledger.Watermarks;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.team.TeamUids;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What teams have spent of a month, from the ledger and the rates in force. */
@Singleton
public class Spending {
    private final LedgerReader ledger;
    private final Watermarks watermarks;
    private final RateCards rates;
    private final TeamUids teamUids;
    private final Clock clock;

    Spending(LedgerReader ledger, Watermarks watermarks, RateCards rates, TeamUids teamUids, Clock clock) {
        this.ledger = ledger;
        this.watermarks = watermarks;
        this.rates = rates;
        this.teamUids = teamUids;
        this.clock = clock;
    }

    /** Up to when the clusters are known: the latest watermark, now where there is none. */
    public Instant knownUntil() {
        return watermarks.all().values().stream()
                .max(Instant::compareTo)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /** The month that is under way as far as the clusters are known, UTC. */
    public YearMonth month() {
        return YearMonth.from(knownUntil().atZone(ZoneOffset.UTC));
    }

    /**
     * What a team has spent of a month.
     *
     * @throws PlatformException.Conflict when rates of two currencies apply to it
     */
    Spend of(Team team, YearMonth month) {
        String name = team.getMetadata().getName();
        Instant from = MonthEnd.start(month);
        Instant until = MonthEnd.start(month.plusMonths(1));
        Instant since = teamUids.since(team);
        List<UsageInterval> intervals = ledger.ofTeam(name, from, until).stream()
                .filter(interval -> !interval.start().isBefore(since))
                .toList();
        Instant known = knownUntil();
        Instant asOf = known.isBefore(from) ? from : known.isAfter(until) ? until : known;
        try {
            RunningCost cost =
                    RunningCost.ofTeam(name, intervals, rates.inForce(), new Window(from, until, ZoneOffset.UTC), asOf);
            return new Spend(
                    cost.exact(),
                    cost.currency(),
                    cost.pricePerHour().amount(),
                    asOf,
                    cost.items().stream()
                            .filter(item -> item.workload().kind() == WorkloadKind.PIPELINE_RUN)
                            .collect(Collectors.toMap(item -> item.workload().name(), RunningCost.Item::exact)),
                    cost.unpriced().stream().map(Unpriced::sentence).toList());
        } catch (MixedCurrencies mixed) {
            throw new PlatformException.Conflict("No sum can be told: " + mixed.getMessage() + ".");
        }
    }
}
