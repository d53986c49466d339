package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.platform.desired.DesiredState;
import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Runs as desired state of a cluster. */
@Singleton
class ClusterRunTarget implements RunTarget {
    private final DesiredState desired;

    ClusterRunTarget(DesiredState desired) {
        this.desired = desired;
    }

    @Override
    public Outcome create(PipelineRun run) {
        return attempt(() -> {
            desired.createRun(run);
            return new Outcome.Done();
        });
    }

    @Override
    public Outcome change(String team, String run, Intent intent) {
        return attempt(() -> desired.edit(PipelineRun.class, team, run, there -> {
                            there.setSpec(intent.appliedTo(there.getSpec()));
                            return there;
                        })
                        .isPresent()
                ? new Outcome.Done()
                : new Outcome.Refused("there is no such run in the cluster any more"));
    }

    private static Outcome attempt(java.util.function.Supplier<Outcome> call) {
        try {
            return call.get();
        } catch (PlatformException.ValidationFailed refused) {
            return new Outcome.Refused(reason(refused));
        } catch (PlatformException later) {
            return new Outcome.Later(reason(later));
        }
    }

    private static String reason(PlatformException failure) {
        return failure.errors().isEmpty()
                ? failure.detail()
                : failure.errors().stream().map(ClusterRunTarget::sentence).collect(Collectors.joining("; "));
    }

    private static String sentence(FieldError error) {
        return error.path().isEmpty() ? error.message() : error.path() + ": " + error.message();
    }
}
