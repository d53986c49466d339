package dev.freihafen.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the operator may do and what it did, each as {@code verb resource} with the resource's group in front. */
public final class Rights {
    private static final int CREATED = 201;

    private Rights() {}

    /** What the roles of that name allow. */
    public static Set<String> granted(Collection<HasMetadata> objects, String role) {
        Set<String> rights = new TreeSet<>();
        objects.stream()
                .filter(object -> object.getMetadata().getName().equals(role))
                .flatMap(object -> switch (object) {
                    case ClusterRole found -> found.getRules().stream();
                    case Role found -> found.getRules().stream();
                    default -> List.<PolicyRule>of().stream();
                })
                .forEach(rule -> rule.getApiGroups()
                        .forEach(group -> rule.getResources()
                                .forEach(resource ->
                                        rule.getVerbs().forEach(verb -> rights.add(right(verb, group, resource))))));
        return rights;
    }

    /**
     * What was asked for, by the API server's audit log; requests that no role has to allow are left out. A server-side apply
     * that makes an object needs the right to create it as well.
     */
    public static Set<String> used(List<JsonNode> requests) {
        Set<String> rights = new TreeSet<>();
        for (JsonNode request : requests) {
            JsonNode object = request.path("objectRef");
            if (object.has("resource")) {
                String name = object.get("resource").asText();
                String resource = object.has("subresource")
                        ? name + "/" + object.get("subresource").asText()
                        : name;
                String group = object.path("apiGroup").asText();
                String verb = request.get("verb").asText();
                rights.add(right(verb, group, resource));
                if (verb.equals("patch") && request.at("/responseStatus/code").asInt() == CREATED) {
                    rights.add(right("create", group, resource));
                }
            }
        }
        return rights;
    }

    /** Requests that no role allows: not those that a quota or a policy refuses. */
    public static List<String> forbidden(List<JsonNode> requests) {
        return requests.stream()
                .filter(request -> "forbid"
                        .equals(request.path("annotations")
                                .path("authorization.k8s.io/decision")
                                .asText()))
                .map(request -> request.path("verb").asText() + " "
                        + request.path("requestURI").asText())
                .distinct()
                .toList();
    }

    private static String right(String verb, String group, String resource) {
        return verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
    }
}
