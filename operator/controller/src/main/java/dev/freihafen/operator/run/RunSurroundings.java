package dev.freihafen.operator.run;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.operator.workload.Reason;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * What surrounds a run: its team and its hardware class, as they are now.
 *
 * @param team the team of its namespace, absent when the namespace is not a team's
 * @param hardware its hardware class, absent when it names none or there is none of that name
 */
record RunSurroundings(Optional<Team> team, Optional<HardwareClassSpec> hardware) {
    static RunSurroundings of(KubernetesClient client, PipelineRun run) {
        String hardwareClass = run.getSpec().hardwareClass();
        return new RunSurroundings(
                team(client, run.getMetadata().getNamespace()),
                hardwareClass == null
                        ? Optional.empty()
                        : Optional.ofNullable(client.resources(HardwareClass.class)
                                        .withName(hardwareClass)
                                        .get())
                                .map(HardwareClass::getSpec));
    }

    private static Optional<Team> team(KubernetesClient client, String namespace) {
        return namespace.startsWith("team-")
                ? Optional.ofNullable(client.resources(Team.class)
                        .withName(namespace.substring("team-".length()))
                        .get())
                : Optional.empty();
    }

    /** Name of the team, which the namespace tells when the team has gone already. */
    static String teamName(PipelineRun run) {
        String namespace = run.getMetadata().getNamespace();
        return namespace.startsWith("team-") ? namespace.substring("team-".length()) : "";
    }

    /** What keeps a run from beginning; empty when nothing does. */
    Optional<Reason> held(PipelineRun run) {
        if (team.isEmpty()) {
            return Optional.of(new Reason("NoTeam", "Its namespace is not a team's: submit it to a team."));
        }
        if (run.getSpec().hardwareClass() != null && hardware.isEmpty()) {
            return Optional.of(new Reason(
                    "NoHardwareClass",
                    "There is no hardware class " + run.getSpec().hardwareClass()
                            + ": cancel the run and choose one that there is."));
        }
        Admission admission = team.get().getSpec().admission();
        return admission != null && admission.state() == Admission.State.Held
                ? Optional.of(new Reason("Held", "New work of the team is held: " + admission.reason()))
                : Optional.empty();
    }
}
