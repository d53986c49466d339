package dev.freihafen.platform.problem;

import java.net.URI;

/** The kinds of errors that callers meet; each is a problem type of RFC 9457 with its title and HTTP status. */
public enum ProblemType {
    /** The request cannot be read. */
    BadRequest("bad-request", "The request cannot be read", 400),
    /** No valid token. */
    Unauthenticated("unauthenticated", "A valid access token is needed", 401),
    /** The caller's role does not allow it. */
    Forbidden("forbidden", "Not allowed", 403),
    /** There is no such thing, or the caller may not know of it. */
    NotFound("not-found", "Not found", 404),
    /** The path does not know the method. */
    MethodNotAllowed("method-not-allowed", "Method not allowed", 405),
    /** None of the media types asked for can be given. */
    NotAcceptable("not-acceptable", "No such representation", 406),
    /** The state of things does not allow it. */
    Conflict("conflict", "Conflict with the present state", 409),
    /** There is one of that name. */
    AlreadyThere("already-there", "There is one of that name", 409),
    /** The thing was changed by somebody else in between. */
    PreconditionFailed("precondition-failed", "Changed in between", 412),
    /** The body is larger than this path takes. */
    PayloadTooLarge("payload-too-large", "The body is too large", 413),
    /** The body's media type is not taken here. */
    UnsupportedMediaType("unsupported-media-type", "Media type not supported", 415),
    /** The request can be read, and something in it is wrong. */
    ValidationFailed("validation-failed", "Something in the request is wrong", 422),
    /** What was sent as a pipeline is neither YAML nor JSON. */
    PipelineUnreadable("pipeline-unreadable", "The pipeline cannot be read", 422),
    /** The pipeline was compiled for a schema that is not understood. */
    SchemaVersionUnknown("schema-version-unknown", "The pipeline's schema version is not understood", 422),
    /** Tasks of the pipeline wait for each other. */
    PipelineCyclic("pipeline-cyclic", "The pipeline has a cycle", 422),
    /** A parameter that the pipeline needs was not given. */
    ParameterMissing("parameter-missing", "A parameter is missing", 422),
    /** The pipeline needs what the engine cannot do. */
    EngineUnsupported("engine-unsupported", "The engine cannot run this pipeline", 422),
    /** The same Idempotency-Key came with another body. */
    IdempotencyKeyReused("idempotency-key-reused", "Idempotency-Key used for another request", 422),
    /** A fault of the platform. */
    Internal("internal-error", "The platform failed", 500),
    /** What is asked for is known, and not done here. */
    NotSupported("not-supported", "Not supported here", 501),
    /** The workload behind the path does not answer. */
    BadGateway("bad-gateway", "The workload does not answer", 502),
    /** The workload behind the path is not ready. */
    NotReady("not-ready", "Not ready", 503),
    /** A part of the platform cannot be reached. */
    Unavailable("unavailable", "The platform is not whole", 503),
    /** PostgreSQL cannot be reached. */
    DatabaseUnavailable("database-unavailable", "The platform's database is away", 503),
    /** The identity provider cannot be reached. */
    IdentityProviderUnavailable("identity-provider-unavailable", "The login is away", 503);

    private final String slug;
    private final String title;
    private final int status;

    ProblemType(String slug, String title, int status) {
        this.slug = slug;
        this.title = title;
        this.status = status;
    }

    /** The type member: a name that stays the same and resolves to nothing. */
    public URI uri() {
        return URI.create("urn:freihafen:problem:" + slug);
    }

    /** The title member: the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** The type that stands for an HTTP error status; {@code Internal} for every one above 500 that has no type. */
    public static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 500 ? Internal : BadRequest;
    }
}
