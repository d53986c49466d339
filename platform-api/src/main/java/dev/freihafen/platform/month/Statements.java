package dev.freihafen.platform.month;

import dev.freihafen.cost.document.DocumentReader;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Pool;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.platform.ledger.MonthFacts;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.wiring.PlatformConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Statements as they are read: of a closed month what its document says, of others a draft that is at most as old as the
 * setting says. A draft that is older is drawn up again in the background, so that who reads it need not wait; where
 * something was entered since, the reader waits.
 */
@Singleton
public class Statements {
    private static final Logger LOG = Logger.getLogger(Statements.class);
    private static final int MOST_KEPT = 3;
    /** Readers wait for a new draft when the old one is older than this many times the setting. */
    private static final int PATIENCE = 10;

    private final Jdbi jdbi;
    private final MonthStore months;
    private final MonthSettings settings;
    private final Drafts drafts;
    private final DocumentStore documents;
    private final Clock clock;
    private final Duration age;
    private final Map<Month, Kept> kept = new ConcurrentHashMap<>();

    Statements(
            Jdbi jdbi,
            MonthStore months,
            MonthSettings settings,
            Drafts drafts,
            DocumentStore documents,
            Clock clock,
            PlatformConfig config) {
        this.jdbi = jdbi;
        this.months = months;
        this.settings = settings;
        this.drafts = drafts;
        this.documents = documents;
        this.clock = clock;
        this.age = config.months().statementAge();
    }

    /**
     * A statement and of what it is.
     *
     * @param asOf when it was drawn up; of a closed month, when that was closed
     * @param sha256 of the document; null while the month is not closed
     * @param open sentences on intervals whose end is not known
     * @param invoiced clusters with a pool that finance entered; of a closed month none are told
     */
    public record Drawn(
            Statement statement,
            Stage stage,
            Instant asOf,
            @Nullable String sha256,
            List<String> open,
            Set<String> invoiced) {
        public Drawn {
            open = List.copyOf(open);
            invoiced = Set.copyOf(invoiced);
        }
    }

    private record Kept(String key, Drawn drawn, AtomicBoolean renewing) {}

    /** The statement of a month. */
    public Drawn of(Month month) {
        String key = jdbi.withHandle(handle -> key(handle, month.month()));
        Kept found = kept.get(month);
        if (found == null || !found.key().equals(key)) {
            return draw(month);
        }
        if (found.drawn().stage() == Stage.CLOSED) {
            return found.drawn();
        }
        Duration old = Duration.between(found.drawn().asOf(), clock.instant());
        if (old.compareTo(age.multipliedBy(PATIENCE)) >= 0) {
            return draw(month);
        }
        if (old.compareTo(age) >= 0 && found.renewing().compareAndSet(false, true)) {
            Thread.ofVirtual().name("statement-" + month).start(() -> renew(month, found));
        }
        return found.drawn();
    }

    private void renew(Month month, Kept old) {
        try {
            draw(month);
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "the statement of %s was not drawn up again; readers get the one before", month);
        } finally {
            old.renewing().set(false);
        }
    }

    private synchronized Drawn draw(Month month) {
        Kept drawn = jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
            String key = key(snapshot, month.month());
            Kept found = kept.get(month);
            boolean fresh = found != null
                    && found.key().equals(key)
                    && (found.drawn().stage() == Stage.CLOSED
                            || Duration.between(found.drawn().asOf(), clock.instant())
                                            .compareTo(age)
                                    < 0);
            return fresh ? found : new Kept(key, draw(snapshot, month), new AtomicBoolean());
        });
        if (kept.size() >= MOST_KEPT && !kept.containsKey(month)) {
            kept.clear();
        }
        kept.put(month, drawn);
        return drawn.drawn();
    }

    private Drawn draw(Handle snapshot, Month month) {
        Standing standing = months.find(snapshot, month.month());
        if (standing.stage() != Stage.CLOSED) {
            Instant now = clock.instant();
            Drafts.Draft draft = drafts.draw(snapshot, month);
            return new Drawn(
                    draft.statement(),
                    standing.stage(),
                    now,
                    null,
                    MonthFacts.openBefore(snapshot, month.window().until()),
                    draft.terms().pools().stream().map(Pool::cluster).collect(Collectors.toSet()));
        }
        DocumentStore.Stored stored = documents.newest(snapshot, month.month()).orElseThrow();
        Statement statement =
                ClosedStatements.read(month, DocumentReader.lines(documents.open(snapshot, stored), month + ".json"));
        return new Drawn(statement, Stage.CLOSED, stored.closedAt(), stored.sha256(), List.of(), Set.of());
    }

    /** Changes whenever something was entered, or the month has moved on. */
    private String key(Handle handle, YearMonth month) {
        Standing standing = months.find(handle, month);
        String document = standing.stage() == Stage.CLOSED
                ? documents.newest(handle, month).orElseThrow().sha256()
                : "";
        return standing.stage() + " " + document + " " + settings.version(handle, month);
    }

    /** The bytes of a closed month's document. */
    DocumentStore.Stored document(YearMonth month) {
        return jdbi.withHandle(handle -> documents.newest(handle, month))
                .orElseThrow(() -> new PlatformException.NotFound("There is no document of " + month
                        + ": it was never closed. GET /api/v1/months/" + month + " tells where it stands."));
    }
}
