package dev.freihafen.platform.desired;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.platform.page.Page;
import dev.freihafen.platform.page.PageRequest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What should run. Its adapter today writes to one API server; a feed that operators pull from fits behind the same
 * methods. All methods throw {@code PlatformException}: {@code ValidationFailed} when the resource is refused,
 * {@code Unavailable} when the cluster cannot be reached.
 */
public interface DesiredState {
    /**
     * Creates it.
     *
     * @param dryRun everything is checked, nothing written
     * @return as written
     * @throws dev.freihafen.platform.problem.PlatformException.Conflict when there is one of that name, or the team takes
     *     no work
     */
    <T extends HasMetadata> T create(T wanted, boolean dryRun);

    /** Creates it unless there is one of that name; gives the one that is there then. */
    <T extends HasMetadata> T createIfAbsent(T wanted);

    /** The resource of that name, in the team's namespace or cluster-wide where the team is null. */
    <T extends HasMetadata> Optional<T> find(Class<T> kind, @Nullable String team, String name);

    /** A page of the resources, in the team's namespace or cluster-wide where the team is null. */
    <T extends HasMetadata> Page<T> list(Class<T> kind, @Nullable String team, PageRequest request);

    /**
     * Replaces it as a whole; its resource version must be the one that is there.
     *
     * @throws dev.freihafen.platform.problem.PlatformException.PreconditionFailed when it was changed in between
     */
    <T extends HasMetadata> T replace(T changed);

    /**
     * Changes it, again and again while others change it in between.
     *
     * @return as written, empty when there is none of that name
     */
    <T extends HasMetadata> Optional<T> edit(
            Class<T> kind, @Nullable String team, String name, UnaryOperator<T> change);

    /** Asks for its deletion; finalizers may hold it. False when there is none of that name. */
    boolean delete(Class<? extends HasMetadata> kind, @Nullable String team, String name);

    /** The namespace of a team. */
    static String namespaceOf(String team) {
        return "team-" + team;
    }

    /** Submits a run; a run of that id that is there already is a success. */
    default PipelineRun createRun(PipelineRun run) {
        return createIfAbsent(run);
    }
}
