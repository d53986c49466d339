package dev.freihafen.platform.identity;

import java.util.Set;

/** What a token that stands for less than its owner may be used for; nothing in any scope makes tokens or opens workspaces. */
public enum Scope {
    /** Read the team's work, logs and costs. */
    Read(
            Operation.ReadWork,
            Operation.ReadLogs,
            Operation.ReadCosts,
            Operation.ReadHardwareClasses,
            Operation.ReadRates),
    /** Create, change, cancel and delete work. */
    Write(Operation.CreateWork, Operation.ChangeWork),
    /** Ask served models. */
    CallEndpoints(Operation.CallEndpoint);

    private final Set<Operation> operations;

    Scope(Operation... operations) {
        this.operations = Set.of(operations);
    }

    /** What it allows, where the owner's roles do. */
    public Set<Operation> operations() {
        return operations;
    }
}
