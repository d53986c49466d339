package dev.freihafen.operator.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.HardwareClass;
import dev.freihafen.api.v1alpha1.Workspace;
import dev.freihafen.operator.golden.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkspaceManifestsTest {
    static List<Golden> cases() {
        return Golden.cases("workspace");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWorkspaceBecomesTheseObjects(Golden golden) {
        Workspace workspace = golden.in(Workspace.class);
        golden.matches(WorkspaceManifests.desired(
                workspace,
                "fraud",
                golden.in(HardwareClass.class).getSpec(),
                "localhost/freihafen/ml:0.1.0",
                "a key",
                golden.toString().contains("pipelines") ? Optional.of("192.0.2.20") : Optional.empty(),
                workspace.getSpec().running()));
    }

    @Test
    void theTokenIsTheHmacThatOpensslComputes() {
        // printf uid-1 | openssl dgst -sha256 -hmac key
        assertThat(WorkspaceToken.of("uid-1", "key"))
                .isEqualTo("1d139dbdbb4b313580c78b8c2b2d46abe919ba5004e9ec7cbfa4b94aade1ee1b");
    }
}
