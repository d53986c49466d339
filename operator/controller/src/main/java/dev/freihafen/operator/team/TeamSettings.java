package dev.freihafen.operator.team;

import dev.freihafen.operator.OperatorConfig;
import java.util.List;
import java.util.Optional;

/** What the platform decides for all teams. */
record TeamSettings(
        String platformNamespace,
        String groupPrefix,
        String modelStorage,
        List<String> proxyCidrs,
        Optional<String> kfpAddress,
        List<String> artifactCidrs) {
    TeamSettings {
        proxyCidrs = List.copyOf(proxyCidrs);
        artifactCidrs = List.copyOf(artifactCidrs);
        if (groupPrefix.startsWith("system:")) {
            throw new IllegalArgumentException(
                    "freihafen.group-prefix must not start with system:, such groups belong to Kubernetes");
        }
    }

    static TeamSettings of(OperatorConfig config) {
        return new TeamSettings(
                config.namespace(),
                config.groupPrefix().orElse(""),
                config.modelStorage(),
                config.proxyCidrs().orElse(List.of()),
                config.kfpAddress(),
                config.artifactCidrs().orElse(List.of()));
    }
}
