package dev.freihafen.platform.problem;

/** What to do next, for errors that the frameworks find. */
final class Details {
    private Details() {}

    static String of(ProblemType type) {
        return switch (type) {
            case BadRequest ->
                "The request cannot be read: check the path, the query and the body against the OpenAPI document.";
            case Unauthenticated ->
                "Send an access token of the platform's identity provider, or a token of POST /api/v1/tokens, as"
                        + " Authorization: Bearer.";
            case Forbidden -> "Your roles do not allow this; GET /api/v1/me lists them.";
            case NotFound -> "There is nothing at this path, or you may not see it.";
            case MethodNotAllowed -> "The path does not know this method; the Allow header lists those it knows.";
            case NotAcceptable ->
                "The path cannot answer in any media type of the Accept header; try application/json.";
            case Conflict -> "The present state does not allow it; read it again first.";
            case AlreadyThere -> "There is one of that name; choose another name.";
            case NotSupported -> "This is not supported here.";
            case PreconditionFailed -> "Somebody changed it in between; read it again and repeat with the new ETag.";
            case PayloadTooLarge -> "The body is larger than the platform takes; send less.";
            case UnsupportedMediaType -> "The path does not take this Content-Type; most take application/json.";
            case ValidationFailed -> "Something in the request is wrong.";
            case PipelineUnreadable -> "Send the compiled pipeline as the kfp compiler writes it.";
            case SchemaVersionUnknown -> "Compile the pipeline with kfp 2.";
            case PipelineCyclic -> "Take away one of the dependencies of the cycle.";
            case ParameterMissing -> "Give the parameters that errors lists.";
            case EngineUnsupported -> "The pipeline needs what the engine cannot do.";
            case IdempotencyKeyReused -> "Use a new Idempotency-Key for a new request.";
            case Internal ->
                "This is a fault of the platform, not of the request; its log has the cause. Try again later.";
            case BadGateway ->
                "The workload closed the connection or does not answer; look at its state and try again.";
            case NotReady -> "The workload is not ready; look at its state.";
            case DatabaseUnavailable ->
                "PostgreSQL cannot be reached, nothing was changed for certain; try again in a few seconds, with the same"
                        + " Idempotency-Key if you create something. If it lasts, tell the platform's administrator.";
            case IdentityProviderUnavailable ->
                "Nobody can log in now, since the identity provider cannot be reached; try again in a moment. If it lasts,"
                        + " tell the platform's administrator.";
            case Unavailable -> "A part of the platform cannot be reached; try again in a moment.";
        };
    }
}
