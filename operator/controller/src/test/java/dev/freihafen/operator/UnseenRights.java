package dev.freihafen.operator;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the role grants though the whole life of a team may pass without it, each with the reason. */
final class UnseenRights {
    /** No request ever asks for these, so that one that does makes its reason stale. */
    static final Map<String, String> NEVER_ASKED_FOR = neverAskedFor();

    /** Asked for only where two were at it at the same time, which a life may see or not. */
    static final Map<String, String> ASKED_FOR_IN_A_RACE = Map.of(
            "get freihafen.dev/pipelineruns",
            "given to the readers of a team; asked for where the cache lags behind a pod or a finalizer's patch conflicts",
            "get freihafen.dev/workspaces",
            "given to the readers of a team; asked for where a finalizer's patch conflicts");

    private UnseenRights() {}

    private static Map<String, String> neverAskedFor() {
        Map<String, String> unseen = new TreeMap<>();
        for (String kind : Set.of("teams", "workspaces", "pipelineruns", "modelendpoints")) {
            unseen.put(
                    "update freihafen.dev/" + kind + "/finalizers",
                    "checked, not asked for, where a cluster admits owner references only from who may finalize");
        }
        unseen.put(
                "get freihafen.dev/modelendpoints",
                "given to the readers of a team; nobody grants what he does not have, and an endpoint has no finalizer");
        unseen.put("update coordination.k8s.io/leases", "the framework does not start without it, though it patches");
        return unseen;
    }

    static Set<String> all() {
        Set<String> all = new TreeSet<>(NEVER_ASKED_FOR.keySet());
        all.addAll(ASKED_FOR_IN_A_RACE.keySet());
        return all;
    }
}
