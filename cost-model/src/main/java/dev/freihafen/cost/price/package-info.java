/**
 * Published price files of clouds, read as they were published: Azure Retail Prices, Google Cloud Billing Catalog, AWS
 * Price List. A file with a fault gives nothing.
 */
@NullMarked
package dev.freihafen.cost.price;

import org.jspecify.annotations.NullMarked;
