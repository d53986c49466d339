package dev.freihafen.cost.file;

import dev.freihafen.cost.file.RowRules.CrossRow;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.SharedPolicy;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code policy.csv}: who carries the idle and shared cost of a cluster. */
public final class PolicyCsv {

    /** The columns. */
    public static final List<String> COLUMNS = List.of("cluster", "idle", "shared");

    private static final Map<String, String> SOUND = Map.of("cluster", "a", "idle", "Central", "shared", "Central");

    private PolicyCsv() {}

    /** @throws FileFault with the first fault */
    public static Map<String, Policy> read(InputStream in, String file) {
        Map<String, Policy> policies = new TreeMap<>();
        CrossRow once = new CrossRow("cluster", Set.of("cluster"), row -> {
            if (policies.containsKey(row.get("cluster"))) {
                throw new InvalidFact("cluster", "has a policy already; a cluster has one");
            }
        });
        RowRules rules = new RowRules(COLUMNS, PolicyCsv::policy, SOUND, Map.of(), List.of(once));
        CsvTable.readTexts(in, file, rules, row -> {
            Policy policy = policy(row);
            once.check().accept(row);
            policies.put(MoneyText.field(row, "cluster"), policy);
        });
        return policies;
    }

    private static Policy policy(Map<String, String> row) {
        Fields.dnsLabel("cluster", MoneyText.field(row, "cluster"));
        return new Policy(
                IdlePolicy.parse(MoneyText.field(row, "idle")), SharedPolicy.parse(MoneyText.field(row, "shared")));
    }
}
