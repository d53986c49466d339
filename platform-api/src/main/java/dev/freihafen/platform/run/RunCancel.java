package dev.freihafen.platform.run;

import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.Operation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Asks runs to end; their pods are ended by the operator. */
@Singleton
public class RunCancel {
    private final RunFinder finder;
    private final RunIntents intents;
    private final RunHandover handover;
    private final Clock clock;

    RunCancel(RunFinder finder, RunIntents intents, RunHandover handover, Clock clock) {
        this.finder = finder;
        this.intents = intents;
        this.handover = handover;
        this.clock = clock;
    }

    /** Asks the run to end. Asking again, or when it has ended, changes nothing. */
    public Run cancel(String team, String id, Caller caller) {
        Run run = finder.findToChange(caller, team, id);
        intents.cancel(run.id(), caller.name(), clock.instant());
        handover.handOver(run.id());
        return finder.find(caller, Operation.ReadWork, team, id);
    }

    /**
     * The same in the caller's transaction, for work that nobody asks for in person; the cluster is told soon after.
     *
     * @param by what asks for it, in words
     */
    public void cancel(Handle transaction, UUID run, String by) {
        intents.cancel(transaction, run, by, clock.instant());
    }
}
