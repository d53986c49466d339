package dev.freihafen.platform.work;

import dev.freihafen.api.v1alpha1.Team;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.idempotency.IdempotencyHeader;
import dev.freihafen.platform.idempotency.IdempotentRequest;
import dev.freihafen.platform.identity.Authorization;
import dev.freihafen.platform.identity.Caller;
import dev.freihafen.platform.identity.CurrentCaller;
import dev.freihafen.platform.identity.Operation;
import dev.freihafen.platform.identity.TeamKey;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import dev.freihafen.platform.problem.PlatformException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Creates, finds, changes and deletes work of teams, once the caller is known to be allowed to. */
@Singleton
public final class TeamWork {
    private final DesiredState desired;
    private final Authorization authorization;
    private final CurrentCaller caller;
    private final WorkCreation creation;

    TeamWork(DesiredState desired, Authorization authorization, CurrentCaller caller, WorkCreation creation) {
        this.desired = desired;
        this.authorization = authorization;
        this.caller = caller;
        this.creation = creation;
    }

    /**
     * What is to be created.
     *
     * @param name of the new thing
     * @param body as it was sent, for the Idempotency-Key
     * @param resource makes the resource; the account that creates it is given
     */
    public record Wanted<T>(String name, Object body, Function<String, T> resource) {}

    /**
     * Creates it: 201, or 200 for a dry run and for what an earlier request with the same key made.
     *
     * @param key value of the Idempotency-Key, null without one
     */
    public <T extends HasMetadata, V> RestResponse<V> create(
            WorkKind<T> kind,
            String team,
            boolean dryRun,
            @Nullable String key,
            Wanted<T> wanted,
            Function<T, V> view) {
        Caller creator = caller.get();
        Team there = authorization.require(creator, Operation.CreateWork, team);
        T resource = wanted.resource().apply(creator.name());
        resource.getMetadata().setName(wanted.name());
        resource.getMetadata().setNamespace(DesiredState.namespaceOf(team));
        if (dryRun) {
            return RestResponse.ok(view.apply(desired.create(resource, true)));
        }
        Optional<IdempotentRequest> request =
                IdempotencyHeader.read(key, creator, TeamKey.of(there), kind.plural(), String.valueOf(wanted.body()));
        WorkCreation.Created<T> made = request.isEmpty()
                ? new WorkCreation.Created<>(desired.create(resource, false), true)
                : creation.create(kind, team, request.get(), resource);
        return RestResponse.ResponseBuilder.create(
                        made.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        view.apply(made.resource()))
                .location(URI.create("/api/v1/teams/" + team + "/" + kind.plural() + "/" + wanted.name()))
                .build();
    }

    /** A page of the team's. */
    public <T extends HasMetadata, V> Page<V> list(
            WorkKind<T> kind, String team, PageRequest request, Function<T, V> view) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return desired.list(kind.type(), team, request).map(view);
    }

    /** One of the team's. */
    public <T extends HasMetadata> T get(WorkKind<T> kind, String team, String name) {
        authorization.require(caller.get(), Operation.ReadWork, team);
        return find(kind, team, name);
    }

    /** Changes one of the team's, as its owner or an admin. */
    public <T extends HasMetadata> T edit(WorkKind<T> kind, String team, String name, UnaryOperator<T> change) {
        requireChange(kind, team, name);
        return desired.edit(kind.type(), team, name, change).orElseThrow(() -> unknown(kind, team, name));
    }

    /** Asks for its deletion, as its owner or an admin. */
    public <T extends HasMetadata> void delete(WorkKind<T> kind, String team, String name) {
        requireChange(kind, team, name);
        if (!desired.delete(kind.type(), team, name)) {
            throw unknown(kind, team, name);
        }
    }

    private <T extends HasMetadata> void requireChange(WorkKind<T> kind, String team, String name) {
        Caller changing = caller.get();
        authorization.require(changing, Operation.ChangeWork, team);
        authorization.requireOn(
                changing, Operation.ChangeWork, team, kind.owner().apply(find(kind, team, name)));
    }

    private <T extends HasMetadata> T find(WorkKind<T> kind, String team, String name) {
        return desired.find(kind.type(), team, name).orElseThrow(() -> unknown(kind, team, name));
    }

    static PlatformException.NotFound unknown(WorkKind<?> kind, String team, String name) {
        return new PlatformException.NotFound("Team " + team + " has no " + kind.noun() + " " + name + ".");
    }
}
