package dev.freihafen.platform.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTokenTest {
    private static String token(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".x";
    }

    @Test
    void theNamespaceIsReadFromATokenForUs() {
        String claims = "{\"aud\":[\"freihafen\"],\"kubernetes.io\":{\"namespace\":\"team-fraud\"}}";
        assertThat(PodToken.read(token(claims), "freihafen").flatMap(PodToken::team))
                .contains("fraud");
        assertThat(PodToken.read(token(claims), "other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"aud\":\"platform-api\",\"typ\":\"Bearer\"}",
                "{\"aud\":[\"freihafen\"]}",
                "{\"kubernetes.io\":{\"namespace\":\"team-fraud\"}}",
                "[]",
                "no json",
            })
    void anyOtherTokenIsNotAPods(String claims) {
        assertThat(PodToken.read(token(claims), "freihafen")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.b", "a.b.c", "a.b.c.d", "..", "a.%%%.c"})
    void whatIsNoTokenIsNotAPods(String text) {
        assertThat(PodToken.read(text, "freihafen")).isEmpty();
    }

    @Test
    void aNamespaceThatIsNoTeamsHasNoTeam() {
        assertThat(new PodToken("kube-system").team()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "system:serviceaccount:team-fraud:workload,workspace-notebook-0,true",
        "system:serviceaccount:team-fraud:default,workspace-notebook-0,false",
        "system:serviceaccount:kube-system:workload,workspace-notebook-0,false",
        "system:serviceaccount:team-fraud:workload,step-1,false",
        "system:serviceaccount:team-fraud:workload,workspace-notebook-1,false",
        "system:serviceaccount:team-fraud:workload:x,workspace-notebook-0,false",
        "workload,workspace-notebook-0,false",
    })
    void onlyAPodOfAWorkspaceUnderItsAccountIsTaken(String account, String pod, boolean taken) {
        assertThat(ReviewedPod.of(status(account, pod), "freihafen").isPresent())
                .isEqualTo(taken);
    }

    @Test
    void aReviewThatDoesNotVouchIsNotTaken() {
        TokenReviewStatus good = status("system:serviceaccount:team-fraud:workload", "workspace-notebook-0");
        assertThat(ReviewedPod.of(good, "freihafen")).contains(new ReviewedPod("fraud", "notebook"));
        assertThat(ReviewedPod.of(good, "other")).isEmpty();
        good.setAuthenticated(false);
        assertThat(ReviewedPod.of(good, "freihafen")).isEmpty();
    }

    private static TokenReviewStatus status(String account, String pod) {
        return new TokenReviewStatusBuilder()
                .withAuthenticated(true)
                .withAudiences("freihafen")
                .withNewUser()
                .withUsername(account)
                .addToExtra("authentication.kubernetes.io/pod-name", List.of(pod))
                .endUser()
                .build();
    }
}
