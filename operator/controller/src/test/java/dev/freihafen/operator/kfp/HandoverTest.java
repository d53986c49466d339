package dev.freihafen.operator.kfp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.ir.Ir;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private static final String IR = """
            pipelineInfo: {name: two}
            schemaVersion: 2.1.0
            deploymentSpec:
              executors:
                exec-small: {container: {image: a, resources: {resourceCpuLimit: 500m}}}
                exec-big: {container: {image: a}}
                exec-import: {importer: {artifactUri: {constant: "s3://a"}}}
            ---
            platforms:
              kubernetes:
                deploymentSpec:
                  executors:
                    exec-small:
                      podMetadata: {labels: {mine: "1"}}
                      nodeSelector: {labels: {zone: a, pool: mine}}
            """;
    private static final HardwareClassSpec HARDWARE = new HardwareClassSpec(
            "Big",
            new ComputeResources("2", "4Gi"),
            new ComputeResources("4", "8Gi"),
            new Accelerator("nvidia.com/gpu", 1, "H100", null),
            Map.of("pool", "gpu"),
            List.of(new TolerationBuilder()
                    .withKey("gpu")
                    .withOperator("Exists")
                    .withEffect("NoSchedule")
                    .build()),
            null);
    private static final Handover.Identity IDENTITY = new Handover.Identity("r", "two r", "e", "runner");

    private static JsonNode body(Optional<HardwareClassSpec> hardware) {
        return Handover.body(
                Ir.documents(IR),
                new Handover.Additions(
                        Map.of("freihafen.dev/workload", "r"), Map.of("freihafen.dev/owner", "ada"), hardware),
                IDENTITY,
                null);
    }

    @Test
    void theRunsIdAndAccountAreOurs() {
        JsonNode body = body(Optional.empty());
        assertThat(body.get("run_id").asText()).isEqualTo("r");
        assertThat(body.get("service_account").asText()).isEqualTo("runner");
        assertThat(body.get("experiment_id").asText()).isEqualTo("e");
        assertThat(body.has("runtime_config")).isFalse();
    }

    @Test
    void everyPodThatExecutesAStepIsKnownByItsLabels() {
        JsonNode executors =
                body(Optional.empty()).at("/pipeline_spec/platform_spec/platforms/kubernetes/deploymentSpec/executors");
        assertThat(executors.at("/exec-small/podMetadata/labels").toString())
                .isEqualTo("{\"mine\":\"1\",\"freihafen.dev/workload\":\"r\"}");
        assertThat(executors
                        .at("/exec-big/podMetadata/labels/freihafen.dev~1workload")
                        .asText())
                .isEqualTo("r");
        assertThat(executors
                        .at("/exec-big/podMetadata/annotations/freihafen.dev~1owner")
                        .asText())
                .isEqualTo("ada");
        assertThat(executors.has("exec-import")).isFalse();
    }

    @Test
    void thePipelineStaysAsItWasWritten() {
        assertThat(body(Optional.empty()).at("/pipeline_spec/pipeline_spec"))
                .isEqualTo(Ir.documents(IR).getFirst());
    }

    @Test
    void theHardwareClassHoldsWhereThePipelineDoesNotSay() {
        JsonNode body = body(Optional.of(HARDWARE));
        JsonNode executors = body.at("/pipeline_spec/pipeline_spec/deploymentSpec/executors");
        assertThat(executors.at("/exec-small/container/resources").toString())
                .isEqualTo(
                        "{\"resourceCpuLimit\":\"500m\",\"resourceMemoryRequest\":\"4Gi\",\"resourceMemoryLimit\":\"8Gi\","
                                + "\"accelerator\":{\"resourceType\":\"nvidia.com/gpu\",\"resourceCount\":\"1\"}}");
        assertThat(executors
                        .at("/exec-big/container/resources/resourceCpuRequest")
                        .asText())
                .isEqualTo("2");
        JsonNode platform = body.at("/pipeline_spec/platform_spec/platforms/kubernetes/deploymentSpec/executors");
        assertThat(platform.at("/exec-small/nodeSelector/labels").toString())
                .isEqualTo("{\"zone\":\"a\",\"pool\":\"gpu\"}");
        assertThat(platform.at("/exec-big/tolerations").toString())
                .isEqualTo("[{\"key\":\"gpu\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}]");
    }

    @Test
    void labelsThatTellWhoseAPodIsAreRefusedByTheirPath() {
        assertThat(Handover.reserved(Ir.documents(IR))).isEmpty();
        String forged = IR.replace("mine: \"1\"", "freihafen.dev/workload: other");
        assertThat(Handover.reserved(Ir.documents(forged)))
                .containsExactly(
                        "$.platforms.kubernetes.deploymentSpec.executors.exec-small.podMetadata.labels['freihafen.dev/workload']");
    }
}
