package dev.freihafen.platform.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.testing.PlatformIT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program dies somewhere on the way of an alert. Its turn lies in a far future, so that no other program takes it. */
@QuarkusTest
class AlertDeliveryIT extends PlatformIT {
    private static final Instant FUTURE = Instant.parse("2090-01-01T00:00:00Z");

    @Inject
    AlertStore alerts;

    @Inject
    Jdbi jdbi;

    private final UUID id = UUID.randomUUID();
    private final TeamKey team = new TeamKey("alerts", "uid-" + id);

    @BeforeEach
    @AfterEach
    void nothingWaits() {
        jdbi.useHandle(handle -> handle.execute("delete from alert_deliveries where next_at > '2080-01-01'"));
    }

    @Test
    void anAlertWhoseTransactionDiesIsNoneAndIsRaisedAgain() {
        assertThatThrownBy(() -> jdbi.useTransaction(transaction -> {
                    alerts.raise(transaction, team, alert(), List.of());
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        assertThat(raise()).isTrue();
        assertThat(raise()).isFalse();
    }

    @Test
    void killedBeforeItWasSentItIsSentLater() {
        raise();
        assertThat(alerts.take(FUTURE, 100)).extracting(due -> due.alert().id()).contains(id);
        Recording webhook = new Recording(false);
        program(webhook, FUTURE).sweep();
        assertThat(webhook.ids).as("it is somebody's turn still").doesNotContain(id);
        program(webhook, FUTURE.plus(Duration.ofHours(1))).sweep();
        assertThat(webhook.ids).containsExactly(id);
    }

    @Test
    void killedAfterItWasSentItIsSentAgainUnderTheSameId() {
        raise();
        Recording dying = new Recording(true);
        assertThatThrownBy(() -> program(dying, FUTURE).sweep()).isInstanceOf(Killed.class);
        assertThat(dying.ids).containsExactly(id);
        Recording later = new Recording(false);
        program(later, FUTURE.plus(Duration.ofHours(1))).sweep();
        assertThat(later.ids).containsExactly(id);
        program(later, FUTURE.plus(Duration.ofHours(2))).sweep();
        assertThat(later.ids).containsExactly(id);
    }

    @Test
    void manyProgramsThatSweepAtOnceSendItOnce() {
        raise();
        Recording webhook = new Recording(false);
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int number = 0; number < 6; number++) {
                threads.submit(() -> program(webhook, FUTURE).sweep());
            }
        }
        assertThat(webhook.ids).containsExactly(id);
    }

    private boolean raise() {
        return jdbi.inTransaction(transaction -> alerts.raise(transaction, team, alert(), List.of()));
    }

    private Alert alert() {
        return new Alert(
                id,
                team.name(),
                "2026-09",
                Alert.Kind.Threshold,
                100,
                "501.55",
                "500",
                "EUR",
                Instant.parse("2026-09-22T11:00:00Z"),
                "It is used up.",
                FUTURE);
    }

    private AlertDelivery program(Recording webhook, Instant now) {
        return new AlertDelivery(
                alerts,
                List.of(webhook, new Recording(Channel.Kind.Email, false)),
                new SimpleMeterRegistry(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** The end of a program; no exception, so that nothing of the program sees it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Remembers what it was sent, and may be the last that its program did. */
    private record Recording(Kind kind, boolean kills, List<UUID> ids) implements Channel {
        Recording(boolean kills) {
            this(Kind.Webhook, kills);
        }

        Recording(Kind kind, boolean kills) {
            this(kind, kills, new CopyOnWriteArrayList<>());
        }

        @Override
        public void deliver(Alert alert, String target) {
            ids.add(alert.id());
            if (kills) {
                throw new Killed();
            }
        }
    }
}
