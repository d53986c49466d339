package dev.freihafen.operator.team;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamQuota;
import dev.freihafen.operator.workload.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The native objects of a team. Pure: the same team and settings give the same list. */
final class TeamManifests {
    /** Name of the volume that holds the team's models. */
    static final String MODELS = "models";

    /** Account of the team's pods; no token is mounted into them. */
    static final String SERVICE_ACCOUNT = "workload";

    private static final String READERS = "freihafen-readers";
    private static final String LOGS = "freihafen-logs";

    private TeamManifests() {}

    /** The namespace of a team. */
    static String namespace(Team team) {
        return "team-" + team.getMetadata().getName();
    }

    /** All objects, the namespace first. */
    static List<HasMetadata> desired(Team team, TeamSettings settings) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(new NamespaceBuilder().withMetadata(namespaceMetadata(team)).build());
        objects.add(new ResourceQuotaBuilder()
                .withMetadata(metadata(team, "freihafen"))
                .withNewSpec()
                .withHard(quota(team))
                .endSpec()
                .build());
        objects.add(new LimitRangeBuilder()
                .withMetadata(metadata(team, "freihafen"))
                .withNewSpec()
                .addNewLimit()
                .withType("Container")
                .addToDefault("cpu", new Quantity("1"))
                .addToDefault("memory", new Quantity("1Gi"))
                .addToDefaultRequest("cpu", new Quantity("100m"))
                .addToDefaultRequest("memory", new Quantity("128Mi"))
                .endLimit()
                .endSpec()
                .build());
        objects.addAll(TeamNetwork.policies(team, settings));
        objects.addAll(rights(team, settings));
        objects.add(new PersistentVolumeClaimBuilder()
                .withMetadata(metadata(team, MODELS))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity(settings.modelStorage()))
                .endResources()
                .endSpec()
                .build());
        return List.copyOf(objects);
    }

    private static ObjectMeta namespaceMetadata(Team team) {
        ObjectMeta metadata = metadata(team, namespace(team));
        metadata.setNamespace(null);
        metadata.setAnnotations(
                new TreeMap<>(Map.of(Labels.TEAM_UID, team.getMetadata().getUid())));
        if (team.getMetadata().getDeletionTimestamp() != null) {
            metadata.getAnnotations().put(Labels.TERMINATING, "true");
        }
        for (String mode : List.of("enforce", "audit", "warn")) {
            metadata.getLabels().put("pod-security.kubernetes.io/" + mode, "restricted");
        }
        return metadata;
    }

    private static Map<String, Quantity> quota(Team team) {
        Map<String, Quantity> hard = new TreeMap<>();
        hard.put("pods", new Quantity("500"));
        hard.put("services.loadbalancers", new Quantity("0"));
        hard.put("services.nodeports", new Quantity("0"));
        TeamQuota quota = team.getSpec().quota();
        if (quota != null) {
            put(hard, "requests.cpu", quota.cpu());
            put(hard, "requests.memory", quota.memory());
            put(hard, "requests.storage", quota.storage());
            if (quota.accelerators() != null) {
                quota.accelerators()
                        .forEach((name, count) -> hard.put("requests." + name, new Quantity(count.toString())));
            }
        }
        return hard;
    }

    private static void put(Map<String, Quantity> hard, String name, @Nullable String value) {
        if (value != null) {
            hard.put(name, new Quantity(value));
        }
    }

    /** People read, whatever their role: they write by REST, so that quota, ownership and audit hold. */
    private static List<HasMetadata> rights(Team team, TeamSettings settings) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(new RoleBuilder()
                .withMetadata(metadata(team, READERS))
                .withRules(new PolicyRuleBuilder()
                        .withApiGroups("freihafen.dev")
                        .withResources("workspaces", "pipelineruns", "modelendpoints")
                        .withVerbs("get", "list", "watch")
                        .build())
                .build());
        objects.add(new RoleBuilder()
                .withMetadata(metadata(team, LOGS))
                .withRules(new PolicyRuleBuilder()
                        .withApiGroups("")
                        .withResources("pods/log")
                        .withVerbs("get")
                        .build())
                .build());
        List<String> groups = groups(team, settings);
        if (!groups.isEmpty()) {
            RoleBindingBuilder readers = new RoleBindingBuilder()
                    .withMetadata(metadata(team, READERS))
                    .withNewRoleRef("rbac.authorization.k8s.io", "Role", READERS);
            groups.forEach(group -> readers.addNewSubject("rbac.authorization.k8s.io", "Group", group, null));
            objects.add(readers.build());
        }
        objects.add(new RoleBindingBuilder()
                .withMetadata(metadata(team, LOGS))
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", LOGS)
                .addNewSubject("", "ServiceAccount", "platform-api", settings.platformNamespace())
                .build());
        objects.add(new ServiceAccountBuilder()
                .withMetadata(metadata(team, SERVICE_ACCOUNT))
                .withAutomountServiceAccountToken(false)
                .build());
        return objects;
    }

    /** Groups of Kubernetes itself never get in, whatever the prefix makes of a name. */
    private static List<String> groups(Team team, TeamSettings settings) {
        return team.getSpec().members().stream()
                .map(member -> settings.groupPrefix() + member.group())
                .filter(group -> !group.startsWith("system:"))
                .toList();
    }

    static ObjectMeta metadata(Team team, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace(team))
                .withLabels(Labels.of(team, team.getMetadata().getName()))
                .build();
    }
}
