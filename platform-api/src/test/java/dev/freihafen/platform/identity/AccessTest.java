package dev.freihafen.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freihafen.api.v1alpha1.Member;
import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.api.v1alpha1.TeamRole;
import dev.freihafen.api.v1alpha1.TeamSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTest {
    private static final Team OURS = team("ours");
    private static final Team OTHERS = team("others");

    /** Columns: Viewer, Editor, Admin, Finance, Auditor, PlatformAdmin, Operator. A: any, O: own, -: not. */
    private static final String TABLE = """
            ReadWork              A A A - A A -
            ReadLogs              A A A - - A -
            ReadCosts             A A A A A A -
            CreateWork            - A A - - A -
            ChangeWork            - O A - - A -
            OpenWorkspace         - O A - - A -
            CallEndpoint          A A A - - A -
            ManageTokens          - O A - - A -
            ChangeBudget          - - A A - A -
            ReadTeamAudit         - - A - A A -
            ReadHardwareClasses   A A A A A A -
            ReadRates             A A A A A A -
            ManageRates           - - - A - - -
            ReadMonths            - - - A A - -
            ManageTeams           - - - - - A -
            ManageHardwareClasses - - - - - A -
            SendUsage             - - - - - - A
            """;

    static Stream<Arguments> cells() {
        return TABLE.lines().flatMap(line -> {
            String[] cells = line.split("\\s+");
            return Arrays.stream(Role.values())
                    .map(role -> Arguments.of(Operation.valueOf(cells[0]), role, cells[1 + role.ordinal()]));
        });
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theOwnTeamIsDecidedByTheTable(Operation operation, Role role, String cell) {
        Decision decision = operation.reach() == Operation.Reach.Team
                ? Access.decide(caller(role), operation, OURS)
                : Access.decide(caller(role), operation, List.of(OURS, OTHERS));
        switch (cell) {
            case "A" -> assertThat(decision).isEqualTo(Decision.Allowed);
            case "O" -> assertThat(decision).isEqualTo(Decision.AllowedOnOwn);
            default -> assertThat(decision).isIn(Decision.Denied, Decision.Hidden);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void anotherTeamIsHiddenFromMembersAndTheSameForPlatformRoles(Operation operation, Role role, String cell) {
        if (operation.reach() == Operation.Reach.Team) {
            Decision decision = Access.decide(caller(role), operation, OTHERS);
            boolean member = role.compareTo(Role.Admin) <= 0;
            if (member || role == Role.Operator) {
                assertThat(decision).isEqualTo(Decision.Hidden);
            } else {
                assertThat(decision).isEqualTo(cell.equals("A") ? Decision.Allowed : Decision.Denied);
            }
        }
    }

    @Test
    void theTableOfTheTestNamesEveryOperation() {
        assertThat(TABLE.lines().map(line -> line.split("\\s+")[0]))
                .containsExactlyElementsOf(
                        Arrays.stream(Operation.values()).map(Enum::name).toList());
    }

    @Test
    void aTeamThatIsNotThereIsHiddenFromEverybody() {
        for (Role role : Role.values()) {
            assertThat(Access.decide(caller(role), Operation.ReadWork, (Team) null))
                    .isEqualTo(Decision.Hidden);
        }
    }

    @Test
    void whoeverHasNoRoleSeesNothing() {
        Caller stranger = new Caller("s", "stranger", Set.of("somewhere"), Set.of(), null);
        for (Operation operation : Operation.values()) {
            assertThat(Access.decide(stranger, operation, OURS)).isEqualTo(Decision.Hidden);
            assertThat(Access.decide(stranger, operation, List.of(OURS))).isEqualTo(Decision.Denied);
        }
    }

    private static Caller caller(Role role) {
        return switch (role) {
            case Viewer, Editor, Admin -> new Caller("s", "somebody", Set.of("ours-" + role), Set.of(), null);
            case Finance, Auditor, PlatformAdmin ->
                new Caller("s", "somebody", Set.of(), Set.of(PlatformRole.valueOf(role.name())), null);
            case Operator -> new Caller("s", "operator", Set.of(), Set.of(), "local");
        };
    }

    private static Team team(String name) {
        Team team = new Team();
        team.getMetadata().setName(name);
        List<Member> members = Arrays.stream(TeamRole.values())
                .map(role -> new Member(name + "-" + role, role))
                .toList();
        team.setSpec(new TeamSpec(name, null, members, null, null, null));
        return team;
    }
}
