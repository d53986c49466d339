package dev.freihafen.platform.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Proxy-Authorization",
                "Forwarded",
                "X-Forwarded-User",
                "X-Forwarded-For",
                "x-forwarded-groups",
                "X-Remote-User",
                "X-Remote-Group",
                "Remote-User",
                "X-Auth-Request-Email",
                "X-WEBAUTH-USER",
                "kubeflow-userid",
                "X-Goog-Authenticated-User-Email",
                "X-MS-CLIENT-PRINCIPAL",
                "x-amzn-oidc-data",
                "Impersonate-User",
                "Impersonate-Group",
                "X-API-Key"
            })
    void whateverSaysWhoSomebodyIsGoes(String name) {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add(name, "somebody").add(name, "twice");
        InboundHeaders.strip(headers);
        assertThat(headers.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Accept", "Content-Type", "Origin", "X-XSRFToken", "Upgrade", "Sec-WebSocket-Key", "Referer"})
    void whatTheWorkloadNeedsStays(String name) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, "value");
        InboundHeaders.strip(headers);
        assertThat(headers.get(name)).isEqualTo("value");
    }

    @Test
    void ourCookiesGoAndTheWorkloadsStay() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Cookie", "q_session_browser=secret; _xsrf=2|a; q_session_browser_chunk_1=more")
                .add("Cookie", "q_auth_x=state;username-1=me");
        InboundHeaders.strip(headers);
        assertThat(headers.getAll("Cookie")).containsExactly("_xsrf=2|a; username-1=me");
    }

    @Test
    void noCookieHeaderIsLeftWhenAllWereOurs() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("cookie", "q_session=secret");
        InboundHeaders.strip(headers);
        assertThat(headers.contains("Cookie")).isFalse();
    }
}
