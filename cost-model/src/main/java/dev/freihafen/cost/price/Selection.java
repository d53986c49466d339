package dev.freihafen.cost.price;

import java.util.Set;

/**
 * Which rows of a price file are wanted. Memory grows with what is wanted, not with the file; rows that are not wanted
 * are still checked for their form.
 *
 * @param regions the provider's names; empty for all
 * @param products as in {@link PriceRow#product}; empty for all
 */
public record Selection(Set<String> regions, Set<String> products) {

    public static final Selection ALL = new Selection(Set.of(), Set.of());

    public Selection {
        regions = Set.copyOf(regions);
        products = Set.copyOf(products);
    }

    boolean wants(String region, String product) {
        return (regions.isEmpty() || regions.contains(region)) && (products.isEmpty() || products.contains(product));
    }
}
