package dev.freihafen.cost.build;

import dev.freihafen.cost.exact.Fraction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How the accelerator's rate moves with the two figures nobody knows beforehand: how long the server lives and how much
 * of it is used.
 *
 * @param years until it is written off
 * @param utilisationPercent share of the accelerator-hours that somebody pays
 * @param perAcceleratorHour whole units of the currency, scale {@value #SCALE}, half up
 */
public record Sensitivity(int years, int utilisationPercent, BigDecimal perAcceleratorHour) {

    /** Digits after the point, for reading. */
    public static final int SCALE = 4;

    private static final List<Integer> YEARS = List.of(3, 5, 6);
    private static final List<Integer> PERCENTS = List.of(50, 60, 70, 80, 90);
    private static final int MONTHS_PER_YEAR = 12;

    /** 3, 5 and 6 years by 50 to 90 percent, in this order. */
    public static List<Sensitivity> of(OnPremServer server, int monthHours) {
        List<Sensitivity> table = new ArrayList<>();
        for (int years : YEARS) {
            for (int percent : PERCENTS) {
                Fraction price =
                        server.perAcceleratorHour(monthHours, years * MONTHS_PER_YEAR, Fraction.of(percent, 100));
                table.add(new Sensitivity(years, percent, price.decimal(SCALE)));
            }
        }
        return table;
    }
}
