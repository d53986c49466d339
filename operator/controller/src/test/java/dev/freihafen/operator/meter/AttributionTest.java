package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.PipelineRunSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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

    @Test
    void aStepsPodOfKubeflowIsTheStepsAndADriverIsTheRunsAlone() {
        PipelineRun run = new PipelineRun();
        run.setMetadata(new ObjectMetaBuilder().withName("run-1").build());
        run.setSpec(new PipelineRunSpec(
                "p", "sha256:0", "ir", null, PipelineRunSpec.Engine.Kfp, "gpu", null, false, "ada", 1, null, 0, null));
        TeamRef team = new TeamRef("fraud", "uid-fraud");

        assertThat(Attribution.ofKubeflow(kubeflow("launcher", "w.root.prepare.train.executor"), team, run))
                .isEqualTo(new Attribution(team, "PipelineRun", "run-1", "prepare/train", "ada", "gpu"));
        assertThat(Attribution.ofKubeflow(kubeflow("driver", "w.root.prepare.train-driver"), team, run))
                .isEqualTo(new Attribution(team, "PipelineRun", "run-1", null, "ada", null));
    }

    private static Pod kubeflow(String role, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("w-1")
                .addToLabels("pipeline/runid", "run-1")
                .addToAnnotations("pipelines.kubeflow.org/runtime-role", role)
                .addToAnnotations("workflows.argoproj.io/node-name", node)
                .endMetadata()
                .build();
    }
}
