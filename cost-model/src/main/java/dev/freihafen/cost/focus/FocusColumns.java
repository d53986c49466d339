package dev.freihafen.cost.focus;

import static dev.freihafen.cost.focus.FocusColumn.*;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.exact.Fraction;
import dev.freihafen.cost.focus.FocusRow.Draft;
import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Resource;
import dev.freihafen.cost.rate.PriceKey;
import dev.freihafen.cost.rate.PriceSpan;
import dev.freihafen.cost.rate.Rate;
import dev.freihafen.cost.rate.Unit;
import dev.freihafen.cost.statement.ExchangeRate;
import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.cost.statement.Terms;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands in the columns of a row. */
final class FocusColumns {

    private static final int QUANTITY_SCALE = 9;
    private static final int PRICE_SCALE = 12;
    private static final long SECONDS_PER_HOUR = 3600;

    private final Statement statement;
    private final Terms terms;
    private final FocusSettings settings;
    private final Window window;
    private final Map<String, Rate> rates;
    private final AllocatedRatios ratios;
    private final Map<Currency, BigDecimal> quotes = new HashMap<>();

    FocusColumns(Statement statement, Terms terms, FocusSettings settings) {
        this.statement = statement;
        this.terms = terms;
        this.settings = settings;
        this.window = statement.month().window();
        this.rates = terms.card().rates().stream().collect(Collectors.toMap(Rate::id, Function.identity()));
        this.ratios = AllocatedRatios.of(statement.lines());
    }

    /** Everything that is the same on each day of a line. */
    Draft ofLine(StatementLine line) {
        Draft draft = new Draft();
        billing(draft, line);
        subject(draft, line);
        if (line.kind() == Kind.USAGE || line.kind() == Kind.UNALLOCATED) {
            price(draft, line);
        } else {
            draft.text(PRICING_CURRENCY, currency(line).getCurrencyCode());
        }
        if (settings.version() == FocusVersion.V1_4 && (line.kind() == Kind.IDLE || line.kind() == Kind.SHARED)) {
            allocation(draft, line);
        }
        return draft;
    }

    private void billing(Draft draft, StatementLine line) {
        boolean correction = line.kind() == Kind.CORRECTION;
        String invoice = "freihafen-" + statement.month().month();
        draft.text(BILLING_ACCOUNT_ID, settings.billingAccountId())
                .text(BILLING_ACCOUNT_NAME, settings.billingAccountName())
                .text(BILLING_CURRENCY, currency(line).getCurrencyCode())
                .time(BILLING_PERIOD_START, window.from())
                .time(BILLING_PERIOD_END, window.until())
                .text(INVOICE_ID, correction ? invoice + "-corrections" : invoice)
                .text(INVOICE_ISSUER_NAME, settings.issuer())
                .text(PROVIDER_NAME, settings.issuer())
                .text(PUBLISHER_NAME, settings.issuer())
                .text(SERVICE_PROVIDER_NAME, settings.issuer())
                .text(HOST_PROVIDER_NAME, settings.issuer())
                .text(CHARGE_CATEGORY, line.kind() == Kind.RESIDUAL ? "Adjustment" : "Usage")
                .text(CHARGE_CLASS, correction ? "Correction" : null)
                .text(CHARGE_DESCRIPTION, description(line))
                .text(CHARGE_FREQUENCY, frequency(line.kind()));
    }

    private static String frequency(Kind kind) {
        return switch (kind) {
            case USAGE, UNALLOCATED, UNPRICED, CORRECTION -> "Usage-Based";
            case IDLE, SHARED -> "Recurring";
            case RESIDUAL -> "One-Time";
        };
    }

    private static String description(StatementLine line) {
        StringBuilder text = new StringBuilder(line.kind().text());
        if (!line.resource().isEmpty()) {
            text.append(": ").append(line.resource());
        }
        if (!line.workloadKind().isEmpty()) {
            text.append(" of ").append(line.workloadKind());
            if (!line.workloadName().isEmpty()) {
                text.append(' ').append(line.workloadName());
            }
        }
        if (!line.step().isEmpty()) {
            text.append(", step ").append(line.step());
        }
        if (!line.note().isEmpty()) {
            text.append(" (").append(line.note()).append(')');
        }
        return text.toString();
    }

    private void subject(Draft draft, StatementLine line) {
        FocusService service = FocusService.of(line);
        draft.text(SERVICE_NAME, service.text())
                .text(SERVICE_CATEGORY, service.category())
                .text(SERVICE_SUBCATEGORY, service.subcategory())
                .text(REGION_ID, line.cluster())
                .text(REGION_NAME, line.cluster())
                .text(SUB_ACCOUNT_ID, line.team())
                .text(SUB_ACCOUNT_NAME, line.team().isEmpty() ? null : settings.displayName(line.team()))
                .text(TAGS, tags(line))
                .text(X_COST_CENTRE, settings.costCentre(line.team()))
                .text(
                        X_IDLE_POLICY,
                        line.kind() == Kind.IDLE ? policy(line).idle().text() : null)
                .text(X_LEDGER_KEY, LineId.of(line).text());
        if (!line.workloadName().isEmpty()) {
            draft.text(
                            RESOURCE_ID,
                            line.cluster() + "/" + line.team() + "/" + line.workloadKind() + "/" + line.workloadName())
                    .text(RESOURCE_NAME, line.workloadName())
                    .text(RESOURCE_TYPE, line.workloadKind());
        }
    }

    private static String tags(StatementLine line) {
        return new JsonObject()
                .text("freihafen/capacityType", line.capacityType())
                .text("freihafen/hardwareClass", line.hardwareClass())
                .text("freihafen/kind", line.kind().text())
                .text("freihafen/step", line.step())
                .text("freihafen/workloadKind", line.workloadKind())
                .toString();
    }

    private void price(Draft draft, StatementLine line) {
        Rate rate = Objects.requireNonNull(
                rates.get(line.rateId()), () -> "the terms have no rate " + line.rateId() + " of the statement");
        BigDecimal unitPrice = unitPrice(line, rate);
        String version = settings.rateCardVersion().isEmpty() ? "" : "@" + settings.rateCardVersion();
        String part = line.resource().equals(rate.resource().text()) ? "" : "/" + line.resource();
        BigDecimal billed = unitPrice
                .divide(quote(line, rate.currency()), PRICE_SCALE, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        draft.text(SKU_ID, line.resource() + "@" + rate.hardwareClass())
                .text(SKU_METER, FocusService.meter(line.resource()))
                .text(SKU_PRICE_ID, line.rateId() + version + part)
                .text(
                        SKU_PRICE_DETAILS,
                        new JsonObject()
                                .text(
                                        "x_CapacityType",
                                        rate.capacityType() == null
                                                ? "*"
                                                : rate.capacityType().text())
                                .text("x_Cluster", rate.cluster())
                                .text("x_Source", rate.source())
                                .toString())
                .text(PRICING_CATEGORY, line.capacityType().equals("Spot") ? "Dynamic" : "Standard")
                .text(PRICING_UNIT, unit(rate.unit()))
                .text(CONSUMED_UNIT, unit(rate.unit()))
                .decimal(LIST_UNIT_PRICE, billed)
                .decimal(CONTRACTED_UNIT_PRICE, billed)
                .text(PRICING_CURRENCY, rate.currency().getCurrencyCode())
                .decimal(PRICING_CURRENCY_LIST_UNIT_PRICE, unitPrice)
                .decimal(PRICING_CURRENCY_CONTRACTED_UNIT_PRICE, unitPrice);
    }

    /** The price of a unit of the line's own resource: a slice pays its share of the whole device's. */
    private BigDecimal unitPrice(StatementLine line, Rate rate) {
        if (line.resource().equals(rate.resource().text())) {
            return rate.price();
        }
        CapacityType capacityType =
                line.capacityType().isEmpty() ? null : CapacityType.of("capacityType", line.capacityType());
        PriceKey key = new PriceKey(
                line.cluster(), Resource.parse("resource", line.resource()), line.hardwareClass(), capacityType);
        return terms.card().spans(key, window.from(), window.until()).stream()
                .map(PriceSpan::price)
                .filter(price -> price != null && price.rate().equals(rate))
                .map(price -> Fraction.of(rate.price()).times(price.share()).decimal(PRICE_SCALE))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("rate " + rate.id() + " does not price "
                        + LineId.of(line).text() + "; the terms are not those of the statement"));
    }

    /** Units of a rate's currency for one of the line's. */
    private BigDecimal quote(StatementLine line, Currency ofRate) {
        Currency billing = currency(line);
        if (billing.equals(ofRate)) {
            return BigDecimal.ONE;
        }
        return quotes.computeIfAbsent(
                ofRate,
                absent -> terms.exchangeRates()
                        .of(statement.month().month(), billing, absent)
                        .map(ExchangeRate::rate)
                        .orElseThrow(() ->
                                new IllegalArgumentException("the terms have no exchange rate from " + billing + " to "
                                        + absent + " in " + statement.month().month())));
    }

    private void allocation(Draft draft, StatementLine line) {
        boolean idle = line.kind() == Kind.IDLE;
        Policy policy = policy(line);
        draft.text(
                ALLOCATED_METHOD_ID,
                idle
                        ? "idle:" + policy.idle().text()
                        : "shared:" + policy.shared().text());
        if (!line.team().isEmpty()) {
            draft.text(ALLOCATED_RESOURCE_ID, "team/" + line.team())
                    .text(ALLOCATED_RESOURCE_NAME, settings.displayName(line.team()));
        }
        BigDecimal ratio = ratios.of(line);
        if (ratio != null) {
            draft.text(
                    ALLOCATED_METHOD_DETAILS,
                    "{\"Elements\":[{\"AllocatedRatio\":" + ratio.toPlainString() + ",\"UsageUnit\":\""
                            + (idle ? "Idle capacity" : "Shared platform") + "\"}]}");
        }
    }

    private Policy policy(StatementLine line) {
        return terms.policy(line.cluster());
    }

    void chargePeriod(Draft draft, Instant start, Instant end) {
        draft.time(CHARGE_PERIOD_START, start).time(CHARGE_PERIOD_END, end);
    }

    /** The costs of a day in minor units of the line's currency. */
    void amounts(Draft draft, StatementLine line, BigInteger minorUnits) {
        Currency currency = currency(line);
        BigDecimal amount = decimal(minorUnits, currency);
        BigDecimal billed = settings.mode() == FocusMode.MERGE ? decimal(BigInteger.ZERO, currency) : amount;
        draft.decimal(BILLED_COST, billed)
                .decimal(EFFECTIVE_COST, amount)
                .decimal(LIST_COST, amount)
                .decimal(CONTRACTED_COST, amount);
        Rate rate = line.kind() == Kind.USAGE || line.kind() == Kind.UNALLOCATED ? rates.get(line.rateId()) : null;
        draft.decimal(PRICING_CURRENCY_EFFECTIVE_COST, inPricingCurrency(amount, line, rate));
    }

    private BigDecimal inPricingCurrency(BigDecimal amount, StatementLine line, @Nullable Rate rate) {
        if (rate == null || rate.currency().equals(currency(line))) {
            return amount;
        }
        return amount.multiply(quote(line, rate.currency())).setScale(PRICE_SCALE, RoundingMode.HALF_UP);
    }

    /** The currency's own digits, but never fewer than two. */
    private static BigDecimal decimal(BigInteger minorUnits, Currency currency) {
        BigDecimal exact = new BigDecimal(minorUnits, currency.getDefaultFractionDigits());
        return exact.scale() < 2 ? exact.setScale(2) : exact;
    }

    /** What was used on a day, in the units of the price. */
    void quantity(Draft draft, StatementLine line, BigInteger quantitySeconds) {
        Rate rate = Objects.requireNonNull(rates.get(line.rateId()));
        long seconds = switch (rate.unit()) {
            case CORE_HOUR, GIB_HOUR, UNIT_HOUR -> SECONDS_PER_HOUR;
            case GIB_MONTH -> Duration.between(window.from(), window.until()).toSeconds();
            case GIB -> 1;
        };
        long baseUnits = Resource.parse("resource", line.resource()).baseUnitsPerUnit();
        BigDecimal quantity = new Fraction(
                        quantitySeconds, BigInteger.valueOf(seconds).multiply(BigInteger.valueOf(baseUnits)))
                .decimal(QUANTITY_SCALE);
        draft.decimal(PRICING_QUANTITY, quantity).decimal(CONSUMED_QUANTITY, quantity);
    }

    /** Named as the specification's unit format does: capital first letter, plural, hyphen. */
    private static String unit(Unit unit) {
        return switch (unit) {
            case CORE_HOUR -> "Core-Hours";
            case GIB_HOUR -> "GiB-Hours";
            case GIB_MONTH -> "GiB-Months";
            case UNIT_HOUR -> "Unit-Hours";
            case GIB -> "GiB";
        };
    }

    Window correctedWindow(StatementLine line) {
        return line.correctedMonth()
                .map(month -> Window.ofMonth(month, window.zone()))
                .orElseThrow(() -> new IllegalArgumentException("a correction names its original month: "
                        + LineId.of(line).text()));
    }

    private static Currency currency(StatementLine line) {
        return Objects.requireNonNull(line.currency(), "a priced line has a currency");
    }
}
