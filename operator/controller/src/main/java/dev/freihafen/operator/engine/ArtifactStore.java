package dev.freihafen.operator.engine;

import dev.freihafen.operator.OperatorConfig;
import java.net.URI;
import java.util.Optional;

/**
 * The S3 store of artifacts.
 *
 * @param endpoint where it answers; buckets are named in the path
 * @param bucket bucket of all teams
 * @param region by which requests are signed
 */
record ArtifactStore(URI endpoint, String bucket, String region) {
    /** Secret of each team with its keys. */
    static final String SECRET = "artifact-store";
    /** Where a container sees what lies in the store; the kfp SDK's own rule for S3. */
    static final String FOLDER = "/s3";

    static Optional<ArtifactStore> of(OperatorConfig config) {
        return config.artifactStore()
                .map(endpoint -> new ArtifactStore(endpoint, config.artifactBucket(), config.artifactRegion()));
    }

    /** Where the artifacts of a run lie. */
    String root(String team, String run) {
        return "s3://" + bucket + "/" + team + "/" + run;
    }
}
