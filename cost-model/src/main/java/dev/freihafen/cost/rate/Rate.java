package dev.freihafen.cost.rate;

import dev.freihafen.cost.ledger.CapacityType;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.ledger.Resource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dated price: what a unit of a resource costs during {@code [validFrom, validUntil)}.
 *
 * @param id unique in its rate card; every charge names it
 * @param cluster a cluster or {@code *}
 * @param hardwareClass a hardware class (for nodes a node class) or {@code *}
 * @param capacityType null for any ({@code *} in files)
 * @param price per unit, from 0 up, at most 30 digits; 0 only with the source {@code free}
 * @param currency with a minor unit in ISO 4217
 * @param validFrom whole second
 * @param validUntil exclusive, after validFrom; null for no end
 * @param source where the price comes from, such as {@code contract 4711} or {@code free}
 */
public record Rate(
        String id,
        String cluster,
        Resource resource,
        String hardwareClass,
        @Nullable CapacityType capacityType,
        BigDecimal price,
        Unit unit,
        Currency currency,
        Instant validFrom,
        @Nullable Instant validUntil,
        String source) {

    /** Stands for every cluster, hardware class or capacity type. */
    public static final String ANY = "*";

    /** The source that a price of 0 must have, so that none is 0 by mistake. */
    public static final String FREE = "free";

    /** The names of the fields in files and in REST, in reading order. */
    public static final List<String> COLUMNS = List.of(
            "id",
            "cluster",
            "resource",
            "hardwareClass",
            "capacityType",
            "price",
            "unit",
            "currency",
            "validFrom",
            "validUntil",
            "source");

    private static final Pattern PLAIN_DECIMAL = Pattern.compile("\\d+(\\.\\d+)?");
    private static final int MOST_DIGITS = 30;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_TEXT = 1024;

    /** @throws InvalidFact if a field is outside its range or the unit does not fit the resource */
    public Rate {
        Fields.requiredText("id", id, LONGEST_NAME);
        if (!cluster.equals(ANY)) {
            Fields.dnsLabel("cluster", cluster);
        }
        Objects.requireNonNull(resource);
        Fields.requiredText("hardwareClass", hardwareClass, LONGEST_NAME);
        checkPrice(price, source);
        if (!Unit.of(resource).contains(unit)) {
            String fitting = Unit.of(resource).stream().map(Unit::text).collect(Collectors.joining(" or "));
            throw new InvalidFact(
                    "unit",
                    "'" + unit.text() + "' does not fit " + resource.text() + ", which is priced per " + fitting);
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw new InvalidFact(
                    "currency", currency.getCurrencyCode() + " has no minor unit; money cannot be rounded in it");
        }
        Fields.wholeSecond("validFrom", validFrom);
        if (validUntil != null && !Fields.wholeSecond("validUntil", validUntil).isAfter(validFrom)) {
            throw new InvalidFact("validUntil", validUntil + " is not later than validFrom " + validFrom);
        }
        Fields.requiredText("source", source, LONGEST_TEXT);
    }

    private static void checkPrice(BigDecimal price, String source) {
        if (price.signum() < 0) {
            throw new InvalidFact("price", price.toPlainString() + " is negative");
        }
        if (price.scale() < 0 || Math.max(price.precision(), price.scale() + 1) > MOST_DIGITS) {
            throw new InvalidFact("price", "has an exponent or more than " + MOST_DIGITS + " digits");
        }
        if (price.signum() == 0 && !source.equals(FREE)) {
            throw new InvalidFact("price", "is 0, which is allowed only with the source '" + FREE + "'");
        }
    }

    /**
     * Reads a rate from its fields as text, as in a CSV row: exactly {@link #COLUMNS}.
     *
     * @throws InvalidFact naming the first column that is wrong
     */
    public static Rate fromText(Map<String, String> row) {
        Fields.requireExactly(COLUMNS, row);
        String capacityType = get(row, "capacityType");
        return new Rate(
                get(row, "id"),
                get(row, "cluster"),
                Resource.parse("resource", get(row, "resource")),
                get(row, "hardwareClass"),
                capacityType.equals(ANY) ? null : CapacityType.of("capacityType", capacityType),
                decimal(get(row, "price")),
                Unit.of("unit", get(row, "unit")),
                currency(get(row, "currency")),
                Fields.time("validFrom", get(row, "validFrom")),
                Fields.optionalTime("validUntil", get(row, "validUntil")),
                get(row, "source"));
    }

    private static String get(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > MOST_DIGITS + 1 || !PLAIN_DECIMAL.matcher(text).matches()) {
            throw new InvalidFact(
                    "price",
                    Fields.quoted(text) + " is not a plain decimal of at most " + MOST_DIGITS
                            + " digits, such as 0.0316");
        }
        return new BigDecimal(text);
    }

    private static Currency currency(String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidFact("currency", Fields.quoted(text) + " is not an ISO 4217 currency such as EUR");
        }
    }

    /** What the rate is for: two rates with equal scope and validFrom contradict each other. */
    Scope scope() {
        return new Scope(cluster, resource, hardwareClass, capacityType);
    }

    boolean validAt(Instant instant) {
        return !instant.isBefore(validFrom) && (validUntil == null || instant.isBefore(validUntil));
    }

    /** The dimensions of a rate. */
    record Scope(
            String cluster,
            Resource resource,
            String hardwareClass,
            @Nullable CapacityType capacityType) {

        /** Whether a rate of this scope, for the resource {@code priced}, applies to usage. */
        boolean covers(PriceKey usage, Resource priced) {
            return resource.equals(priced)
                    && (cluster.equals(ANY) || cluster.equals(usage.cluster()))
                    && (hardwareClass.equals(ANY) || hardwareClass.equals(usage.hardwareClass()))
                    && (capacityType == null || capacityType == usage.capacityType());
        }

        /** Higher is more specific: cluster counts before hardware class, that before capacity type. */
        int specificity() {
            return (cluster.equals(ANY) ? 0 : 4) + (hardwareClass.equals(ANY) ? 0 : 2) + (capacityType == null ? 0 : 1);
        }
    }
}
