package dev.freihafen.cost.statement;

import java.math.BigInteger;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a cluster in minor units: teams + idleCentral + sharedCentral + unallocated + residual = pool, to the cent.
 *
 * @param poolMinorUnits null where nothing was entered and no node was metered, and while the cluster is a draft
 * @param teams all lines of teams but corrections
 * @param corrections of closed months, all of them; outside the pool
 */
public record ClusterTotal(
        String cluster,
        Currency currency,
        @Nullable BigInteger poolMinorUnits,
        BigInteger teams,
        BigInteger idleCentral,
        BigInteger sharedCentral,
        BigInteger unallocated,
        BigInteger residual,
        BigInteger corrections) {

    /** What is paid for in this month: everything but corrections. */
    public BigInteger total() {
        return teams.add(idleCentral).add(sharedCentral).add(unallocated).add(residual);
    }

    static ClusterTotal empty(String cluster, Currency currency) {
        BigInteger none = BigInteger.ZERO;
        return new ClusterTotal(cluster, currency, null, none, none, none, none, none, none);
    }

    ClusterTotal withCorrection(BigInteger units) {
        return new ClusterTotal(
                cluster,
                currency,
                poolMinorUnits,
                teams,
                idleCentral,
                sharedCentral,
                unallocated,
                residual,
                corrections.add(units));
    }
}
