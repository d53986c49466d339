package dev.freihafen.platform.planning;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a team has saved in a month.
 *
 * @param month UTC, such as {@code 2026-09}
 */
@Schema(name = "Savings")
record SavingsView(String team, String month, List<SavingView> savings) {
    SavingsView {
        savings = List.copyOf(savings);
    }

    /**
     * A saving.
     *
     * @param means IdleStop (a workspace was stopped), ScaleToZero (an endpoint had no replica) or Spot
     * @param amount whole units of the currency, with its digits; below zero where spot was dearer than on-demand
     */
    @Schema(name = "Saving")
    record SavingView(String means, String currency, String amount) {}
}
