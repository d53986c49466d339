package dev.freihafen.platform.run;

import dev.freihafen.api.v1alpha1.PipelineRun;
import dev.freihafen.platform.desired.AwayCluster;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** The cluster of the tests, which a test can take away: calls then go to a port where nobody listens. */
@Alternative
@Priority(1)
@Singleton
public class SwitchableRunTarget implements RunTarget {
    private final RunTarget cluster;
    private final RunTarget nobody = new ClusterRunTarget(AwayCluster.desiredState());
    private volatile boolean away;
    private volatile boolean refusing;

    SwitchableRunTarget(ClusterRunTarget cluster) {
        this.cluster = cluster;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    void refusing(boolean isRefusing) {
        refusing = isRefusing;
    }

    @Override
    public Outcome create(PipelineRun run) {
        return refusing ? new Outcome.Refused("spec.ir: not here") : (away ? nobody : cluster).create(run);
    }

    @Override
    public Outcome change(String team, String run, Intent intent) {
        return (away ? nobody : cluster).change(team, run, intent);
    }
}
