package dev.freihafen.cost.price;

import dev.freihafen.cost.file.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of the Azure Retail Prices API, as its documentation describes them ("Azure Retail Prices overview", API version
 * 2023-01-01-preview): an object with {@code Items}, {@code NextPageLink} and {@code Count}.
 *
 * <p>A reservation's {@code retailPrice} is for its whole term though its unit says an hour; it is told as {@link
 * Measure#OTHER}. Spot and Low Priority are told by the end of the meter's name, Windows by the product's name.
 */
public final class AzurePrices {

    private static final String MACHINES = "Virtual Machines";

    private final PriceJson json;
    private final Selection selection;
    private final List<PriceRow> rows = new ArrayList<>();
    private String nextPage = "";
    private long items;

    private AzurePrices(PriceJson json, Selection selection) {
        this.json = json;
        this.selection = selection;
    }

    /**
     * Reads one page.
     *
     * @param file its name, for faults
     * @throws FileFault if anything in it is malformed
     * @throws IOException if the stream cannot be read
     */
    public static PriceFile read(InputStream page, String file, Instant fetchedAt, Selection selection)
            throws IOException {
        List<PriceRow> rows = new ArrayList<>();
        StringBuilder nextPage = new StringBuilder();
        String sha256 = PriceJson.read(page, file, json -> {
            AzurePrices prices = new AzurePrices(json, selection);
            prices.page();
            rows.addAll(prices.rows);
            nextPage.append(prices.nextPage);
        });
        return new PriceFile(Provider.AZURE, file, sha256, fetchedAt, rows, nextPage.toString());
    }

    private void page() throws IOException {
        boolean[] seen = {false};
        long[] count = {-1};
        json.object(name -> {
            switch (name) {
                case "Items" -> {
                    seen[0] = true;
                    json.array(this::item);
                }
                case "NextPageLink" -> nextPage = json.textOrNone();
                case "Count" -> count[0] = json.whole();
                default -> json.skip();
            }
        });
        if (!seen[0]) {
            throw json.fault("has no Items; give a page as the Retail Prices API answered it");
        }
        if (count[0] >= 0 && count[0] != items) {
            throw json.fault("has " + items + " Items but its Count is " + count[0] + "; fetch the page again");
        }
    }

    private static final class Item {
        private @Nullable Currency currency;
        private @Nullable BigDecimal retailPrice;
        private @Nullable Instant effectiveStart;
        private BigDecimal tierMinimumUnits = BigDecimal.ZERO;
        private String meterId = "";
        private String meterName = "";
        private String productName = "";
        private String region = "";
        private String armSkuName = "";
        private String serviceName = "";
        private String unit = "";
        private String type = "";
        private String reservationTerm = "";
        private boolean primary = true;
        private final List<Plan> plans = new ArrayList<>();
    }

    private record Plan(String term, BigDecimal price) {}

    private void item() throws IOException {
        items++;
        Item item = new Item();
        json.object(name -> member(item, name));
        Currency currency = required(item.currency, "currencyCode");
        BigDecimal price = required(item.retailPrice, "retailPrice");
        Instant validFrom = required(item.effectiveStart, "effectiveStartDate");
        required("meterId", item.meterId);
        required("unitOfMeasure", item.unit);
        required("type", item.type);
        if (!selection.wants(item.region, item.armSkuName)) {
            return;
        }
        Purchase purchase = purchase(item);
        rows.add(row(item, purchase, variant(item, purchase), price, currency, validFrom));
        for (Plan plan : item.plans) {
            rows.add(row(item, Purchase.SAVINGS_PLAN, plan.term, plan.price, currency, validFrom));
        }
    }

    private void member(Item item, String name) throws IOException {
        switch (name) {
            case "currencyCode" -> item.currency = json.currency(json.text());
            case "retailPrice" -> item.retailPrice = json.number();
            case "effectiveStartDate" -> item.effectiveStart = json.time();
            case "tierMinimumUnits" -> item.tierMinimumUnits = json.number();
            case "meterId" -> item.meterId = json.text();
            case "meterName" -> item.meterName = json.textOrNone();
            case "productName" -> item.productName = json.textOrNone();
            case "armRegionName" -> item.region = json.textOrNone();
            case "armSkuName" -> item.armSkuName = json.textOrNone();
            case "serviceName" -> item.serviceName = json.textOrNone();
            case "unitOfMeasure" -> item.unit = json.text();
            case "type" -> item.type = json.text();
            case "reservationTerm" -> item.reservationTerm = json.textOrNone();
            case "isPrimaryMeterRegion" -> item.primary = json.truth();
            case "savingsPlan" -> json.array(() -> item.plans.add(plan()));
            default -> json.skip();
        }
    }

    private Plan plan() throws IOException {
        String[] term = {""};
        BigDecimal[] price = {null};
        json.object(name -> {
            switch (name) {
                case "term" -> term[0] = json.text();
                case "retailPrice" -> price[0] = json.number();
                default -> json.skip();
            }
        });
        required("term", term[0]);
        return new Plan(term[0], required(price[0], "retailPrice"));
    }

    private void required(String name, String value) {
        if (value.isEmpty()) {
            throw missing(name);
        }
    }

    private <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private FileFault missing(String name) {
        return json.fault("has no " + name + ", which a price needs");
    }

    private static PriceRow row(
            Item item, Purchase purchase, String variant, BigDecimal price, Currency currency, Instant validFrom) {
        return new PriceRow(
                item.meterId,
                item.productName + ", " + item.meterName,
                item.region,
                item.armSkuName,
                purchase,
                operatingSystem(item),
                variant,
                item.unit,
                purchase == Purchase.RESERVATION ? Measure.OTHER : measure(item.unit),
                price,
                currency,
                item.tierMinimumUnits,
                validFrom);
    }

    private static Purchase purchase(Item item) {
        return switch (item.type) {
            case "Reservation" -> Purchase.RESERVATION;
            case "DevTestConsumption" -> Purchase.DEV_TEST;
            case "Consumption" -> {
                if (item.meterName.endsWith(" Spot")) {
                    yield Purchase.SPOT;
                }
                yield item.meterName.endsWith(" Low Priority") ? Purchase.LOW_PRIORITY : Purchase.ON_DEMAND;
            }
            default -> Purchase.OTHER;
        };
    }

    private static String variant(Item item, Purchase purchase) {
        return switch (purchase) {
            case RESERVATION -> item.reservationTerm;
            case OTHER -> item.type;
            default -> item.primary ? "" : "not the primary meter";
        };
    }

    private static OperatingSystem operatingSystem(Item item) {
        if (!item.serviceName.equals(MACHINES)) {
            return OperatingSystem.NONE;
        }
        return item.productName.contains("Windows") ? OperatingSystem.WINDOWS : OperatingSystem.LINUX;
    }

    private static Measure measure(String unit) {
        return switch (unit) {
            case "1 Hour" -> Measure.HOUR;
            case "1 GiB Hour" -> Measure.GIB_HOUR;
            case "1 GiB/Month" -> Measure.GIB_MONTH;
            default -> Measure.OTHER;
        };
    }
}
