package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Accelerator;
import dev.freihafen.operator.outbox.FeedRow;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageRowsTest {
    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");

    @Test
    void aRunningPodHoldsItsRequestsFromWhenItWasScheduled() {
        List<FeedRow.Usage> rows = rows(pod(RUNNING), false);

        assertThat(rows).extracting(FeedRow.Usage::resource).containsExactly("cpu", "memory");
        assertThat(rows).extracting(FeedRow.Usage::quantity).containsExactly(300L, 402_653_184L);
        assertThat(rows.getFirst().start()).isEqualTo("2026-09-01T10:17:23Z");
        assertThat(rows.getFirst().end()).isNull();
        assertThat(rows.getFirst().lastSeen()).isEqualTo("2026-09-01T12:00:00Z");
        assertThat(rows.getFirst().workloadKind()).isEqualTo("PipelineRun");
        assertThat(rows.getFirst().workloadName()).isEqualTo("run-1");
        assertThat(rows.getFirst().step()).isEqualTo("train-0");
        assertThat(rows.getFirst().team()).isEqualTo("fraud");
        assertThat(rows.getFirst().teamUid()).isEqualTo("uid-fraud");
    }

    @Test
    void aFinishedPodEndsWithItsLastContainer() {
        List<FeedRow.Usage> rows = rows(pod(FINISHED), false);

        assertThat(rows).allSatisfy(row -> {
            assertThat(row.end()).isEqualTo("2026-09-01T10:20:05Z");
            assertThat(row.quality()).isEqualTo("Exact");
        });
    }

    @Test
    void aPodThatWasNeverScheduledHoldsNothing() {
        assertThat(rows(
                        pod("metadata: {name: p, uid: u1}\nspec: {containers: [{name: c}]}\nstatus: {phase: Pending}"),
                        false))
                .isEmpty();
    }

    @Test
    void aPodThatVanishedIsEndedByEstimateWhenItsDeletionWasAskedFor() {
        Pod vanished = pod(RUNNING);
        vanished.getMetadata().setDeletionTimestamp("2026-09-01T11:00:30Z");
        vanished.getMetadata().setDeletionGracePeriodSeconds(30L);

        assertThat(rows(vanished, true)).allSatisfy(row -> {
            assertThat(row.end()).isEqualTo("2026-09-01T11:00:00Z");
            assertThat(row.quality()).isEqualTo("Estimated");
        });
    }

    @Test
    void theSameFactHasTheSameIdWheneverItIsTold() {
        List<FeedRow.Usage> early = rows(pod(RUNNING), false);
        List<FeedRow.Usage> later = rows(pod(RUNNING), false, NOW.plusSeconds(600));

        assertThat(later)
                .extracting(FeedRow::id)
                .isEqualTo(early.stream().map(FeedRow.Usage::id).toList());
    }

    @Test
    void initContainersCountWhereTheyNeedMoreAndSidecarsAlways() {
        Pod pod = pod("""
                metadata: {name: p, uid: u1}
                spec:
                  overhead: {cpu: 50m}
                  initContainers:
                    - {name: side, restartPolicy: Always, resources: {requests: {cpu: 100m, memory: 1Gi}}}
                    - {name: heavy, resources: {requests: {cpu: "2", memory: 64Mi}}}
                  containers:
                    - {name: a, resources: {requests: {cpu: 500m, memory: 1Gi}}}
                    - {name: b, resources: {requests: {cpu: 250m, memory: 1Gi}}}
                """);

        var amounts = EffectiveRequest.of(pod.getSpec());
        assertThat(amounts.get("cpu"))
                .as("heavy beside the sidecar, plus overhead")
                .isEqualByComparingTo("2.15");
        assertThat(amounts.get("memory")).as("containers and sidecar").isEqualByComparingTo("3221225472");
    }

    @Test
    void podLevelRequestsWinOverTheSum() {
        Pod pod = pod("""
                metadata: {name: p, uid: u1}
                spec:
                  resources: {requests: {cpu: "4"}}
                  containers: [{name: a, resources: {requests: {cpu: 500m, memory: 1Gi}}}]
                """);

        assertThat(EffectiveRequest.of(pod.getSpec()).get("cpu")).isEqualByComparingTo("4");
        assertThat(EffectiveRequest.of(pod.getSpec()).get("memory")).isEqualByComparingTo("1073741824");
    }

    @Test
    void acceleratorsAreNamedByModelAndSliceOfTheHardwareClass() {
        var amounts = EffectiveRequest.of(pod("""
                metadata: {name: p, uid: u1}
                spec: {containers: [{name: a, resources: {requests: {nvidia.com/mig-3g.40gb: "2"}}}]}
                """).getSpec());

        assertThat(Resources.of(amounts, Optional.of(new Accelerator("nvidia.com/mig-3g.40gb", 2, "H100", "3g.40gb"))))
                .containsExactly(java.util.Map.entry("accelerator/H100/3g.40gb", 2_000L));
        assertThat(Resources.of(amounts, Optional.empty()))
                .as("an unknown device keeps its name, so that it shows as unpriced")
                .containsOnlyKeys("accelerator/nvidia.com-mig-3g.40gb");
    }

    @Test
    void interruptibleNodesAreSpotOnEveryCloud() {
        for (String label : List.of(
                "karpenter.sh/capacity-type: spot",
                "eks.amazonaws.com/capacityType: SPOT",
                "cloud.google.com/gke-spot: \"true\"",
                "kubernetes.azure.com/scalesetpriority: spot")) {
            Node node = Serialization.unmarshal(
                    "kind: Node\napiVersion: v1\nmetadata: {name: n, labels: {" + label + "}}", Node.class);
            assertThat(UsageRows.capacityType(node)).as(label).isEqualTo("Spot");
        }
        Node plain =
                Serialization.unmarshal("kind: Node\napiVersion: v1\nmetadata: {name: n, labels: {a: b}}", Node.class);
        assertThat(UsageRows.capacityType(plain)).isEqualTo("OnDemand");
    }

    @Test
    void withoutATeamNamespaceLabelsProveNothing() {
        Attribution who = Attribution.of(pod(RUNNING), Optional.empty(), "Other");

        assertThat(who.team()).isNull();
        assertThat(who.workloadKind()).isEqualTo("System");
    }

    @Test
    void theTeamsOwnVolumeIsAVolumeAndNotAWorkload() {
        Pod models = pod(RUNNING.replace("PipelineRun", "Team"));

        Attribution who = Attribution.of(models, Optional.of(new TeamRef("fraud", "uid-fraud")), "Volume");

        assertThat(who.workloadKind()).isEqualTo("Volume");
        assertThat(who.workloadName()).isEqualTo("p");
    }

    private static final String RUNNING = """
            metadata:
              name: p
              uid: u1
              labels:
                app.kubernetes.io/managed-by: freihafen
                freihafen.dev/workload-kind: PipelineRun
                freihafen.dev/workload: run-1
              annotations: {freihafen.dev/task-path: train-0, freihafen.dev/owner: scientist}
            spec:
              containers: [{name: c, resources: {requests: {cpu: 300m, memory: 384Mi}}}]
            status:
              phase: Running
              conditions: [{type: PodScheduled, status: "True", lastTransitionTime: "2026-09-01T10:17:23Z"}]
            """;
    private static final String FINISHED = RUNNING.replace("phase: Running", "phase: Succeeded")
            + "  containerStatuses: [{name: c, state: {terminated: {exitCode: 0, finishedAt: \"2026-09-01T10:20:05Z\"}}}]\n"
            + "  initContainerStatuses: [{name: i, state: {terminated: {exitCode: 0, finishedAt: \"2026-09-01T10:17:30Z\"}}}]\n";

    private static Pod pod(String yaml) {
        return Serialization.unmarshal("kind: Pod\napiVersion: v1\n" + yaml, Pod.class);
    }

    private static Attribution who() {
        return Attribution.of(pod(RUNNING), Optional.of(new TeamRef("fraud", "uid-fraud")), "Other");
    }

    private static List<FeedRow.Usage> rows(Pod pod, boolean gone) {
        return rows(pod, gone, NOW);
    }

    private static List<FeedRow.Usage> rows(Pod pod, boolean gone, Instant now) {
        return UsageRows.ofPod(
                pod, who(), new Placement(null, null, "OnDemand"), new Sighting(Optional.empty(), gone, now));
    }
}
