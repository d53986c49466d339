package dev.freihafen.platform.month;

import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.statement.IdlePolicy;
import dev.freihafen.cost.statement.Policy;
import dev.freihafen.cost.statement.SharedPolicy;
import dev.freihafen.platform.problem.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who carries idle and shared cost.
 *
 * @param idle Central, Even, ProRata or Owners:team-a=50,team-b=30; absent: Central
 * @param shared Central, Even, ProRata or Weights:team-a=1,team-b=2; absent: ProRata
 * @param clusters clusters whose policy is another
 */
public record PolicyBody(@Nullable String idle, @Nullable String shared, List<OfCluster> clusters) {
    static final PolicyBody DEFAULT = new PolicyBody(null, null, List.of());

    public PolicyBody {
        clusters = clusters == null ? List.of() : List.copyOf(clusters);
    }

    /** The policy of one cluster. */
    public record OfCluster(
            String cluster, @Nullable String idle, @Nullable String shared) {
        public OfCluster {
            cluster = cluster == null ? "" : cluster;
        }
    }

    Policy policy(List<FieldError> errors) {
        return read(idle, shared, "", errors);
    }

    Map<String, Policy> ofClusters(List<FieldError> errors) {
        Map<String, Policy> policies = new HashMap<>();
        for (int place = 0; place < clusters.size(); place++) {
            OfCluster of = clusters.get(place);
            String path = "clusters[" + place + "].";
            try {
                Fields.dnsLabel("cluster", of.cluster());
            } catch (InvalidFact bad) {
                errors.add(new FieldError(path + bad.column(), bad.reason()));
                continue;
            }
            if (policies.put(of.cluster(), read(of.idle(), of.shared(), path, errors)) != null) {
                errors.add(new FieldError(path + "cluster", "is named twice"));
            }
        }
        return policies;
    }

    /** Reads a pair; what is absent or wrong is the default. */
    static Policy read(@Nullable String idle, @Nullable String shared, String path, List<FieldError> errors) {
        IdlePolicy ofIdle = Policy.DEFAULT.idle();
        SharedPolicy ofShared = Policy.DEFAULT.shared();
        List<InvalidFact> bad = new ArrayList<>();
        try {
            ofIdle = idle == null || idle.isEmpty() ? ofIdle : IdlePolicy.parse(idle);
        } catch (InvalidFact wrong) {
            bad.add(wrong);
        }
        try {
            ofShared = shared == null || shared.isEmpty() ? ofShared : SharedPolicy.parse(shared);
        } catch (InvalidFact wrong) {
            bad.add(wrong);
        }
        bad.forEach(wrong -> errors.add(new FieldError(path + wrong.column(), wrong.reason())));
        return new Policy(ofIdle, ofShared);
    }
}
