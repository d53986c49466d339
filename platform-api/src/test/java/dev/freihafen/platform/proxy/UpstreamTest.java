package dev.freihafen.platform.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freihafen.platform.problem.PlatformException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {
    @ParameterizedTest
    @CsvSource({"10.96.0.7:8888,10.96.0.7,8888", "nb.team-fraud.svc:80,nb.team-fraud.svc,80"})
    void anAddressIsHostAndPort(String address, String host, int port) {
        Upstream upstream = Upstream.at(address, null, null);
        assertThat(upstream.host()).isEqualTo(host);
        assertThat(upstream.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "host",
                "host:",
                ":80",
                "host:0",
                "host:65536",
                "host:80/path",
                "http://host:80",
                "a b:80",
                "u@h:80"
            })
    void anythingElseIsNotReady(String address) {
        assertThatExceptionOfType(PlatformException.NotReady.class).isThrownBy(() -> Upstream.at(address, null, null));
    }

    @org.junit.jupiter.api.Test
    void theTokenIsTheHmacOfTheUid() {
        // RFC 4231, test case 2
        assertThat(WorkspaceToken.of("what do ya want for nothing?", "Jefe"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
