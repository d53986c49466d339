package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributionTest {
    @Test
    void aBarePodOfATeamIsOther() {
        Pod pod = pod("bare.pod", "Workspace", "lab", "helm");

        assertThat(Attribution.of(pod, Optional.of(new TeamRef("fraud", "uid-fraud")), "Other"))
                .isEqualTo(new Attribution(new TeamRef("fraud", "uid-fraud"), "Other", "", null, null, null));
    }

    @Test
    void aKindThatTheLedgerDoesNotKnowIsOther() {
        assertThat(Attribution.of(
                                pod("p", "Spaceship", "lab", "freihafen"),
                                Optional.of(new TeamRef("fraud", "uid-fraud")),
                                "Other")
                        .workloadKind())
                .isEqualTo("Other");
    }

    @Test
    void aNameThatIsNoDnsLabelIsLeftOutSoThatTheRowIsTaken() {
        assertThat(Attribution.of(
                                pod("p", "Workspace", "my.lab", "freihafen"),
                                Optional.of(new TeamRef("fraud", "uid-fraud")),
                                "Other")
                        .workloadName())
                .isEmpty();
    }

    private static Pod pod(String name, String kind, String workload, String manager) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", manager)
                .addToLabels("freihafen.dev/workload-kind", kind)
                .addToLabels("freihafen.dev/workload", workload)
                .endMetadata()
                .build();
    }
}
