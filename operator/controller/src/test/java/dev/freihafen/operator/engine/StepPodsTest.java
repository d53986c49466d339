package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.api.v1alpha1.StepStatus;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepPodsTest {
    static List<Golden> cases() {
        return Golden.cases("run");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRunBecomesAVolumeAPodForEachFirstStepAndOneThatPublishesItsModels(Golden golden) {
        PipelineRun run = golden.in(PipelineRun.class);
        String id = run.getMetadata().getName();
        var settings = new StepPods.Settings(
                "fraud",
                "localhost/freihafen/step:0.1.0",
                Optional.of(golden.in(HardwareClass.class).getSpec()),
                "1Gi",
                Optional.empty());
        Plan plan = Planner.plan(new RunFacts(
                id,
                Ir.parse(run.getSpec().ir()),
                run.getSpec().parameters(),
                Optional.empty(),
                null,
                null,
                Instruction.VOLUME,
                List.of(),
                List.of(),
                Instant.parse("2026-01-01T00:00:00Z")));
        List<String> copies =
                List.of("/freihafen/run/train/1/outputs/artifacts/model", "/freihafen/models/" + id + "/train/model");

        List<HasMetadata> objects = new ArrayList<>();
        objects.add(StepPods.volume(run, settings));
        plan.orders().forEach(order -> objects.add(StepPods.pod(run, order, settings)));
        objects.add(StepPods.pod(
                run, new StepOrder.Publish(Models.STEP, 1, StepNames.pod(id, Models.STEP, 1), copies), settings));

        golden.matches(objects);
    }

    @Test
    void artifactsInAStoreNeedNoVolumeOfTheRun() {
        PipelineRun run = Golden.cases("run").getFirst().in(PipelineRun.class);
        String id = run.getMetadata().getName();
        ArtifactStore store = new ArtifactStore(URI.create("https://s3.example"), "freihafen", "us-east-1");
        Plan plan = Planner.plan(new RunFacts(
                id,
                Ir.parse(run.getSpec().ir()),
                run.getSpec().parameters(),
                Optional.empty(),
                null,
                null,
                store.root("fraud", id),
                List.of(),
                List.of(),
                Instant.parse("2026-01-01T00:00:00Z")));
        StepOrder order = plan.orders().getFirst();
        Pod pod = StepPods.pod(
                run, order, new StepPods.Settings("fraud", "step:1", Optional.empty(), "1Gi", Optional.of(store)));
        String uri = "s3://freihafen/fraud/" + id + "/train/1/outputs/artifacts/model";

        assertThat(((StepOrder.Task) order)
                        .instruction()
                        .at("/executorInput/outputs/artifacts/model/artifacts/0/uri")
                        .asText())
                .isEqualTo(uri);
        assertThat(pod.getSpec().getVolumes()).allMatch(volume -> volume.getPersistentVolumeClaim() == null);
        Container step = pod.getSpec().getContainers().getFirst();
        assertThat(step.getEnv())
                .filteredOn(variable -> variable.getValueFrom() != null)
                .allMatch(variable ->
                        variable.getValueFrom().getSecretKeyRef().getName().equals("artifact-store"))
                .extracting(EnvVar::getName)
                .containsExactly("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        assertThat(step.getEnv()).extracting(EnvVar::getValue).contains("https://s3.example", "us-east-1");
        assertThat(step.getVolumeMounts()).extracting(VolumeMount::getMountPath).contains("/s3");
        assertThat(Models.copies(id, store.root("fraud", id), List.of(succeeded(uri))))
                .containsExactly(uri, "/freihafen/models/" + id + "/train/model");
    }

    private static StepStatus succeeded(String model) {
        return new StepStatus(
                "train",
                StepStatus.State.Succeeded,
                1,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Play.json("{\"model\":[{\"uri\":\"" + model + "\",\"type\":{\"schemaTitle\":\"system.Model\"}}]}"),
                null);
    }
}
