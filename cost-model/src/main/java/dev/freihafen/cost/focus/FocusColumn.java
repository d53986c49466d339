package dev.freihafen.cost.focus;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A column of the export. The order is the order in the file: the specification's by name, then our own ({@code x_}). */
public enum FocusColumn {
    ALLOCATED_METHOD_DETAILS(Type.JSON, FocusVersion.V1_4),
    ALLOCATED_METHOD_ID(Type.TEXT, FocusVersion.V1_4),
    ALLOCATED_RESOURCE_ID(Type.TEXT, FocusVersion.V1_4),
    ALLOCATED_RESOURCE_NAME(Type.TEXT, FocusVersion.V1_4),
    BILLED_COST(Type.DECIMAL),
    BILLING_ACCOUNT_ID(Type.TEXT),
    BILLING_ACCOUNT_NAME(Type.TEXT),
    BILLING_CURRENCY(Type.TEXT),
    BILLING_PERIOD_END(Type.TIME),
    BILLING_PERIOD_START(Type.TIME),
    CHARGE_CATEGORY(Type.TEXT),
    CHARGE_CLASS(Type.TEXT),
    CHARGE_DESCRIPTION(Type.TEXT),
    CHARGE_FREQUENCY(Type.TEXT),
    CHARGE_PERIOD_END(Type.TIME),
    CHARGE_PERIOD_START(Type.TIME),
    COMMITMENT_DISCOUNT_STATUS(Type.TEXT),
    CONSUMED_QUANTITY(Type.DECIMAL),
    CONSUMED_UNIT(Type.TEXT),
    CONTRACTED_COST(Type.DECIMAL),
    CONTRACTED_UNIT_PRICE(Type.DECIMAL),
    EFFECTIVE_COST(Type.DECIMAL),
    HOST_PROVIDER_NAME(Type.TEXT, FocusVersion.V1_4),
    INVOICE_ID(Type.TEXT),
    INVOICE_ISSUER_NAME(Type.TEXT),
    LIST_COST(Type.DECIMAL),
    LIST_UNIT_PRICE(Type.DECIMAL),
    PRICING_CATEGORY(Type.TEXT),
    PRICING_CURRENCY(Type.TEXT),
    PRICING_CURRENCY_CONTRACTED_UNIT_PRICE(Type.DECIMAL),
    PRICING_CURRENCY_EFFECTIVE_COST(Type.DECIMAL),
    PRICING_CURRENCY_LIST_UNIT_PRICE(Type.DECIMAL),
    PRICING_QUANTITY(Type.DECIMAL),
    PRICING_UNIT(Type.TEXT),
    PROVIDER_NAME(Type.TEXT, FocusVersion.V1_2),
    PUBLISHER_NAME(Type.TEXT, FocusVersion.V1_2),
    REGION_ID(Type.TEXT),
    REGION_NAME(Type.TEXT),
    RESOURCE_ID(Type.TEXT),
    RESOURCE_NAME(Type.TEXT),
    RESOURCE_TYPE(Type.TEXT),
    SERVICE_CATEGORY(Type.TEXT),
    SERVICE_NAME(Type.TEXT),
    SERVICE_PROVIDER_NAME(Type.TEXT, FocusVersion.V1_4),
    SERVICE_SUBCATEGORY(Type.TEXT),
    SKU_ID(Type.TEXT),
    SKU_METER(Type.TEXT),
    SKU_PRICE_DETAILS(Type.JSON),
    SKU_PRICE_ID(Type.TEXT),
    SUB_ACCOUNT_ID(Type.TEXT),
    SUB_ACCOUNT_NAME(Type.TEXT),
    TAGS(Type.JSON),
    X_COST_CENTRE(Type.TEXT),
    X_IDLE_POLICY(Type.TEXT),
    X_LEDGER_KEY(Type.TEXT);

    /** How the values of a column are written. */
    enum Type {
        /** Any text; made harmless for spreadsheets. */
        TEXT,
        /** Plain decimal, no exponent. */
        DECIMAL,
        /** {@code YYYY-MM-DDTHH:mm:ssZ}. */
        TIME,
        /** An object; never begins like a formula. */
        JSON
    }

    private final Type type;
    private final @Nullable FocusVersion only;
    private final String columnName;

    FocusColumn(Type type) {
        this(type, null);
    }

    FocusColumn(Type type, @Nullable FocusVersion only) {
        this.type = type;
        this.only = only;
        this.columnName = nameOf(name());
    }

    private static String nameOf(String constant) {
        if (constant.startsWith("X_")) {
            return "x_" + nameOf(constant.substring(2));
        }
        return Stream.of(constant.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** The column's id, such as {@code BilledCost}. */
    public String columnName() {
        return columnName;
    }

    Type type() {
        return type;
    }

    boolean isIn(FocusVersion version) {
        return only == null || only == version;
    }

    /** @throws IllegalArgumentException if there is no such column */
    public static FocusColumn of(String columnName) {
        return Arrays.stream(values())
                .filter(column -> column.columnName.equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(columnName + " is not a column of the export"));
    }
}
