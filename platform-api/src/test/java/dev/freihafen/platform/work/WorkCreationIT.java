package dev.freihafen.platform.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.api.v1alpha1.WorkspaceSpec;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.idempotency.IdempotencyKeys;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import dev.freihafen.platform.testing.PlatformIT;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The program dies somewhere within a request with an Idempotency-Key, and the request is sent again. */
@QuarkusTest
class WorkCreationIT extends PlatformIT {
    private static final WorkKind<Workspace> KIND = new WorkKind<>(
            Workspace.class, "workspace", workspace -> workspace.getSpec().owner());

    @Inject
    Jdbi jdbi;

    @Inject
    IdempotencyKeys keys;

    @Inject
    DesiredState desired;

    @Test
    void killedAfterTheClusterHadItTheRetryGetsWhatWasMade() {
        String name = "after-" + UUID.randomUUID().toString().substring(0, 8);
        IdempotentRequest request = request("1Gi");
        assertThatThrownBy(() -> creation(new Dying(desired, true)).create(KIND, "fraud", request, workspace(name)))
                .isInstanceOf(Killed.class);
        String uid = desired.find(Workspace.class, "fraud", name)
                .orElseThrow()
                .getMetadata()
                .getUid();

        WorkCreation.Created<Workspace> again = creation(desired).create(KIND, "fraud", request, workspace(name));

        assertThat(again.resource().getMetadata().getUid()).isEqualTo(uid);
        assertThat(creation(desired)
                        .create(KIND, "fraud", request, workspace(name))
                        .isNew())
                .isFalse();
    }

    @Test
    void killedBeforeTheClusterHadItTheRetryMakesIt() {
        String name = "before-" + UUID.randomUUID().toString().substring(0, 8);
        IdempotentRequest request = request("1Gi");
        assertThatThrownBy(() -> creation(new Dying(desired, false)).create(KIND, "fraud", request, workspace(name)))
                .isInstanceOf(Killed.class);

        assertThat(creation(desired)
                        .create(KIND, "fraud", request, workspace(name))
                        .isNew())
                .isTrue();
    }

    @Test
    void whatSomebodyElseMadeUnderTheNameIsAConflictEvenAfterADeath() {
        String name = "else-" + UUID.randomUUID().toString().substring(0, 8);
        IdempotentRequest request = request("1Gi");
        assertThatThrownBy(() -> creation(new Dying(desired, false)).create(KIND, "fraud", request, workspace(name)))
                .isInstanceOf(Killed.class);
        desired.create(workspace(name), false);

        assertThatThrownBy(() -> creation(desired).create(KIND, "fraud", request, workspace(name)))
                .isInstanceOf(PlatformException.Conflict.class);
        desired.delete(Workspace.class, "fraud", name);
        assertThat(creation(desired)
                        .create(KIND, "fraud", request, workspace(name))
                        .isNew())
                .isTrue();
    }

    private WorkCreation creation(DesiredState state) {
        return new WorkCreation(jdbi, keys, state, Clock.systemUTC());
    }

    private static IdempotentRequest request(String body) {
        return new IdempotentRequest(
                "sub-scientist", "fraud", "workspaces", UUID.randomUUID().toString(), IdempotentRequest.digest(body));
    }

    private static Workspace workspace(String name) {
        Workspace workspace = new Workspace();
        workspace.getMetadata().setName(name);
        workspace.getMetadata().setNamespace("team-fraud");
        workspace.setSpec(new WorkspaceSpec(null, "small", "1Gi", true, "scientist"));
        return workspace;
    }

    /** The end of a program. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A cluster whose client dies with the program, before or after it has created something. */
    private record Dying(DesiredState real, boolean creates) implements DesiredState {
        @Override
        public <T extends HasMetadata> T create(T wanted, boolean dryRun) {
            if (creates) {
                real.create(wanted, dryRun);
            }
            throw new Killed();
        }

        @Override
        public <T extends HasMetadata> T createIfAbsent(T wanted) {
            return real.createIfAbsent(wanted);
        }

        @Override
        public <T extends HasMetadata> Optional<T> find(Class<T> kind, @Nullable String team, String name) {
            return real.find(kind, team, name);
        }

        @Override
        public <T extends HasMetadata> Page<T> list(Class<T> kind, @Nullable String team, PageRequest request) {
            return real.list(kind, team, request);
        }

        @Override
        public <T extends HasMetadata> T replace(T changed) {
            return real.replace(changed);
        }

        @Override
        public <T extends HasMetadata> Optional<T> edit(
                Class<T> kind, @Nullable String team, String name, UnaryOperator<T> change) {
            return real.edit(kind, team, name, change);
        }

        @Override
        public boolean delete(Class<? extends HasMetadata> kind, @Nullable String team, String name) {
            return real.delete(kind, team, name);
        }
    }
}
