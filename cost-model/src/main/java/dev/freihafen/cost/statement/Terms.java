package dev.freihafen.cost.statement;

import dev.freihafen.cost.charge.Money;
import dev.freihafen.cost.ledger.Fields;
import dev.freihafen.cost.ledger.InvalidFact;
import dev.freihafen.cost.rate.RateCard;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that decides a month's statement but the usage.
 *
 * @param pools what finance entered; a cluster without one has the pool that its nodes' rates give
 * @param currency of all amounts, reached by {@code exchangeRates}; null: each cluster stays in the currency of its
 *     rates
 * @param policyOfCluster where a cluster's policy is not {@code defaultPolicy}
 */
public record Terms(
        Month month,
        RateCard card,
        List<Pool> pools,
        ExchangeRates exchangeRates,
        @Nullable Currency currency,
        Map<String, Policy> policyOfCluster,
        Policy defaultPolicy) {

    /** @throws InvalidFact if a cluster is not a DNS label, or the currency has no minor unit */
    public Terms {
        pools = List.copyOf(pools);
        policyOfCluster = Map.copyOf(policyOfCluster);
        policyOfCluster.keySet().forEach(cluster -> Fields.dnsLabel("cluster", cluster));
        if (currency != null) {
            Money.known(currency);
        }
    }

    /** No pools, no exchange, default policies. */
    public static Terms of(Month month, RateCard card) {
        return new Terms(month, card, List.of(), ExchangeRates.NONE, null, Map.of(), Policy.DEFAULT);
    }

    /** The policy of a cluster. */
    public Policy policy(String cluster) {
        return policyOfCluster.getOrDefault(cluster, defaultPolicy);
    }

    Terms withCard(RateCard other) {
        return new Terms(month, other, pools, exchangeRates, currency, policyOfCluster, defaultPolicy);
    }

    public Terms withPools(List<Pool> other) {
        return new Terms(month, card, other, exchangeRates, currency, policyOfCluster, defaultPolicy);
    }

    /** In one currency. */
    public Terms in(Currency target, ExchangeRates rates) {
        return new Terms(month, card, pools, rates, target, policyOfCluster, defaultPolicy);
    }

    /** The same policy for every cluster. */
    public Terms withPolicy(Policy policy) {
        return new Terms(month, card, pools, exchangeRates, currency, Map.of(), policy);
    }
}
