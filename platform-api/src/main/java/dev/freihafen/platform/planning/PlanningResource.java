package dev.freihafen.platform.planning;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.charge.PricePerHour;
import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.forecast.Forecast;
import dev.freihafen.cost.forecast.RunningWork;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.UsageInterval;
import dev.freihafen.cost.ledger.WorkloadKind;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.savings.Savings;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.budget.Spending;
import dev.freihafen.platform.cost.CostReaders;
import dev.freihafen.platform.cost.RateCards;
import dev.freihafen.platform.ledger.LedgerReader;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Forecast and savings of a team. */
@Path("/api/v1/teams/{team}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Costs")
public final class PlanningResource {
    private static final int MONTHS_BEFORE = 3;
    private static final Duration GAP_BEFORE = Duration.ofDays(31);

    private final CostReaders readers;
    private final LedgerReader ledger;
    private final RateCards rates;
    private final Spending spending;

    PlanningResource(CostReaders readers, LedgerReader ledger, RateCards rates, Spending spending) {
        this.readers = readers;
        this.ledger = ledger;
        this.rates = rates;
        this.spending = spending;
    }

    /** What the month under way is expected to end with. */
    @GET
    @Path("forecast")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What the team's month is expected to end with",
            description =
                    "By run-rate or by the hour of the week, whichever was nearer to the truth in the three months"
                            + " before; endpoints and volumes that are there now are counted to the month's end.")
    public ForecastView forecast(@RestPath String team) {
        Instant since = readers.since(team);
        Instant asOf = spending.knownUntil().truncatedTo(ChronoUnit.HOURS);
        YearMonth month = YearMonth.from(asOf.atZone(ZoneOffset.UTC));
        Instant begin = start(month.minusMonths(MONTHS_BEFORE));
        List<UsageInterval> intervals = intervals(team, since, begin, asOf);
        try {
            RateCard card = rates.inForce();
            HourlyHistory history = HourlyHistory.of(intervals, card, begin, asOf);
            Optional<Forecast> forecast =
                    Forecast.of(Window.ofMonth(month, ZoneOffset.UTC), history.costs(), lasting(intervals, card, asOf));
            Currency currency = history.currency();
            return new ForecastView(
                    team,
                    month.toString(),
                    currency == null ? null : currency.getCurrencyCode(),
                    asOf,
                    forecast.map(end -> text(end.monthEnd(), currency)).orElse(null),
                    forecast.map(end -> end.method().text()).orElse(null),
                    forecast.map(Forecast::errorPercent)
                            .map(error -> error.toPlainString())
                            .orElse(null),
                    forecast.map(end -> text(end.runRate(), currency)).orElse(null),
                    history.complete());
        } catch (MixedCurrencies mixed) {
            throw new PlatformException.Conflict("No sum can be told: " + mixed.getMessage() + ".");
        }
    }

    /** What the team has saved in a month; the month under way where none is named. */
    @GET
    @Path("savings")
    @org.eclipse.microprofile.openapi.annotations.Operation(
            summary = "What stopping idle work, scaling to zero and spot have saved the team in a month",
            description = "At the prices of what was there before; a stop that has not ended saves nothing yet.")
    public SavingsView savings(@RestPath String team, @QueryParam("month") @Nullable String month) {
        Instant since = readers.since(team);
        YearMonth asked = month == null ? spending.month() : parse(month);
        Instant from = start(asked);
        Instant until = start(asked.plusMonths(1));
        List<UsageInterval> intervals = intervals(team, since, from.minus(GAP_BEFORE), until);
        try {
            return new SavingsView(
                    team,
                    asked.toString(),
                    Savings.of(intervals, rates.inForce(), new Window(from, until, ZoneOffset.UTC)).stream()
                            .map(saving -> new SavingsView.SavingView(
                                    saving.means().text(),
                                    saving.currency().getCurrencyCode(),
                                    text(saving.exact(), saving.currency())))
                            .toList());
        } catch (MixedCurrencies mixed) {
            throw new PlatformException.Conflict("No sum can be told: " + mixed.getMessage() + ".");
        }
    }

    private List<UsageInterval> intervals(String team, Instant since, Instant from, Instant until) {
        return ledger.ofTeam(team, from, until).stream()
                .filter(interval -> interval.workloadKind() != WorkloadKind.SYSTEM)
                .filter(interval -> !interval.start().isBefore(since))
                .toList();
    }

    /** Endpoints and volumes last until somebody deletes them; runs end and workspaces are stopped. */
    private static List<RunningWork> lasting(List<UsageInterval> intervals, RateCard card, Instant asOf) {
        List<UsageInterval> lasting = intervals.stream()
                .filter(interval -> interval.workloadKind() == WorkloadKind.MODEL_ENDPOINT
                        || interval.workloadKind() == WorkloadKind.VOLUME)
                .toList();
        return List.of(new RunningWork(
                PricePerHour.running(lasting, card, asOf, ZoneOffset.UTC).exact(), null));
    }

    private static YearMonth parse(String month) {
        try {
            return Month.parse(month, ZoneOffset.UTC).month();
        } catch (InvalidFact invalid) {
            throw new PlatformException.ValidationFailed(
                    "The month cannot be read.", List.of(new FieldError("month", invalid.reason())));
        }
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String text(Fraction amount, @Nullable Currency currency) {
        return amount.decimal(currency == null ? 2 : Math.max(0, currency.getDefaultFractionDigits()))
                .toPlainString();
    }
}
