package dev.freihafen.platform.month;

import dev.freihafen.cost.charge.Window;
import dev.freihafen.cost.document.ClosedDocument;
import dev.freihafen.cost.statement.ClosedMonth;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.Warning;
import dev.freihafen.platform.ledger.MonthFacts;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Closes a month: statement, facts and terms of one moment into one document, in one transaction. Whatever ends it before
 * the commit leaves the month as it was.
 */
@Singleton
class Closing {
    private static final int MOST_NAMED = 50;
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Jdbi jdbi;
    private final MonthStore months;
    private final Disputes disputes;
    private final Drafts drafts;
    private final DocumentStore documents;
    private final Clock clock;

    Closing(Jdbi jdbi, MonthStore months, Disputes disputes, Drafts drafts, DocumentStore documents, Clock clock) {
        this.jdbi = jdbi;
        this.months = months;
        this.disputes = disputes;
        this.drafts = drafts;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * Approves what was reviewed.
     *
     * @throws PlatformException.Forbidden when the same person reviewed it
     * @throws PlatformException.Conflict when the month is not under review, is being changed, has disputes without an
     *     answer, was reviewed by other terms or has usage without a price
     */
    DocumentStore.Stored approve(Month month, Person by) {
        try {
            return jdbi.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ, transaction -> approve(transaction, month, by));
        } catch (JdbiException failure) {
            if (isSerializationFailure(failure)) {
                throw new PlatformException.Conflict("Somebody else changed " + month
                        + " at this moment; look at GET /api/v1/months/" + month + ".");
            }
            throw failure;
        }
    }

    private DocumentStore.Stored approve(Handle transaction, Month month, Person by) {
        Standing standing = months.lock(transaction, month.month());
        Person reviewer = standing.reviewer();
        if (standing.stage() != Stage.REVIEW || reviewer == null) {
            throw new PlatformException.Conflict(month + " is " + standing.stage()
                    + "; only a month under review can be approved. POST /api/v1/months/" + month + ":review first.");
        }
        if (reviewer.is(by)) {
            throw new PlatformException.Forbidden(
                    "You put " + month + " under review yourself; another person of" + " finance approves it.");
        }
        disputes.requireAnswered(transaction, month.month());
        Drafts.Draft draft = drafts.draw(transaction, month);
        if (!MonthSettings.digest(draft.terms()).equals(standing.reviewedTerms())) {
            throw new PlatformException.Conflict("Rates changed since " + reviewer.name() + " reviewed " + month
                    + ". POST /api/v1/months/" + month + ":reopen, then :review, so that the new amounts are seen.");
        }
        Statement statement = draft.statement();
        requirePriced(statement);
        Standing closed = standing.closed();
        DocumentStore.Stored stored = write(transaction, closed, draft, statement, by);
        documents.add(transaction, stored);
        months.save(transaction, closed, by, "Closed", "document " + stored.revision() + " sha256 " + stored.sha256());
        return stored;
    }

    private static void requirePriced(Statement statement) {
        List<FieldError> unpriced = statement.warnings().stream()
                .filter(warning -> warning.kind().blocksClose())
                .limit(MOST_NAMED)
                .map(warning -> new FieldError(path(warning), warning.text()))
                .toList();
        if (!statement.complete()) {
            throw new PlatformException.Conflict(
                    statement.month() + " has usage without a price, which errors names; put rates for it (PUT"
                            + " /api/v1/rate-cards/...), then review again.",
                    unpriced);
        }
    }

    private static String path(Warning warning) {
        return warning.team().isEmpty() ? warning.cluster() : warning.cluster() + "/" + warning.team();
    }

    private DocumentStore.Stored write(
            Handle transaction, Standing closed, Drafts.Draft draft, Statement statement, Person by) {
        Month month = draft.terms().month();
        Instant from = draft.closed().stream()
                .map(ClosedMonth::terms)
                .map(terms -> terms.month().window().from())
                .min(Instant::compareTo)
                .orElse(month.window().from());
        Window window = month.window();
        var pieces = new DocumentStore.Writer(transaction, month.month(), closed.revision());
        try (var out = new BufferedOutputStream(pieces, 1 << 16)) {
            String sha256 = ClosedDocument.write(
                    out,
                    statement,
                    draft.terms(),
                    "",
                    action -> MonthFacts.forEach(transaction, from, window.until(), action),
                    draft.closed());
            out.flush();
            return new DocumentStore.Stored(
                    month.month(),
                    closed.revision(),
                    sha256,
                    pieces.finish(),
                    by.name(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isSerializationFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SERIALIZATION_FAILURE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
