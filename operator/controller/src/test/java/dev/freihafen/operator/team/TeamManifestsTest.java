package dev.freihafen.operator.team;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.operator.golden.Golden;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TeamManifestsTest {
    private static final TeamSettings SETTINGS =
            new TeamSettings("freihafen-system", "", "2Gi", List.of("192.0.2.10/32"), Optional.empty(), List.of());

    static List<Golden> cases() {
        return Golden.cases("team");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTeamBecomesTheseObjects(Golden golden) {
        golden.matches(TeamManifests.desired(golden.in(Team.class), SETTINGS));
    }

    @Test
    void theConfiguredPrefixStandsBeforeGroupNames() {
        assertThat(readers("oidc:", "fraud-editors"))
                .extracting(Subject::getName)
                .containsExactly("oidc:fraud-editors");
    }

    @Test
    void aGroupOfKubernetesIsNeverBound() {
        assertThat(readers("", "system:masters")).isEmpty();
    }

    @Test
    void aPrefixThatMakesGroupsOfKubernetesIsRefused() {
        assertThatThrownBy(() ->
                        new TeamSettings("freihafen-system", "system:", "2Gi", List.of(), Optional.empty(), List.of()))
                .hasMessageContaining("freihafen.group-prefix must not start with system:");
    }

    @Test
    void theWayToThePlatformsPipelinesIsOneAddressAndPort() {
        Team team = new Team();
        team.setMetadata(new ObjectMetaBuilder().withName("fraud").withUid("1").build());
        team.setSpec(new TeamSpec("Fraud", null, List.of(), null, null, null));
        TeamSettings settings =
                new TeamSettings("freihafen-system", "", "2Gi", List.of(), Optional.of("192.0.2.20"), List.of());
        assertThat(TeamManifests.desired(team, settings))
                .filteredOn(one -> one.getMetadata().getName().equals("to-kfp"))
                .singleElement()
                .isInstanceOfSatisfying(NetworkPolicy.class, policy -> {
                    var hole = policy.getSpec().getEgress().getFirst();
                    assertThat(hole.getTo().getFirst().getIpBlock().getCidr()).isEqualTo("192.0.2.20/32");
                    assertThat(hole.getPorts().getFirst().getPort().getIntVal()).isEqualTo(8888);
                });
    }

    @Test
    void podsMayReachTheStoreOfArtifactsWhereThereIsOne() {
        TeamSettings settings = new TeamSettings(
                "freihafen-system", "", "2Gi", List.of(), Optional.empty(), List.of("198.51.100.7/32"));
        assertThat(TeamManifests.desired(team("fraud-editors"), settings).stream()
                        .filter(NetworkPolicy.class::isInstance)
                        .map(NetworkPolicy.class::cast)
                        .filter(policy -> policy.getMetadata().getName().equals("artifact-store")))
                .singleElement()
                .satisfies(policy -> assertThat(
                                policy.getSpec().getEgress().getFirst().getTo())
                        .extracting(peer -> peer.getIpBlock().getCidr())
                        .containsExactly("198.51.100.7/32"));
    }

    private static Team team(String group) {
        Team team = new Team();
        team.setMetadata(new ObjectMetaBuilder().withName("fraud").withUid("1").build());
        team.setSpec(new TeamSpec("Fraud", null, List.of(new Member(group, TeamRole.Viewer)), null, null, null));
        return team;
    }

    private static List<Subject> readers(String prefix, String group) {
        TeamSettings settings =
                new TeamSettings("freihafen-system", prefix, "2Gi", List.of(), Optional.empty(), List.of());
        return TeamManifests.desired(team(group), settings).stream()
                .filter(RoleBinding.class::isInstance)
                .map(RoleBinding.class::cast)
                .filter(binding -> binding.getMetadata().getName().equals("freihafen-readers"))
                .flatMap(binding -> binding.getSubjects().stream())
                .toList();
    }
}
