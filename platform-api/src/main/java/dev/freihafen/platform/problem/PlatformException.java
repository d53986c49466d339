package dev.freihafen.platform.problem;

import java.util.List;
import java.util.Set;

/**
 * An error that the caller is told of. Its detail says what happened and what to do next, and holds nothing that the
 * caller may not know. Everything else that is thrown becomes a plain 500.
 */
public abstract sealed class PlatformException extends RuntimeException {
    private final ProblemType type;
    private final transient List<FieldError> errors;

    private PlatformException(ProblemType type, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
    }

    /** The kind of the problem. */
    public ProblemType type() {
        return type;
    }

    /** What happened and what to do next. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** Single faults, empty when there are none. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The request cannot be read: 400. */
    public static final class BadRequest extends PlatformException {
        /** With a detail alone. */
        public BadRequest(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public BadRequest(String detail, List<FieldError> errors) {
            super(ProblemType.BadRequest, detail, errors);
        }
    }

    /** The caller's role does not allow it: 403. */
    public static final class Forbidden extends PlatformException {
        /** With a detail alone. */
        public Forbidden(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public Forbidden(String detail, List<FieldError> errors) {
            super(ProblemType.Forbidden, detail, errors);
        }
    }

    /** There is no such thing, or the caller may not know of it: 404. */
    public static final class NotFound extends PlatformException {
        /** With a detail alone. */
        public NotFound(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public NotFound(String detail, List<FieldError> errors) {
            super(ProblemType.NotFound, detail, errors);
        }
    }

    /** The present state does not allow it: 409. */
    public static final class Conflict extends PlatformException {
        /** With a detail alone. */
        public Conflict(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public Conflict(String detail, List<FieldError> errors) {
            super(ProblemType.Conflict, detail, errors);
        }
    }

    /** There is one of that name: 409. */
    public static final class AlreadyThere extends PlatformException {
        /** With a detail alone. */
        public AlreadyThere(String detail) {
            super(ProblemType.AlreadyThere, detail, List.of());
        }
    }

    /** Known, and not done here: 501. */
    public static final class NotSupported extends PlatformException {
        /** With a detail alone. */
        public NotSupported(String detail) {
            super(ProblemType.NotSupported, detail, List.of());
        }
    }

    /** Somebody else changed it in between: 412. */
    public static final class PreconditionFailed extends PlatformException {
        /** With a detail alone. */
        public PreconditionFailed(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public PreconditionFailed(String detail, List<FieldError> errors) {
            super(ProblemType.PreconditionFailed, detail, errors);
        }
    }

    /** The body is larger than the path takes: 413. */
    public static final class PayloadTooLarge extends PlatformException {
        /** With a detail alone. */
        public PayloadTooLarge(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public PayloadTooLarge(String detail, List<FieldError> errors) {
            super(ProblemType.PayloadTooLarge, detail, errors);
        }
    }

    /** Something in the request is wrong: 422. */
    public static final class ValidationFailed extends PlatformException {
        /** With a detail alone. */
        public ValidationFailed(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public ValidationFailed(String detail, List<FieldError> errors) {
            super(ProblemType.ValidationFailed, detail, errors);
        }
    }

    /** The pipeline or its parameters are wrong in a way that has a type of its own: 422. */
    public static final class PipelineFault extends PlatformException {
        private static final Set<ProblemType> TYPES = Set.of(
                ProblemType.PipelineUnreadable,
                ProblemType.SchemaVersionUnknown,
                ProblemType.PipelineCyclic,
                ProblemType.ParameterMissing);

        /** With the single faults. */
        public PipelineFault(ProblemType type, String detail, List<FieldError> errors) {
            super(type, detail, errors);
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException(type + " is no fault of a pipeline");
            }
        }
    }

    /** The pipeline needs what the engine cannot do: 422. */
    public static final class EngineUnsupported extends PlatformException {
        /** With a detail alone. */
        public EngineUnsupported(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public EngineUnsupported(String detail, List<FieldError> errors) {
            super(ProblemType.EngineUnsupported, detail, errors);
        }
    }

    /** The same Idempotency-Key came with another body: 422. */
    public static final class IdempotencyKeyReused extends PlatformException {
        /** With a detail alone. */
        public IdempotencyKeyReused(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public IdempotencyKeyReused(String detail, List<FieldError> errors) {
            super(ProblemType.IdempotencyKeyReused, detail, errors);
        }
    }

    /** The workload behind the path does not answer: 502. */
    public static final class BadGateway extends PlatformException {
        /** With a detail alone. */
        public BadGateway(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public BadGateway(String detail, List<FieldError> errors) {
            super(ProblemType.BadGateway, detail, errors);
        }
    }

    /** The workload behind the path is not ready: 503. */
    public static final class NotReady extends PlatformException {
        /** With a detail alone. */
        public NotReady(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public NotReady(String detail, List<FieldError> errors) {
            super(ProblemType.NotReady, detail, errors);
        }
    }

    /** The identity provider cannot be reached, so that nobody can log in: 503. */
    public static final class IdentityProviderUnavailable extends PlatformException {
        /** With the usual detail. */
        public IdentityProviderUnavailable() {
            super(
                    ProblemType.IdentityProviderUnavailable,
                    Details.of(ProblemType.IdentityProviderUnavailable),
                    List.of());
        }
    }

    /** A part of the platform cannot be reached: 503. */
    public static final class Unavailable extends PlatformException {
        /** With a detail alone. */
        public Unavailable(String detail) {
            this(detail, List.of());
        }

        /** With the single faults. */
        public Unavailable(String detail, List<FieldError> errors) {
            super(ProblemType.Unavailable, detail, errors);
        }
    }
}
