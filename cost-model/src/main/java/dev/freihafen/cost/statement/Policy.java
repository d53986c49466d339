package dev.freihafen.cost.statement;

/** Who carries a cluster's idle and shared cost. */
public record Policy(IdlePolicy idle, SharedPolicy shared) {

    /** Idle stays central, shared is split by usage. */
    public static final Policy DEFAULT = new Policy(new IdlePolicy.Central(), new SharedPolicy.ProRata());
}
