package dev.freihafen.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be configured, with its defaults; environment variables are {@code FREIHAFEN_...}. */
@ConfigMapping(prefix = "freihafen")
public interface OperatorConfig {
    /** Name of this cluster in the ledger. */
    @WithDefault("local")
    String cluster();

    /** Namespace of the platform itself; the leader's lease is kept there. */
    @WithDefault("freihafen-system")
    String namespace();

    /** Where the platform API answers. */
    @WithDefault("http://localhost:8080")
    URI apiUrl();

    /** Whether usage, events and logs are sent to the platform API. */
    @WithDefault("true")
    boolean feedEnabled();

    /** Registry and folder of the platform's images. */
    @WithDefault("localhost/freihafen")
    String imagePrefix();

    /** Tag of the platform's images. */
    @WithDefault("0.1.0")
    String imageTag();

    /** Key from which each workspace's own token is derived; shared with the platform API. */
    String workspaceKey();

    /** Put before the names of identity-provider groups in role bindings. */
    Optional<String> groupPrefix();

    /** Size of a team's model volume. */
    @WithDefault("2Gi")
    String modelStorage();

    /** Size of a run's volume. */
    @WithDefault("1Gi")
    String runStorage();

    /**
     * Address of the S3 store in which artifacts of runs are kept; on each run's own volume when absent. Each team's namespace
     * then has a secret {@code artifact-store} with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
     */
    Optional<URI> artifactStore();

    /** Bucket of the artifacts; each team's lie below its name. */
    @WithDefault("freihafen")
    String artifactBucket();

    /** Region by which requests to the store are signed. */
    @WithDefault("us-east-1")
    String artifactRegion();

    /** Address ranges of the store, to which the pods of teams may connect. */
    Optional<List<String>> artifactCidrs();

    /** How long a run that has ended is kept in the cluster, with its volume; its history stays in the ledger. */
    @WithDefault("P7D")
    Duration runRetention();

    /** How long a run waits for an engine that does not answer before it has failed. */
    @WithDefault("P1D")
    Duration maxQueueAge();

    /** How long the volume of a deleted workspace is kept. */
    @WithDefault("P7D")
    Duration volumeRetention();

    /** Time between two of the meter's reports; what it costs is a small request to the API server and one to the API. */
    @WithDefault("PT30S")
    Duration meterInterval();

    /** Address ranges from which the platform's proxy reaches pods, where it runs outside the cluster. */
    Optional<List<String>> proxyCidrs();

    /**
     * IP address where pods reach the platform API's port for clients of Kubeflow Pipelines, 8888. Where it is set, workspaces
     * get a token for it, and {@code kfp.Client()} works in them without arguments.
     */
    Optional<String> kfpAddress();

    /** How long a leader that does not answer is waited for. */
    @WithDefault("PT15S")
    Duration leaseDuration();

    /** Full reference of one of the platform's images, {@code name} such as {@code ml}. */
    default String image(String name) {
        return imagePrefix() + "/" + name + ":" + imageTag();
    }
}
