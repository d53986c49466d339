package dev.freihafen.cost.price;

import dev.freihafen.cost.file.FileFault;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Service price list files of the AWS Price List Bulk API ({@code index.json}), as "Reading the service price list file
 * for an AWS service" describes them: {@code products} by SKU, then {@code terms} by kind, SKU and offer.
 *
 * <p>Such a file has gigabytes. It is read as it streams by; of its products only the wanted ones are kept, in a few
 * words each, until their prices come. So memory grows with the selection, not with the file. Spot prices are not in
 * these files; products that name the spot market are told as {@link Purchase#SPOT}.
 */
public final class AwsPrices {

    private static final String INFINITE = "Inf";

    private final PriceJson json;
    private final Selection selection;
    private final Map<String, AwsProduct> products = new HashMap<>();
    private final Set<String> priced = new HashSet<>();
    private final List<PriceRow> rows = new ArrayList<>();

    private AwsPrices(PriceJson json, Selection selection) {
        this.json = json;
        this.selection = selection;
    }

    /**
     * Reads a file.
     *
     * @param file its name, for faults
     * @throws FileFault if anything in it is malformed
     * @throws IOException if the stream cannot be read
     */
    public static PriceFile read(InputStream index, String file, Instant fetchedAt, Selection selection)
            throws IOException {
        List<PriceRow> rows = new ArrayList<>();
        String sha256 = PriceJson.read(index, file, json -> {
            AwsPrices prices = new AwsPrices(json, selection);
            prices.offerFile();
            rows.addAll(prices.rows);
        });
        return new PriceFile(Provider.AWS, file, sha256, fetchedAt, rows, "");
    }

    private void offerFile() throws IOException {
        boolean[] seen = {false, false};
        json.object(name -> {
            switch (name) {
                case "formatVersion" -> {
                    String version = json.text();
                    if (!version.equals("v1.0")) {
                        throw json.fault("is " + version + "; only v1.0 can be read");
                    }
                }
                case "products" -> {
                    seen[0] = true;
                    json.map(this::product);
                }
                case "terms" -> {
                    if (!seen[0]) {
                        throw json.fault("comes before the products; it can be read only after them");
                    }
                    seen[1] = true;
                    json.object(this::terms);
                }
                default -> json.skip();
            }
        });
        if (!seen[1]) {
            throw json.fault("has no products and terms; give a service price list file (index.json)");
        }
    }

    private void product(String sku) throws IOException {
        AwsProduct.Draft draft = new AwsProduct.Draft();
        json.object(name -> {
            switch (name) {
                case "sku" -> {
                    if (!json.text().equals(sku)) {
                        throw json.fault("is not the key under which the product stands");
                    }
                }
                case "productFamily" -> draft.family(json.text());
                case "attributes" -> json.object(attribute -> draft.attribute(attribute, json.text()));
                default -> json.skip();
            }
        });
        AwsProduct product = draft.product();
        if (selection.wants(product.region(), product.name()) && products.put(sku, product) != null) {
            throw json.fault("is there twice; which of the two holds is not known");
        }
    }

    private void terms(String kind) throws IOException {
        switch (kind) {
            case "OnDemand", "Reserved" ->
                json.map(sku -> {
                    AwsProduct product = products.get(sku);
                    if (product != null && !priced.add(kind + " " + sku)) {
                        throw json.fault("is there twice; which of the two holds is not known");
                    }
                    json.map(offer -> offer(product, kind.equals("Reserved")));
                });
            default -> json.skip();
        }
    }

    private static final class Offer {
        private @Nullable Instant effective;
        private final List<Dimension> dimensions = new ArrayList<>();
        private final StringJoiner conditions = new StringJoiner(" ");
    }

    private static final class Dimension {
        private String rateCode = "";
        private String description = "";
        private String unit = "";
        private BigDecimal from = BigDecimal.ZERO;
        private final Map<String, BigDecimal> prices = new HashMap<>();
    }

    private void offer(@Nullable AwsProduct product, boolean reserved) throws IOException {
        Offer offer = new Offer();
        json.object(name -> {
            switch (name) {
                case "effectiveDate" -> offer.effective = json.time();
                case "priceDimensions" -> json.object(code -> offer.dimensions.add(dimension()));
                case "termAttributes" ->
                    json.object(attribute -> {
                        String value = json.text();
                        if (reserved) {
                            offer.conditions.add(value);
                        }
                    });
                default -> json.skip();
            }
        });
        Instant effective = offer.effective;
        if (effective == null) {
            throw missing("effectiveDate");
        }
        if (product == null) {
            return;
        }
        for (Dimension dimension : offer.dimensions) {
            dimension.prices.forEach((currency, price) -> rows.add(
                    row(product, reserved, offer.conditions.toString(), effective, dimension, currency, price)));
        }
    }

    private Dimension dimension() throws IOException {
        Dimension dimension = new Dimension();
        json.object(name -> {
            switch (name) {
                case "rateCode" -> dimension.rateCode = json.text();
                case "description" -> dimension.description = json.text();
                case "unit" -> dimension.unit = json.text();
                case "beginRange" -> dimension.from = json.numberInText();
                case "endRange" -> {
                    if (!json.text().equals(INFINITE)) {
                        json.numberInText();
                    }
                }
                case "pricePerUnit" ->
                    json.object(
                            code -> dimension.prices.put(json.currency(code).getCurrencyCode(), json.numberInText()));
                default -> json.skip();
            }
        });
        if (dimension.rateCode.isEmpty() || dimension.unit.isEmpty() || dimension.prices.isEmpty()) {
            throw missing(
                    dimension.rateCode.isEmpty() ? "rateCode" : dimension.unit.isEmpty() ? "unit" : "pricePerUnit");
        }
        return dimension;
    }

    private FileFault missing(String name) {
        return json.fault("has no " + name + ", which a price needs");
    }

    private PriceRow row(
            AwsProduct product,
            boolean reserved,
            String conditions,
            Instant effective,
            Dimension dimension,
            String currency,
            BigDecimal price) {
        StringJoiner variant = new StringJoiner(", ");
        for (String part : List.of(product.variant(), conditions)) {
            if (!part.isEmpty()) {
                variant.add(part);
            }
        }
        return new PriceRow(
                dimension.rateCode,
                dimension.description,
                product.region(),
                product.name(),
                reserved ? Purchase.RESERVATION : product.spot() ? Purchase.SPOT : Purchase.ON_DEMAND,
                product.operatingSystem(),
                variant.toString(),
                dimension.unit,
                measure(dimension.unit),
                price,
                json.currency(currency),
                dimension.from,
                effective);
    }

    /** AWS counts a GB of storage and traffic as 2^30 bytes. */
    private static Measure measure(String unit) {
        return switch (unit) {
            case "Hrs", "Hours" -> Measure.HOUR;
            case "GB-Mo" -> Measure.GIB_MONTH;
            case "GB" -> Measure.GIB;
            default -> Measure.OTHER;
        };
    }
}
