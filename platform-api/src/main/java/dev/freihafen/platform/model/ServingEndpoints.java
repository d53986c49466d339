package dev.freihafen.platform.model;

import dev.freihafen.api.v1alpha1.ModelEndpoint;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which endpoints serve what, as the cluster has it: by the model's place, however the endpoint was created. */
@Singleton
class ServingEndpoints {
    private static final int PAGE = 200;

    private final DesiredState desired;

    ServingEndpoints(DesiredState desired) {
        this.desired = desired;
    }

    /** Names of a team's endpoints by the place of the model that they serve. */
    Map<String, List<String>> byPlace(String team) {
        Map<String, List<String>> endpoints = new HashMap<>();
        @Nullable String next = null;
        do {
            Page<ModelEndpoint> page = desired.list(ModelEndpoint.class, team, PageRequest.of(PAGE, next));
            page.items()
                    .forEach(endpoint -> endpoints
                            .computeIfAbsent(endpoint.getSpec().model().uri(), place -> new ArrayList<>())
                            .add(endpoint.getMetadata().getName()));
            next = page.nextPageToken();
        } while (next != null);
        return endpoints;
    }

    /** Names of a team's endpoints that serve what lies there. */
    List<String> of(String team, String place) {
        return byPlace(team).getOrDefault(place, List.of());
    }
}
