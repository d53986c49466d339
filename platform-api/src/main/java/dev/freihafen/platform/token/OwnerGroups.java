package dev.freihafen.platform.token;

import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.LoginWitness;
import dev.freihafen.platform.problem.DatabaseOutage;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/**
 * Keeps what the identity provider says of people with each login, since a token of theirs brings no groups. The newest
 * issue counts, whichever comes last; one write for each new access token, none for its further uses.
 */
@Singleton
final class OwnerGroups implements LoginWitness {
    private static final Logger LOG = Logger.getLogger(OwnerGroups.class);
    private static final int MOST = 10_000;

    private final TokenStore store;
    private final Map<String, SeenGroups> newest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SeenGroups> eldest) {
            return size() > MOST;
        }
    };
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("owner-groups").factory());

    OwnerGroups(TokenStore store) {
        this.store = store;
    }

    void stop(@Observes ShutdownEvent event) {
        writer.shutdownNow();
    }

    @Override
    public void saw(Caller caller, Instant issuedAt) {
        if (caller.operatorCluster().isPresent()) {
            return;
        }
        SeenGroups seen = new SeenGroups(caller.groups(), issuedAt);
        if (isNews(caller.subject(), seen)) {
            try {
                writer.execute(() -> write(caller.subject(), seen));
            } catch (RejectedExecutionException ending) {
                LOG.debug("the program ends");
            }
        }
    }

    /** What was last said of somebody who is logged in. */
    Optional<SeenGroups> of(String subject) {
        synchronized (newest) {
            return Optional.ofNullable(newest.get(subject));
        }
    }

    private boolean isNews(String subject, SeenGroups seen) {
        synchronized (newest) {
            SeenGroups before = newest.get(subject);
            boolean news = before == null || before.seenAt().isBefore(seen.seenAt());
            if (news) {
                newest.put(subject, seen);
            }
            return news;
        }
    }

    private void write(String subject, SeenGroups seen) {
        try {
            store.renewGroups(subject, seen);
        } catch (RuntimeException failure) {
            if (DatabaseOutage.causes(failure)) {
                LOG.debug("what the identity provider says of people waits for the database", failure);
            } else {
                LOG.warnf(
                        failure,
                        "what the identity provider says of %s was not kept; the next request tries again",
                        subject);
            }
            synchronized (newest) {
                newest.remove(subject, seen);
            }
        }
    }
}
