package dev.freihafen.cost.savings;

import dev.freihafen.cost.exact.Fraction;
import java.util.Currency;

/**
 * What a team has saved.
 *
 * @param exact whole units of the currency; below zero where spot was dearer than on-demand
 */
public record Saving(String team, Means means, Currency currency, Fraction exact) {}
