package dev.freihafen.platform.month;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.freihafen.cost.statement.ClusterTotal;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Month;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.SharedPolicy;
import dev.freihafen.cost.statement.Statement;
import dev.freihafen.cost.statement.StatementLine;
import dev.freihafen.platform.problem.FieldError;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/** The same usage by several policies, side by side. */
@Singleton
class Previews {
    private static final int MOST = 20;
    private static final List<String> IDLE = List.of("Central", "Even", "ProRata");

    private final Jdbi jdbi;
    private final Drafts drafts;

    Previews(Jdbi jdbi, Drafts drafts) {
        this.jdbi = jdbi;
        this.drafts = drafts;
    }

    /**
     * Policies side by side.
     *
     * @param options first the policies as they are entered, then those asked for
     */
    @Schema(name = "Preview")
    public record Preview(String month, List<Option> options) {
        public Preview {
            options = List.copyOf(options);
        }
    }

    /**
     * What a policy makes of the month.
     *
     * @param idle absent for what is entered now, which may differ from cluster to cluster
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Option(
            @Nullable String idle,
            @Nullable String shared,
            boolean complete,
            List<TeamAmount> teams,
            List<ClusterAmounts> clusters) {
        public Option {
            teams = List.copyOf(teams);
            clusters = List.copyOf(clusters);
        }
    }

    /** Minor units of a team in one currency. */
    public record TeamAmount(String team, String currency, BigInteger amount) {}

    /** Minor units of a cluster: teams + idle + shared + unallocated + residual = pool. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClusterAmounts(
            String cluster,
            String currency,
            @Nullable BigInteger pool,
            BigInteger teams,
            BigInteger idle,
            BigInteger shared,
            BigInteger unallocated,
            BigInteger residual,
            BigInteger corrections) {
        static ClusterAmounts of(ClusterTotal total) {
            return new ClusterAmounts(
                    total.cluster(),
                    total.currency().getCurrencyCode(),
                    total.poolMinorUnits(),
                    total.teams(),
                    total.idleCentral(),
                    total.sharedCentral(),
                    total.unallocated(),
                    total.residual(),
                    total.corrections());
        }
    }

    /** At most twenty options; without policies the three plain ones for idle cost. */
    Preview of(Month month, List<String> idle, List<String> shared) {
        List<FieldError> errors = new ArrayList<>();
        Drafts.Draft draft =
                jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> drafts.draw(snapshot, month));
        List<Policy> asked = policies(idle, shared, draft.terms().defaultPolicy(), errors);
        Asked.requireNone(errors);
        List<Option> options = new ArrayList<>();
        options.add(option(null, draft.statement()));
        for (Policy policy : asked) {
            options.add(option(policy, draft.statement(draft.terms().withPolicy(policy))));
        }
        return new Preview(month.toString(), options);
    }

    private static List<Policy> policies(
            List<String> idle, List<String> shared, Policy present, List<FieldError> errors) {
        List<String> ofShared = shared.isEmpty() ? List.of(present.shared().text()) : shared;
        Set<Policy> policies = new LinkedHashSet<>();
        for (String one : idle.isEmpty() ? IDLE : idle) {
            for (String other : ofShared) {
                policies.add(PolicyBody.read(one, other, "", errors));
            }
        }
        if (policies.size() > MOST) {
            errors.add(new FieldError("idle", "with shared makes more than " + MOST + " options"));
        }
        return List.copyOf(policies);
    }

    private static Option option(@Nullable Policy policy, Statement statement) {
        IdlePolicy idle = policy == null ? null : policy.idle();
        SharedPolicy shared = policy == null ? null : policy.shared();
        Map<String, Map<String, BigInteger>> teams = new TreeMap<>();
        for (StatementLine line : statement.lines()) {
            if (!line.team().isEmpty() && line.minorUnits() != null && line.currency() != null) {
                teams.computeIfAbsent(line.team(), team -> new TreeMap<>())
                        .merge(line.currency().getCurrencyCode(), line.minorUnits(), BigInteger::add);
            }
        }
        List<TeamAmount> amounts = new ArrayList<>();
        teams.forEach((team, sums) ->
                sums.forEach((currency, amount) -> amounts.add(new TeamAmount(team, currency, amount))));
        return new Option(
                idle == null ? null : idle.text(),
                shared == null ? null : shared.text(),
                statement.complete(),
                amounts,
                statement.clusters().stream().map(ClusterAmounts::of).toList());
    }
}
