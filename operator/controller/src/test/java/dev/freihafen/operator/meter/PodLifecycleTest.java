package dev.freihafen.operator.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodLifecycleTest {
    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    private static final Instant LOST = Instant.parse("2026-09-01T11:00:00Z");
    private static final String SCHEDULED =
            "{type: PodScheduled, status: \"True\", lastTransitionTime: \"2026-09-01T10:00:00Z\"}";

    @Test
    void anEvictedPodEndsWhenItCeasedToBeReadyAndNotEverLater() {
        Pod evicted = pod(
                "",
                "phase: Failed, reason: Evicted, conditions: [" + SCHEDULED
                        + ", {type: Ready, status: \"False\", lastTransitionTime: \"2026-09-01T10:05:00Z\"}]");

        assertEnd(PodLifecycle.of(evicted, new Sighting(Optional.empty(), false, NOW)), "2026-09-01T10:05:00Z", false);
        assertThat(PodLifecycle.of(evicted, new Sighting(Optional.empty(), false, NOW.plusSeconds(300))))
                .isEqualTo(PodLifecycle.of(evicted, new Sighting(Optional.empty(), false, NOW)));
    }

    @Test
    void anEvictedPodThatSaysNothingEndsWithItsLastStatus() {
        Pod evicted = pod(
                ", managedFields: [{manager: kubelet, operation: Update, subresource: status, time: \"2026-09-01T10:07:00Z\"}]",
                "phase: Failed, conditions: [" + SCHEDULED + "]");

        assertEnd(PodLifecycle.of(evicted, new Sighting(Optional.empty(), false, NOW)), "2026-09-01T10:07:00Z", false);
    }

    @Test
    void anEndBeforeTheStartIsTheStart() {
        assertEnd(
                PodLifecycle.of(finished("2026-09-01T09:00:00Z"), new Sighting(Optional.empty(), false, NOW)),
                "2026-09-01T10:00:00Z",
                true);
    }

    @Test
    void aFinishFarInTheFutureIsNotBelieved() {
        Optional<Span> span =
                PodLifecycle.of(finished("2031-01-01T00:00:00Z"), new Sighting(Optional.empty(), false, NOW));

        assertEnd(span, "2026-09-01T10:00:00Z", false);
    }

    @Test
    void aPodOfWhichOneContainerNeverSaidItsEndIsEstimated() {
        Pod pod = pod(
                "",
                "phase: Failed, conditions: [" + SCHEDULED + "], containerStatuses: ["
                        + "{name: a, state: {terminated: {exitCode: 0, finishedAt: \"2026-09-01T10:20:00Z\"}}},"
                        + "{name: b, state: {terminated: {exitCode: 137, reason: ContainerStatusUnknown}}}]");

        assertEnd(PodLifecycle.of(pod, new Sighting(Optional.empty(), false, NOW)), "2026-09-01T10:20:00Z", false);
    }

    @Test
    void aPodOnALostNodeEndsWithItsNode() {
        Pod running = pod("", "phase: Running, conditions: [" + SCHEDULED + "]");

        assertEnd(PodLifecycle.of(running, new Sighting(Optional.of(LOST), false, NOW)), "2026-09-01T11:00:00Z", false);
        assertEnd(
                PodLifecycle.of(finished("2026-09-01T10:30:00Z"), new Sighting(Optional.of(LOST), false, NOW)),
                "2026-09-01T10:30:00Z",
                true);
    }

    @Test
    void aPodThatIsGoneWithAllContainersEndedIsExactWhateverItsPhase() {
        Pod pod = pod(
                "",
                "phase: Running, conditions: [" + SCHEDULED + "], containerStatuses: ["
                        + "{name: a, state: {terminated: {exitCode: 0, finishedAt: \"2026-09-01T10:20:00Z\"}}}]");

        assertEnd(PodLifecycle.of(pod, new Sighting(Optional.empty(), true, NOW)), "2026-09-01T10:20:00Z", true);
        assertThat(PodLifecycle.of(pod, new Sighting(Optional.empty(), false, NOW))
                        .orElseThrow()
                        .end())
                .as("it may restart")
                .isNull();
    }

    @Test
    void aPodThatIsGoneWithoutATraceEndsNow() {
        Pod running = pod("", "phase: Running, conditions: [" + SCHEDULED + "]");

        assertEnd(PodLifecycle.of(running, new Sighting(Optional.empty(), true, NOW)), "2026-09-01T12:00:00Z", false);
    }

    private static void assertEnd(Optional<Span> span, String end, boolean exact) {
        assertThat(span).contains(new Span(Instant.parse("2026-09-01T10:00:00Z"), Instant.parse(end), exact));
    }

    private static Pod finished(String at) {
        return pod(
                "",
                "phase: Succeeded, conditions: [" + SCHEDULED
                        + "], containerStatuses: [{name: a, state: {terminated: {exitCode: 0, finishedAt: \"" + at
                        + "\"}}}]");
    }

    private static Pod pod(String metadata, String status) {
        return Serialization.unmarshal(
                "kind: Pod\napiVersion: v1\nmetadata: {name: p, uid: u" + metadata
                        + "}\nspec: {containers: [{name: a}]}\nstatus: {" + status + "}",
                Pod.class);
    }
}
