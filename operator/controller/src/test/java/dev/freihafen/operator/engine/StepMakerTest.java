package dev.freihafen.operator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.operator.Answers;
import dev.freihafen.operator.Answers.Answer;
import dev.freihafen.operator.apply.ManifestApplier;
import dev.freihafen.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepMakerTest {
    private static final Answer MADE = new Answer(
            201, "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"publish\",\"uid\":\"u1\"}}");
    private static final Answer QUOTA_CHANGED = refusal(409, "Conflict");

    private final MadePods made = new MadePods();

    @Test
    void aPodThatIsThereAlreadyIsAsGoodAsMade() {
        assertThat(StepMaker.isThere(conflict("AlreadyExists"))).isTrue();
    }

    /** The API server answers so where many pods are made at once and each changes the quota's use. */
    @Test
    void aConflictOverTheQuotaIsNoPod() {
        assertThat(StepMaker.isThere(conflict("Conflict"))).isFalse();
    }

    @Test
    void aPodIsTriedAgainAtOnceWhenTheQuotaWasChangedMeanwhile() throws IOException {
        assertThat(make(3, QUOTA_CHANGED, QUOTA_CHANGED, MADE)).isEmpty();
        assertThat(made.uid("publish")).contains("u1");
    }

    @Test
    void aPodThatAnotherTryHasMadeMeanwhileIsAsGoodAsMade() throws IOException {
        assertThat(make(2, QUOTA_CHANGED, refusal(409, "AlreadyExists"))).isEmpty();
    }

    @Test
    void aQuotaThatChangesAllTheTimeIsLeftToTheNextMove() {
        assertThatThrownBy(() -> make(3, QUOTA_CHANGED, QUOTA_CHANGED, QUOTA_CHANGED))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        thrown -> assertThat(thrown.getCode()).isEqualTo(409));
    }

    @Test
    void anyOtherRefusalIsTriedOnce() throws IOException {
        assertThat(make(1, refusal(403, "Forbidden"))).containsOnlyKeys("publish");
    }

    /** Makes one pod while the API server gives these answers; asserts how many it was asked for. */
    private Map<String, StepRefusal> make(int times, Answer... all) throws IOException {
        Deque<Answer> left = new ArrayDeque<>(Arrays.asList(all));
        try (Answers server = new Answers(request -> left.remove())) {
            PipelineRun run = Golden.cases("run").getFirst().in(PipelineRun.class);
            StepPods.Settings settings =
                    new StepPods.Settings("fraud", "step:1", Optional.empty(), "1Gi", Optional.empty());
            StepOrder order = new StepOrder.Publish(Models.STEP, 1, "publish", List.of("/from", "/to"));
            try {
                return new StepMaker(server.client(), new ManifestApplier(server.client()), made)
                        .make(run, List.of(order), settings, false);
            } finally {
                assertThat(server.asked())
                        .hasSize(times)
                        .allMatch(request -> request.startsWith("POST ") && request.endsWith("/pods"));
            }
        }
    }

    private static Answer refusal(int code, String reason) {
        return new Answer(
                code,
                "{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"status\":\"Failure\",\"code\":%d,\"reason\":\"%s\",\"message\":\"no\"}"
                        .formatted(code, reason));
    }

    private static KubernetesClientException conflict(String reason) {
        return new KubernetesClientException(
                "refused",
                409,
                new StatusBuilder().withCode(409).withReason(reason).build());
    }
}
