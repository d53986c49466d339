package dev.freihafen.operator.endpoint;

import static dev.freihafen.operator.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Admission;
import dev.freihafen.api.v1alpha1.ComputeResources;
import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.HardwareClassSpec;
import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.api.v1alpha1.ModelEndpointSpec;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus;
import dev.freihafen.api.v1alpha1.ModelEndpointStatus.State;
import dev.freihafen.api.v1alpha1.Replicas;
import dev.freihafen.api.v1alpha1.ServedModel;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.operator.RunningOperator;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointReconcilerIT {
    private static final String NAMESPACE = "team-serving";

    @RegisterExtension
    static final RunningOperator OPERATOR = new RunningOperator();

    private static Team team;

    @BeforeAll
    static void makeATeamAndAClass() {
        team = OPERATOR.team("serving");
        OPERATOR.hardwareClass("serving-small");
    }

    @Test
    void anEndpointIsReadyOnceAPodAnswers() {
        ModelEndpoint endpoint = create("digits", "serving-small", null);
        waitFor(endpoint, State.Pending, "Creating");
        Deployment deployment = deployment("digits");
        Pod pod = OPERATOR.admin()
                .resource(new PodBuilder()
                        .withMetadata(deployment.getSpec().getTemplate().getMetadata())
                        .editMetadata()
                        .withName("endpoint-digits-0")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withSpec(deployment.getSpec().getTemplate().getSpec())
                        .build())
                .create();
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        waitFor(endpoint, State.Starting, "Starting");
        OPERATOR.editStatus(deployment, found -> {
            found.getStatus().setReplicas(1);
            found.getStatus().setReadyReplicas(1);
        });
        ModelEndpointStatus status = waitFor(endpoint, State.Ready, "Ready");
        assertThat(status.readyReplicas()).isEqualTo(1);
        assertThat(status.address()).endsWith(":8080");
    }

    @Test
    void anAutoscalerComesAndGoesWithTheRange() {
        ModelEndpoint endpoint = create("scaled", "serving-small", new Replicas(1, 3));
        eventually(() -> autoscaler("scaled"), found -> found);
        OPERATOR.edit(endpoint, one -> {
            one.setSpec(spec("serving-small", new Replicas(2, 2)));
        });
        eventually(() -> autoscaler("scaled"), found -> !found);
        eventually(() -> deployment("scaled").getSpec().getReplicas(), replicas -> replicas == 2);
    }

    @Test
    void aChangedClassAppliesWhenTheEndpointIsChangedNext() {
        HardwareClass hardware = OPERATOR.hardwareClass("serving-growing");
        ModelEndpoint endpoint = create("steady", "serving-growing", null);
        eventually(() -> deployment("steady"), found -> found != null);
        OPERATOR.editStatus(deployment("steady"), found -> {
            found.getStatus().setReplicas(1);
            found.getStatus().setReadyReplicas(1);
        });
        waitFor(endpoint, State.Ready, "Ready");
        OPERATOR.edit(hardware, one -> {
            one.setSpec(
                    new HardwareClassSpec("Growing", new ComputeResources("2", "4Gi"), null, null, null, null, null));
        });
        waitFor(endpoint, State.Ready, "ChangedAtNextStart");
        assertThat(cpu("steady")).isEqualTo(new Quantity("1"));
        OPERATOR.edit(endpoint, one -> {
            one.setSpec(spec("serving-growing", new Replicas(2, 2)));
        });
        eventually(() -> cpu("steady"), new Quantity("2")::equals);
        waitFor(endpoint, State.Ready, "Ready");
    }

    @Test
    void aMissingClassIsTold() {
        ModelEndpoint endpoint = create("classless", "serving-none", null);
        assertThat(waitFor(endpoint, State.Pending, "NoHardwareClass").message())
                .startsWith("There is no hardware class serving-none");
        assertThat(deployment("classless")).isNull();
    }

    @Test
    void aHoldKeepsANewEndpointFromStartingAndLeavesThoseThatServe() {
        ModelEndpoint serving = create("serves", "serving-small", null);
        eventually(() -> deployment("serves"), found -> found != null);
        admission(new Admission(Admission.State.Held, "the budget is used up; Finance may lift it"));
        try {
            ModelEndpoint held = create("waits", "serving-small", null);
            assertThat(waitFor(held, State.Pending, "Held").message())
                    .isEqualTo("New work of the team is held: the budget is used up; Finance may lift it");
            assertThat(deployment("waits")).isNull();
            OPERATOR.edit(serving, one -> one.setSpec(spec("serving-small", new Replicas(2, 2))));
            eventually(() -> deployment("serves").getSpec().getReplicas(), replicas -> replicas == 2);
        } finally {
            admission(new Admission(Admission.State.Open, null));
        }
        eventually(() -> deployment("waits"), found -> found != null);
    }

    private static void admission(Admission admission) {
        OPERATOR.edit(team, one -> one.setSpec(new TeamSpec("Serving", null, List.of(), null, null, admission)));
    }

    private static ModelEndpoint create(String name, String hardwareClass, Replicas replicas) {
        ModelEndpoint endpoint = new ModelEndpoint();
        endpoint.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        endpoint.setSpec(spec(hardwareClass, replicas));
        return OPERATOR.admin().resource(endpoint).create();
    }

    private static ModelEndpointSpec spec(String hardwareClass, Replicas replicas) {
        return new ModelEndpointSpec(
                new ServedModel("pvc://models/digits/1", ServedModel.Format.sklearn, "digits", "1"),
                hardwareClass,
                replicas,
                null,
                "scientist");
    }

    private static ModelEndpointStatus waitFor(ModelEndpoint endpoint, State state, String reason) {
        return eventually(
                () -> OPERATOR.admin().resource(endpoint).get().getStatus(),
                status -> status != null && status.state() == state && reason.equals(status.reason()));
    }

    private static Deployment deployment(String name) {
        return OPERATOR.admin()
                .apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName("endpoint-" + name)
                .get();
    }

    private static Quantity cpu(String name) {
        return deployment(name)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getRequests()
                .get("cpu");
    }

    private static boolean autoscaler(String name) {
        return OPERATOR.admin()
                        .autoscaling()
                        .v2()
                        .horizontalPodAutoscalers()
                        .inNamespace(NAMESPACE)
                        .withName("endpoint-" + name)
                        .get()
                != null;
    }
}
