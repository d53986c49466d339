package dev.freihafen.platform.desired;

import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Desired state as custom resources on one API server. */
@Singleton
final class KubernetesDesiredState implements DesiredState {
    private static final int EDITS = 8;
    /** Names of objects (RFC 1123); anything else would be part of a path at the API server. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private final KubernetesClient client;

    KubernetesDesiredState(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public <T extends HasMetadata> T create(T wanted, boolean dryRun) {
        return guarded(() -> client.resource(wanted).dryRun(dryRun).create());
    }

    @Override
    public <T extends HasMetadata> T createIfAbsent(T wanted) {
        try {
            return client.resource(wanted).create();
        } catch (KubernetesClientException failure) {
            if (ServerRefusals.isAlreadyExists(failure)) {
                T present = guarded(() -> client.resource(wanted).get());
                if (present != null) {
                    return present;
                }
            }
            throw ServerRefusals.translate(failure);
        }
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, @Nullable String team, String name) {
        return isName(team, name)
                ? guarded(
                        () -> Optional.ofNullable(in(kind, team).withName(name).get()))
                : Optional.empty();
    }

    @Override
    public <T extends HasMetadata> Page<T> list(Class<T> kind, @Nullable String team, PageRequest request) {
        ListOptionsBuilder options = new ListOptionsBuilder().withLimit((long) request.size());
        request.after().ifPresent(options::withContinue);
        KubernetesResourceList<T> list = guarded(() -> in(kind, team).list(options.build()));
        String next = list.getMetadata().getContinue();
        return new Page<>(list.getItems(), next == null || next.isEmpty() ? null : PageRequest.tokenAfter(next));
    }

    @Override
    public <T extends HasMetadata> T replace(T changed) {
        return guarded(() -> client.resource(changed).update());
    }

    @Override
    public <T extends HasMetadata> Optional<T> edit(
            Class<T> kind, @Nullable String team, String name, UnaryOperator<T> change) {
        for (int attempt = 1; ; attempt++) {
            Optional<T> present = find(kind, team, name);
            if (present.isEmpty()) {
                return present;
            }
            try {
                return Optional.of(replace(change.apply(present.get())));
            } catch (PlatformException.PreconditionFailed changedInBetween) {
                if (attempt == EDITS) {
                    throw changedInBetween;
                }
            }
        }
    }

    @Override
    public boolean delete(Class<? extends HasMetadata> kind, @Nullable String team, String name) {
        return isName(team, name)
                && guarded(() -> !in(kind, team).withName(name).delete().isEmpty());
    }

    private static boolean isName(@Nullable String team, String name) {
        return NAME.matcher(name).matches()
                && (team == null || NAME.matcher(team).matches());
    }

    private <T extends HasMetadata> NonNamespaceOperation<T, ? extends KubernetesResourceList<T>, Resource<T>> in(
            Class<T> kind, @Nullable String team) {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> all = client.resources(kind);
        return team == null ? all : all.inNamespace(DesiredState.namespaceOf(team));
    }

    private static <T> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_GONE) {
                throw new PlatformException.BadRequest("The pageToken is too old; start the list again without it.");
            }
            throw ServerRefusals.translate(failure);
        }
    }
}
