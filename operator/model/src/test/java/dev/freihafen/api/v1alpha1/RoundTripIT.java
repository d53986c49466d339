package dev.freihafen.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A filled object of each kind comes back from a real API server as it was sent, field by field. */
class RoundTripIT {
    private static final String TIME = "2026-11-24T22:15:00Z";
    private static final List<Condition> CONDITIONS = List.of(new ConditionBuilder()
            .withType("Ready")
            .withStatus("True")
            .withReason("Ready")
            .withMessage("It answers.")
            .withLastTransitionTime(TIME)
            .withObservedGeneration(1L)
            .build());

    @RegisterExtension
    static final ApiServer API = new ApiServer();

    @BeforeAll
    static void makeTheTeamsNamespace() {
        API.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team-round")
                        .addToLabels("app.kubernetes.io/managed-by", "freihafen")
                        .addToLabels("freihafen.dev/team", "round")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    @Test
    void aTeamComesBackWhole() {
        Team team = named(new Team(), "round", null);
        team.setSpec(new TeamSpec(
                "Round trip",
                "4711",
                List.of(new Member("fraud-editors", TeamRole.Editor), new Member("fraud-admins", TeamRole.Admin)),
                new TeamQuota("16", "64Gi", "500Gi", Map.of("nvidia.com/gpu", 4)),
                new Egress(Egress.Mode.List, List.of("203.0.113.0/24")),
                new Admission(Admission.State.Held, "the budget is used up")));
        comesBack(team, new TeamStatus(TeamStatus.State.Ready, "It takes work.", "team-round", 1L, CONDITIONS));
    }

    @Test
    void aWorkspaceComesBackWhole() {
        Workspace workspace = named(new Workspace(), "notes", "team-round");
        workspace.setSpec(new WorkspaceSpec("example.com/lab:1", "small", "10Gi", false, "scientist"));
        comesBack(
                workspace,
                new WorkspaceStatus(
                        WorkspaceStatus.State.Ready, "Ready", "It answers.", "10.96.0.7:8888", 1L, CONDITIONS));
    }

    @Test
    void aRunComesBackWhole() throws Exception {
        JsonNode values = new ObjectMapper()
                .readTree("{\"rounds\":3,\"rate\":0.25,\"names\":[\"a\",null],\"deep\":{\"on\":true}}");
        PipelineRun run = named(new PipelineRun(), "7c0a3ad5-8f5f-4d7e-9a61-52a2f0f4d1b7", "team-round");
        run.setSpec(new PipelineRunSpec(
                "digits",
                "sha256:" + "3f".repeat(32),
                "root: {}\n",
                values,
                PipelineRunSpec.Engine.BuiltIn,
                "small",
                "90m",
                true,
                "scientist",
                2,
                new PipelineRunSpec.Stop("MaxCostExceeded", "It has cost 5.00 EUR."),
                -100,
                Map.of("ticket", "4711")));
        comesBack(
                run,
                new PipelineRunStatus(
                        RunState.Running,
                        "Running",
                        "Two steps run.",
                        "builtin",
                        1,
                        7L,
                        TIME,
                        TIME,
                        TIME,
                        List.of(new StepStatus(
                                "train/train-0",
                                StepStatus.State.Succeeded,
                                2,
                                "a-pod",
                                "an-uid",
                                TIME,
                                TIME,
                                "Done",
                                "It is done.",
                                values,
                                values,
                                1)),
                        1L,
                        CONDITIONS));
    }

    @Test
    void anEndpointComesBackWhole() {
        ModelEndpoint endpoint = named(new ModelEndpoint(), "digits", "team-round");
        endpoint.setSpec(new ModelEndpointSpec(
                new ServedModel("pvc://models/digits/1", ServedModel.Format.sklearn, "digits", "1"),
                "small",
                new Replicas(1, 3),
                ModelEndpointSpec.Engine.Deployment,
                "scientist"));
        comesBack(
                endpoint,
                new ModelEndpointStatus(
                        ModelEndpointStatus.State.Ready, "Ready", "One pod.", "10.96.0.8:8080", 1, 1L, CONDITIONS));
    }

    @Test
    void aHardwareClassComesBackWhole() {
        HardwareClass hardware = named(new HardwareClass(), "round", null);
        hardware.setSpec(new HardwareClassSpec(
                "One slice",
                new ComputeResources("1", "2Gi"),
                new ComputeResources("2", "4Gi"),
                new Accelerator("nvidia.com/mig-3g.40gb", 1, "H100", "3g.40gb"),
                Map.of("freihafen.dev/node-class", "gpu"),
                List.of(new TolerationBuilder()
                        .withKey("nvidia.com/gpu")
                        .withOperator("Exists")
                        .withEffect("NoExecute")
                        .withTolerationSeconds(60L)
                        .build()),
                "gpu"));
        comesBack(hardware, new HardwareClassStatus(1L, CONDITIONS));
    }

    @Test
    void theClusterProfileComesBackWhole() {
        ClusterProfile profile = named(new ClusterProfile(), "cluster", null);
        profile.setSpec(new ClusterProfileSpec(
                "azure", "managed-csi", "azurefile-csi", new KubeflowPipelines("http://kfp.example:8888", "2.17.0")));
        comesBack(
                profile,
                new ClusterProfileStatus(
                        "azure",
                        "v1.36.3",
                        "managed-csi",
                        "azurefile-csi",
                        List.of("nvidia.com/gpu"),
                        List.of("builtin"),
                        new KubeflowPipelines("http://kfp.example:8888", "2.17.0"),
                        1L,
                        CONDITIONS));
    }

    private static <S, T, R extends CustomResource<S, T>> void comesBack(R sent, T status) {
        S spec = sent.getSpec();
        API.client().resource(sent).create();
        R made = API.client().resource(sent).get();
        made.setStatus(status);
        API.client().resource(made).updateStatus();
        R back = API.client().resource(sent).get();
        API.client().resource(sent).delete();
        assertThat(back.getSpec()).isEqualTo(spec);
        assertThat(back.getStatus()).isEqualTo(status);
    }

    private static <R extends CustomResource<?, ?>> R named(R resource, String name, String namespace) {
        resource.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        return resource;
    }
}
