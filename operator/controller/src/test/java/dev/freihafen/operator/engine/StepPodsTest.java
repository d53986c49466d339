package dev.freihafen.operator.engine;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.ir.Ir;
import dev.freihafen.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                "1Gi");
        Plan plan = Planner.plan(new RunFacts(
                id,
                Ir.parse(run.getSpec().ir()),
                run.getSpec().parameters(),
                Optional.empty(),
                null,
                null,
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
}
