package dev.freihafen.cost.price;

import dev.freihafen.cost.file.FileFault;
import dev.freihafen.cost.ledger.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of SKUs of the Google Cloud Billing Catalog API, as its documentation describes them (v1, {@code services.skus}):
 * an object with {@code skus} and {@code nextPageToken}. A price is {@code units + nanos / 10^9}; members that are left
 * out are zero, as in protocol buffers. A SKU gives one row per region, price date and tier.
 *
 * <p>Cores, memory and devices are priced apart; a machine's operating system is a SKU of its own in the family {@code
 * License}. {@code Preemptible} is what Spot VMs pay.
 */
public final class GcpPrices {

    private static final BigDecimal NANOS = BigDecimal.TEN.pow(9);

    private final PriceJson json;
    private final Selection selection;
    private final List<PriceRow> rows = new ArrayList<>();
    private String nextPage = "";

    private GcpPrices(PriceJson json, Selection selection) {
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
            GcpPrices prices = new GcpPrices(json, selection);
            prices.page();
            rows.addAll(prices.rows);
            nextPage.append(prices.nextPage);
        });
        return new PriceFile(Provider.GCP, file, sha256, fetchedAt, rows, nextPage.toString());
    }

    private void page() throws IOException {
        boolean[] seen = {false};
        json.object(name -> {
            switch (name) {
                case "skus" -> {
                    seen[0] = true;
                    json.array(this::sku);
                }
                case "nextPageToken" -> nextPage = json.textOrNone();
                default -> json.skip();
            }
        });
        if (!seen[0]) {
            throw json.fault("has no skus; give a page as the Cloud Billing Catalog API answered it");
        }
    }

    private static final class Sku {
        private String id = "";
        private String description = "";
        private String family = "";
        private String group = "";
        private String usageType = "";
        private final List<String> regions = new ArrayList<>();
        private final List<Pricing> pricings = new ArrayList<>();
    }

    private record Pricing(Instant effective, String unit, List<Tier> tiers) {}

    private record Tier(BigDecimal from, BigDecimal price, Currency currency) {}

    private void sku() throws IOException {
        Sku sku = new Sku();
        json.object(name -> {
            switch (name) {
                case "skuId" -> sku.id = json.text();
                case "description" -> sku.description = json.text();
                case "category" -> json.object(part -> category(sku, part));
                case "serviceRegions" -> json.array(() -> sku.regions.add(json.text()));
                case "pricingInfo" -> json.array(() -> sku.pricings.add(pricing()));
                default -> json.skip();
            }
        });
        if (sku.id.isEmpty()) {
            throw missing("skuId");
        }
        if (sku.usageType.isEmpty()) {
            throw missing("category/usageType");
        }
        for (String region : sku.regions.isEmpty() ? List.of("") : sku.regions) {
            if (selection.wants(region, sku.group)) {
                sku.pricings.forEach(
                        pricing -> pricing.tiers.forEach(tier -> rows.add(row(sku, region, pricing, tier))));
            }
        }
    }

    private void category(Sku sku, String name) throws IOException {
        switch (name) {
            case "resourceFamily" -> sku.family = json.text();
            case "resourceGroup" -> sku.group = json.text();
            case "usageType" -> sku.usageType = json.text();
            default -> json.skip();
        }
    }

    private Pricing pricing() throws IOException {
        @Nullable Instant[] effective = {null};
        String[] unit = {""};
        List<Tier> tiers = new ArrayList<>();
        json.object(name -> {
            switch (name) {
                case "effectiveTime" -> effective[0] = json.time();
                case "pricingExpression" ->
                    json.object(part -> {
                        switch (part) {
                            case "usageUnit" -> unit[0] = json.text();
                            case "tieredRates" -> json.array(() -> tiers.add(tier()));
                            default -> json.skip();
                        }
                    });
                default -> json.skip();
            }
        });
        Instant from = effective[0];
        if (from == null) {
            throw missing("effectiveTime");
        }
        if (unit[0].isEmpty()) {
            throw missing("pricingExpression/usageUnit");
        }
        return new Pricing(from, unit[0], tiers);
    }

    private Tier tier() throws IOException {
        BigDecimal[] from = {BigDecimal.ZERO};
        BigDecimal[] price = {null};
        @Nullable Currency[] currency = {null};
        json.object(name -> {
            switch (name) {
                case "startUsageAmount" -> from[0] = json.number();
                case "unitPrice" -> price[0] = unitPrice(currency);
                default -> json.skip();
            }
        });
        BigDecimal amount = price[0];
        Currency of = currency[0];
        if (amount == null || of == null) {
            throw missing(amount == null ? "unitPrice" : "unitPrice/currencyCode");
        }
        return new Tier(from[0], amount, of);
    }

    private BigDecimal unitPrice(@Nullable Currency[] currency) throws IOException {
        BigInteger[] units = {BigInteger.ZERO};
        long[] nanos = {0};
        json.object(name -> {
            switch (name) {
                case "currencyCode" -> currency[0] = json.currency(json.text());
                case "units" -> units[0] = units();
                case "nanos" -> nanos[0] = nanos();
                default -> json.skip();
            }
        });
        return new BigDecimal(units[0]).add(BigDecimal.valueOf(nanos[0]).divide(NANOS));
    }

    /** An int64, which JSON has as a text; a number is taken too. */
    private BigInteger units() throws IOException {
        BigDecimal units = json.isText() ? json.numberInText() : json.number();
        try {
            return BigInteger.valueOf(units.longValueExact());
        } catch (ArithmeticException fractional) {
            throw json.fault(Fields.quoted(units.toPlainString()) + " is not a whole number of units");
        }
    }

    private long nanos() throws IOException {
        long nanos = json.whole();
        if (nanos < 0 || nanos >= NANOS.longValueExact()) {
            throw json.fault(nanos + " nanos are not from 0 to 999999999");
        }
        return nanos;
    }

    private FileFault missing(String name) {
        return json.fault("has no " + name + ", which a price needs");
    }

    private static PriceRow row(Sku sku, String region, Pricing pricing, Tier tier) {
        Purchase purchase = switch (sku.usageType) {
            case "OnDemand" -> Purchase.ON_DEMAND;
            case "Preemptible" -> Purchase.SPOT;
            default -> sku.usageType.startsWith("Commit") ? Purchase.RESERVATION : Purchase.OTHER;
        };
        boolean windows = sku.family.equals("License") && sku.description.contains("Windows");
        return new PriceRow(
                sku.id,
                sku.description,
                region,
                sku.group,
                purchase,
                windows ? OperatingSystem.WINDOWS : OperatingSystem.NONE,
                purchase == Purchase.RESERVATION || purchase == Purchase.OTHER ? sku.usageType : "",
                pricing.unit,
                measure(pricing.unit),
                tier.price,
                tier.currency,
                tier.from,
                pricing.effective);
    }

    private static Measure measure(String unit) {
        return switch (unit) {
            case "h" -> Measure.HOUR;
            case "GiBy.h" -> Measure.GIB_HOUR;
            case "GiBy.mo" -> Measure.GIB_MONTH;
            case "GiBy" -> Measure.GIB;
            default -> Measure.OTHER;
        };
    }
}
