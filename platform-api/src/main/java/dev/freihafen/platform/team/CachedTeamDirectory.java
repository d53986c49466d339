package dev.freihafen.platform.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.identity.TeamDirectory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Teams as a watch keeps them; one that the watch does not know yet is asked for. */
@Singleton
final class CachedTeamDirectory implements TeamDirectory {
    private static final String DNS_LABEL = "[a-z]([-a-z0-9]{0,38}[a-z0-9])?";
    private final DesiredState desired;
    private final SharedIndexInformer<Team> informer;

    CachedTeamDirectory(KubernetesClient client, DesiredState desired) {
        this.desired = desired;
        this.informer = client.resources(Team.class).runnableInformer(0);
    }

    void start(@Observes StartupEvent event) {
        informer.exceptionHandler((started, failure) -> true);
        var unused = informer.start();
    }

    void stop(@Observes ShutdownEvent event) {
        informer.stop();
    }

    /** Whether the watch runs and has seen all teams. */
    boolean isSynced() {
        return informer.hasSynced() && informer.isWatching();
    }

    @Override
    public Optional<Team> find(String name) {
        if (!name.matches(DNS_LABEL)) {
            return Optional.empty();
        }
        Team cached = informer.getStore().getByKey(name);
        return cached != null ? Optional.of(cached) : desired.find(Team.class, null, name);
    }

    @Override
    public List<Team> all() {
        return informer.getStore().list().stream()
                .sorted(Comparator.comparing(team -> team.getMetadata().getName()))
                .toList();
    }
}
