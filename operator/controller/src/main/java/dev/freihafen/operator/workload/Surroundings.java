package dev.freihafen.operator.workload;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.Team;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a workload: its team and its hardware class, as they are now.
 *
 * @param team the team of its namespace, absent when the namespace is not a team's
 * @param hardware its hardware class, absent when there is none of that name
 */
public record Surroundings(Optional<Team> team, Optional<HardwareClassSpec> hardware) {

    /** Reads both; no hardware class where the workload names none. */
    public static Surroundings of(KubernetesClient client, HasMetadata workload, @Nullable String hardwareClass) {
        return of(
                workload,
                hardwareClass,
                name -> Optional.ofNullable(
                        client.resources(Team.class).withName(name).get()),
                name -> Optional.ofNullable(
                        client.resources(HardwareClass.class).withName(name).get()));
    }

    /** Finds both by their names; no hardware class where the workload names none. */
    public static Surroundings of(
            HasMetadata workload,
            @Nullable String hardwareClass,
            Function<String, Optional<Team>> teams,
            Function<String, Optional<HardwareClass>> classes) {
        String namespace = workload.getMetadata().getNamespace();
        Optional<Team> team =
                namespace.startsWith("team-") ? teams.apply(namespace.substring("team-".length())) : Optional.empty();
        return new Surroundings(
                team, Optional.ofNullable(hardwareClass).flatMap(classes).map(HardwareClass::getSpec));
    }

    /** Why the team takes no new work for ever; a run that it took before still comes to its end, and the team waits for it. */
    public Optional<Reason> ending() {
        return team.filter(found -> found.getMetadata().getDeletionTimestamp() != null)
                .map(found -> new Reason(
                        "TeamTerminating",
                        "Team " + found.getMetadata().getName() + " is being deleted and takes no new work."));
    }

    /** What keeps new work from starting; empty when nothing does. */
    public Optional<Reason> hindrance(@Nullable String hardwareClass) {
        if (team.isEmpty()) {
            return Optional.of(
                    new Reason("NoTeam", "Its namespace is not a team's: create it in the namespace of a team."));
        }
        if (hardwareClass != null && hardware.isEmpty()) {
            return Optional.of(new Reason(
                    "NoHardwareClass",
                    "There is no hardware class " + hardwareClass
                            + ": choose one of those that kubectl get hardwareclasses lists."));
        }
        Admission admission = team.get().getSpec().admission();
        if (admission != null && admission.state() == Admission.State.Held) {
            return Optional.of(new Reason("Held", "New work of the team is held: " + admission.reason()));
        }
        return Optional.empty();
    }
}
