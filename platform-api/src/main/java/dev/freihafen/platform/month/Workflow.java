package dev.freihafen.platform.month;

import dev.freihafen.cost.statement.Month;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.YearMonth;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Puts months under review and takes them back; closing is {@link Closing}. */
@Singleton
class Workflow {
    private final Jdbi jdbi;
    private final MonthStore months;
    private final MonthSettings settings;
    private final Clock clock;

    Workflow(Jdbi jdbi, MonthStore months, MonthSettings settings, Clock clock) {
        this.jdbi = jdbi;
        this.months = months;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Shows the draft to the teams.
     *
     * @throws PlatformException.Conflict when the month is not open or not over
     */
    Standing review(Month month, Person by) {
        return jdbi.inTransaction(transaction -> {
            Standing standing = months.lock(transaction, month.month());
            if (standing.stage() != Stage.OPEN) {
                throw new PlatformException.Conflict(
                        month + " is " + standing.stage() + "; only an open month can be reviewed.");
            }
            if (clock.instant().isBefore(month.window().until())) {
                throw new PlatformException.Conflict(
                        month + " is not over before " + month.window().until() + "; review it after that.");
            }
            Standing reviewed = standing.underReview(by, MonthSettings.digest(settings.terms(transaction, month)));
            months.save(transaction, reviewed, by, "Reviewed", "");
            return reviewed;
        });
    }

    /**
     * Takes a month back to OPEN: from review at once, when it is closed with a second person. The closed document stays.
     *
     * @throws PlatformException.Conflict when it is open, or a later month is closed already
     * @throws PlatformException.Forbidden when the same person asks twice
     */
    Standing reopen(YearMonth month, String reason, Person by) {
        return jdbi.inTransaction(transaction -> {
            Standing standing = months.lock(transaction, month);
            return switch (standing.stage()) {
                case OPEN -> throw new PlatformException.Conflict(month + " is open already.");
                case REVIEW -> saved(transaction, standing.opened(), by, "TakenBack", reason);
                case CLOSED -> reopenClosed(transaction, standing, reason, by);
            };
        });
    }

    private Standing reopenClosed(Handle transaction, Standing standing, String reason, Person by) {
        YearMonth next = standing.month().plusMonths(1);
        if (months.find(transaction, next).stage() == Stage.CLOSED) {
            throw new PlatformException.Conflict(next + " is closed already; what changed in " + standing.month()
                    + " is corrected in the next open month.");
        }
        Person asked = standing.reopener();
        if (asked == null) {
            return saved(transaction, standing.reopenAsked(by, reason), by, "ReopenAsked", reason);
        }
        if (asked.is(by)) {
            throw new PlatformException.Forbidden("You asked to reopen " + standing.month()
                    + " yourself; it takes a second person of finance to do it.");
        }
        return saved(transaction, standing.opened(), by, "Reopened", reason);
    }

    private Standing saved(Handle transaction, Standing standing, Person by, String event, String detail) {
        months.save(transaction, standing, by, event, detail);
        return standing;
    }
}
