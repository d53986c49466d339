package dev.freihafen.cost.price;

/** Who publishes the prices. */
public enum Provider {
    AZURE("Azure Retail Prices"),
    GCP("Google Cloud Billing Catalog"),
    AWS("AWS Price List");

    private final String text;

    Provider(String text) {
        this.text = text;
    }

    /** The name of its price list. */
    public String text() {
        return text;
    }
}
