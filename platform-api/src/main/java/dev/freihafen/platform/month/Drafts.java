package dev.freihafen.platform.month;

import dev.freihafen.cost.charge.MixedCurrencies;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Terms;
import dev.freihafen.cost.statement.UsageSums;
import dev.freihafen.platform.ledger.MonthSums;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Draws up the statement of a month from the ledger as it is. */
@Singleton
class Drafts {
    private final MonthSettings settings;
    private final Corrections corrections;

    Drafts(MonthSettings settings, Corrections corrections) {
        this.settings = settings;
        this.corrections = corrections;
    }

    /** A month's usage and terms of one moment. */
    record Draft(Terms terms, UsageSums usage, List<ClosedMonth> closed) {
        Draft {
            closed = List.copyOf(closed);
        }

        /**
         * The statement.
         *
         * @throws PlatformException.Conflict when two currencies meet without an exchange rate
         */
        Statement statement() {
            return statement(terms);
        }

        /** The statement by other terms of the same month and rates. */
        Statement statement(Terms other) {
            try {
                return Statement.of(usage, other, closed);
            } catch (MixedCurrencies mixed) {
                throw new PlatformException.Conflict("No statement can be drawn up: " + mixed.getMessage()
                        + ". PUT /api/v1/months/" + other.month() + "/exchange-rates with the currency of the statement"
                        + " and a rate for each other one.");
            }
        }
    }

    /** @param snapshot a transaction that sees one moment of the database */
    Draft draw(Handle snapshot, Month month) {
        Terms terms = settings.terms(snapshot, month);
        UsageSums usage = new UsageSums(month, terms.card());
        MonthSums.read(snapshot, usage);
        return new Draft(terms, usage, corrections.of(snapshot, month));
    }
}
