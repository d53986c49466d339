package dev.freihafen.cost.cli;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.document.ReadDocument;
import dev.freihafen.cost.file.FxCsv;
import dev.freihafen.cost.file.PolicyCsv;
import dev.freihafen.cost.file.PoolCsv;
import dev.freihafen.cost.file.RatesCsv;
import dev.freihafen.cost.file.UsageCsv;
import dev.freihafen.cost.file.UsageLedger;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.RateCard;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.ExchangeRates;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.SharedPolicy;
import dev.freihafen.cost.statement.Terms;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files and choices that a month's statement is made from. */
final class MonthOptions {

    @Option(
            names = "--usage",
            required = true,
            paramLabel = "usage.csv",
            description = "Facts: one line per usage interval. Rows outside the month are ignored.")
    private String usage = "";

    @Option(
            names = "--rates",
            required = true,
            paramLabel = "rates.csv",
            description = "Dated prices: one line per rate; at every instant the most specific valid rate wins.")
    private String rates = "";

    @Option(names = "--month", required = true, paramLabel = "YYYY-MM", description = "The month, such as 2026-09.")
    private String month = "";

    @Option(
            names = "--zone",
            paramLabel = "zone",
            description = "Whose midnights the month begins and ends at, such as Europe/Berlin. Default: UTC.")
    private String zone = "UTC";

    @Option(
            names = "--pool",
            paramLabel = "pool.csv",
            description =
                    "What each cluster cost: invoices, depreciation. Without it a cluster's pool is what its nodes,"
                            + " volumes, load balancers and traffic cost by the rates.")
    private @Nullable String pool;

    @Option(names = "--fx", paramLabel = "fx.csv", description = "Frozen exchange rates of the month; with --currency.")
    private @Nullable String fx;

    @Option(
            names = "--currency",
            paramLabel = "EUR",
            description = "Brings all amounts into this currency, by the rates of --fx.")
    private @Nullable String currency;

    @Option(
            names = "--policy",
            paramLabel = "policy.csv",
            description = "Who carries idle and shared cost, per cluster; others have the defaults.")
    private @Nullable String policy;

    @Option(
            names = "--idle",
            paramLabel = "policy",
            description = "Who carries idle capacity, in every cluster: Central, Even, ProRata or"
                    + " Owners:team-a=50,team-b=30. Default: Central. Not with --policy.")
    private @Nullable String idle;

    @Option(
            names = "--shared",
            paramLabel = "policy",
            description = "Who carries the platform's own usage, in every cluster: Central, Even, ProRata or"
                    + " Weights:team-a=1,team-b=2. Default: ProRata. Not with --policy.")
    private @Nullable String shared;

    @Option(
            names = "--closed",
            arity = "1..*",
            paramLabel = "closed.json",
            description = "Documents of earlier closed months; what has changed since comes as corrections. Facts that"
                    + " only the document knows stay as they are.")
    private List<String> closed = List.of();

    /**
     * All that was read.
     *
     * @param files the names of the files of rates and pools, for what turns out to be wrong only together with usage
     */
    record Inputs(Terms terms, UsageLedger usage, List<ClosedMonth> closed, Currencies files) {}

    /** Reads options, then files. */
    Inputs read() {
        Month asked = month();
        Currency target = currency == null ? null : currency(currency);
        if (fx != null && target == null) {
            throw new BadOption("--fx", "needs --currency, into which the amounts are brought");
        }
        Policy everywhere = everywhere();
        UsageLedger ledger = new InputFile("--usage", usage).read(UsageCsv::read);
        List<Rate> card = new InputFile("--rates", rates).read(RatesCsv::read);
        List<Pool> pools = pool == null ? List.of() : new InputFile("--pool", pool).read(PoolCsv::read);
        ExchangeRates exchangeRates = fx == null ? ExchangeRates.NONE : new InputFile("--fx", fx).read(FxCsv::read);
        Map<String, Policy> policies =
                policy == null ? Map.of() : new InputFile("--policy", policy).read(PolicyCsv::read);
        Terms terms = new Terms(asked, RateCard.of(card), pools, exchangeRates, target, policies, everywhere);
        return new Inputs(terms, ledger, closedMonths(asked, terms.card(), ledger), new Currencies(rates, pool));
    }

    private Month month() {
        try {
            return Month.parse(month, ZoneId.of(zone));
        } catch (DateTimeException unknown) {
            throw new BadOption("--zone", Fields.quoted(zone) + " is not a time zone such as UTC or Europe/Berlin");
        } catch (InvalidFact invalid) {
            throw new BadOption("--month", invalid.reason());
        }
    }

    static Currency currency(String text) {
        try {
            Currency currency = Currency.getInstance(text);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException ignored) {
            // Refused below.
        }
        throw new BadOption("--currency", Fields.quoted(text) + " is not an ISO 4217 currency with a minor unit");
    }

    private Policy everywhere() {
        if (policy != null && (idle != null || shared != null)) {
            throw new BadOption(
                    idle != null ? "--idle" : "--shared", "cannot stand beside --policy; put it into the file");
        }
        return new Policy(
                idle == null ? Policy.DEFAULT.idle() : choice("--idle", idle, IdlePolicy::parse),
                shared == null ? Policy.DEFAULT.shared() : choice("--shared", shared, SharedPolicy::parse));
    }

    private static <T> T choice(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (InvalidFact invalid) {
            throw new BadOption(option, invalid.reason());
        }
    }

    /** What usage.csv does not know of the closed months comes from their documents, the latest first. */
    private List<ClosedMonth> closedMonths(Month asked, RateCard card, UsageLedger ledger) {
        List<Closed> documents = new ArrayList<>();
        Set<Month> months = new HashSet<>();
        for (String name : closed) {
            InputFile file = new InputFile("--closed", name);
            Closed read = new Closed(file, file.read(DocumentReader::read));
            Month closedMonth = read.document.terms().month();
            if (!closedMonth.window().until().isBefore(asked.window().from().plusSeconds(1))) {
                throw new BadOption(
                        "--closed", "'" + name + "' is of " + closedMonth + ", which is not before " + asked);
            }
            if (!read.document.team().isEmpty()) {
                throw new BadOption("--closed", "'" + name + "' has the lines of one team only");
            }
            if (!months.add(closedMonth)) {
                throw new BadOption("--closed", "'" + name + "' is a second document of " + closedMonth);
            }
            documents.add(read);
        }
        documents.sort(Comparator.comparing(
                        (Closed read) -> read.document.terms().month().month())
                .reversed());
        documents.forEach(read -> addUnknown(read, ledger));
        List<ClosedMonth> closedMonths = documents.reversed().stream()
                .map(read -> ClosedMonth.of(
                        read.document.sha256(), read.document.terms(), read.file.read(DocumentReader::lines), card))
                .toList();
        closedMonths.forEach(month -> ledger.forEach(month.today()::add));
        return closedMonths;
    }

    private static void addUnknown(Closed read, UsageLedger ledger) {
        try {
            read.document.facts().forEach(ledger::addIfUnknown);
        } catch (InvalidFact contradiction) {
            throw new BadOption(
                    "--closed", "'" + read.file.name() + "' contradicts --usage: " + contradiction.reason());
        }
    }

    private record Closed(InputFile file, ReadDocument document) {}
}
