package dev.freihafen.platform.kfp;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets callers to a team's surface. The path names the team; a namespace, where one is told, must be the same team's. */
@Singleton
final class KfpDoor {
    /** Where the surface of a team is. */
    static final String ROOT = "/kfp/{team}/apis/v2beta1";

    private final CurrentCaller caller;
    private final Authorization authorization;

    KfpDoor(CurrentCaller caller, Authorization authorization) {
        this.caller = caller;
        this.authorization = authorization;
    }

    Caller caller() {
        return caller.get();
    }

    /**
     * The team, for who may do that in it.
     *
     * @param namespace as the client told it: the team's name or that of its namespace; null or empty says nothing
     */
    Team enter(String team, Operation operation, @Nullable String namespace) {
        Team found = authorization.require(caller.get(), operation, team);
        if (namespace != null
                && !namespace.isEmpty()
                && !namespace.equals(team)
                && !namespace.equals(DesiredState.namespaceOf(team))) {
            throw new PlatformException.Forbidden("The namespace " + namespace + " is not the one of team " + team
                    + ", whose surface this is; leave it out, or use the host of the other team.");
        }
        return found;
    }

    /** The key of the team, for who may read its work. */
    TeamKey read(String team, @Nullable String namespace) {
        return TeamKey.of(enter(team, Operation.ReadWork, namespace));
    }

    /** Refuses unless the caller may change what belongs to that owner. */
    void requireChange(String team, String owner) {
        authorization.requireOn(caller.get(), Operation.ChangeWork, team, owner);
    }

    /**
     * What a client asks for by its id.
     *
     * @param noun what it is, for the refusal
     * @throws PlatformException.NotFound when there is none, also when the id can be none of ours
     */
    static <T> T find(String noun, String id, Function<UUID, Optional<T>> find) {
        return uuid(id).flatMap(find).orElseThrow(() -> new PlatformException.NotFound(noun + " " + id + " not found"));
    }

    /** An id as a client sent it; empty when it can be none of ours. */
    static Optional<UUID> uuid(@Nullable String id) {
        try {
            return id == null ? Optional.empty() : Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
