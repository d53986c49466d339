package dev.freihafen.platform.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import dev.freihafen.platform.identity.Access;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Decision;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.PlatformGroups;
import dev.freihafen.platform.identity.Role;
import dev.freihafen.platform.identity.Scope;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.wiring.PlatformConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration ABSENCE = Duration.ofDays(30);
    private static final PlatformGroups GROUPS = new PlatformGroups(new SmallRyeConfigBuilder()
            .withMapping(PlatformConfig.class)
            .build()
            .getConfigMapping(PlatformConfig.class));
    private static final SeenGroups EDITOR = new SeenGroups(Set.of("fraud-editors"), NOW.minusSeconds(60));

    @Test
    void aGoodTokenStandsForItsOwnerInItsTeam() {
        TokenCheck.Verdict verdict = check(token(EnumSet.allOf(Scope.class)), EDITOR, team("fraud", "uid-1"));
        assertThat(verdict.state()).isEqualTo(TokenCheck.State.Active);
        assertThat(verdict.caller()).isNotNull();
        assertThat(verdict.caller().name()).isEqualTo("scientist");
        assertThat(Access.rolesIn(verdict.caller(), team("fraud", "uid-1"))).containsExactly(Role.Editor);
        assertThat(Access.rolesIn(verdict.caller(), team("routing", "uid-2"))).isEmpty();
    }

    @Test
    void aRevokedTokenIsRefused() {
        MachineToken token = token(Set.of(Scope.Read));
        MachineToken revoked = new MachineToken(
                token.id(),
                token.team(),
                token.name(),
                token.subject(),
                token.owner(),
                token.scopes(),
                token.createdAt(),
                token.expiresAt(),
                null,
                NOW.minusSeconds(5),
                "teamAdmin");
        refused(check(revoked, EDITOR, team("fraud", "uid-1")), TokenCheck.State.Revoked, "by teamAdmin");
    }

    @Test
    void aTokenIsRefusedFromItsEndOn() {
        MachineToken token = token(Set.of(Scope.Read));
        Team team = team("fraud", "uid-1");
        SeenGroups seen = new SeenGroups(Set.of("fraud-editors"), token.expiresAt());
        assertThat(TokenCheck.check(
                                token,
                                seen,
                                team,
                                GROUPS,
                                ABSENCE,
                                token.expiresAt().minusNanos(1))
                        .state())
                .isEqualTo(TokenCheck.State.Active);
        refused(
                TokenCheck.check(token, seen, team, GROUPS, ABSENCE, token.expiresAt()),
                TokenCheck.State.Expired,
                "make a new one");
    }

    @Test
    void aTokenRestsWhenItsOwnerHasNotLoggedInForLong() {
        SeenGroups before = new SeenGroups(Set.of("fraud-editors"), NOW.minus(ABSENCE));
        refused(
                check(token(Set.of(Scope.Read)), before, team("fraud", "uid-1")),
                TokenCheck.State.OwnerAbsent,
                "after the next login");
    }

    @Test
    void aTokenEndsWithTheMembership() {
        SeenGroups left = new SeenGroups(Set.of("routing-editors"), NOW.minusSeconds(60));
        refused(
                check(token(Set.of(Scope.Read)), left, team("fraud", "uid-1")),
                TokenCheck.State.MembershipEnded,
                "has no role in team fraud");
    }

    @Test
    void aTokenEndsWithItsTeamAndIsNotOfTheNextOneOfThatName() {
        MachineToken token = token(Set.of(Scope.Read));
        refused(check(token, EDITOR, null), TokenCheck.State.MembershipEnded, "no role");
        refused(check(token, EDITOR, team("fraud", "uid-9")), TokenCheck.State.MembershipEnded, "no role");
    }

    @Test
    void rolesOnThePlatformThatReachIntoNoTeamAreLeftOut() {
        SeenGroups many = new SeenGroups(
                Set.of("fraud-editors", "freihafen-finance", "freihafen-auditors"), NOW.minusSeconds(60));
        Caller caller = check(token(EnumSet.allOf(Scope.class)), many, team("fraud", "uid-1"))
                .caller();
        assertThat(caller.platformRoles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void aScopeAllowsWhatItNamesAndNothingElse(Scope scope) {
        SeenGroups admin = new SeenGroups(Set.of("fraud-admins", "freihafen-platform-admins"), NOW.minusSeconds(60));
        Team team = team("fraud", "uid-1");
        Caller caller = check(token(Set.of(scope)), admin, team).caller();
        List<Operation> allowed = Arrays.stream(Operation.values())
                .filter(operation -> operation.reach() == Operation.Reach.Team
                        ? Access.decide(caller, operation, team) == Decision.Allowed
                        : Access.decide(caller, operation, List.of(team)) == Decision.Allowed)
                .toList();
        assertThat(allowed).containsExactlyInAnyOrderElementsOf(scope.operations());
    }

    @Test
    void noScopeMakesTokensOrOpensWorkspacesOrChangesMoney() {
        assertThat(EnumSet.allOf(Scope.class))
                .flatMap(Scope::operations)
                .doesNotContain(
                        Operation.ManageTokens,
                        Operation.OpenWorkspace,
                        Operation.ChangeBudget,
                        Operation.ManageRates,
                        Operation.ManageTeams,
                        Operation.SendUsage);
    }

    private static void refused(TokenCheck.Verdict verdict, TokenCheck.State state, String words) {
        assertThat(verdict.state()).isEqualTo(state);
        assertThat(verdict.message()).contains(words);
        assertThat(verdict.caller()).isNull();
    }

    private static TokenCheck.Verdict check(MachineToken token, SeenGroups seen, @Nullable Team team) {
        return TokenCheck.check(token, seen, team, GROUPS, ABSENCE, NOW);
    }

    private static MachineToken token(Set<Scope> scopes) {
        return new MachineToken(
                UUID.randomUUID(),
                new TeamKey("fraud", "uid-1"),
                "nightly",
                "sub-scientist",
                "scientist",
                scopes,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(29)),
                null,
                null,
                null);
    }

    private static Team team(String name, String uid) {
        Team team = new Team();
        team.getMetadata().setName(name);
        team.getMetadata().setUid(uid);
        team.setSpec(new TeamSpec(
                name,
                null,
                List.of(new Member(name + "-editors", TeamRole.Editor), new Member(name + "-admins", TeamRole.Admin)),
                null,
                null,
                null));
        return team;
    }
}
