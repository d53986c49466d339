package dev.freihafen.cost.cli;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.cost.statement.UsageSums;
import java.util.List;

/**
 * What was read, with its usage summed up: the facts themselves need not be kept.
 *
 * @param usage of the month
 */
record Summed(UsageSums usage, Terms terms, List<ClosedMonth> closed, Currencies files) {

    static Summed of(MonthOptions.Inputs inputs) {
        UsageSums sums = new UsageSums(inputs.terms().month(), inputs.terms().card());
        inputs.usage().forEach(sums::add);
        return new Summed(sums, inputs.terms(), inputs.closed(), inputs.files());
    }

    Statement statement() {
        try {
            return Statement.of(usage, terms, closed);
        } catch (MixedCurrencies mixed) {
            throw files.fault(mixed, terms);
        }
    }
}
