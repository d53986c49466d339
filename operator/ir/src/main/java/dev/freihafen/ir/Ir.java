package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads compiled pipelines and says what is wrong with them. */
public final class Ir {
    /** Most bytes of a pipeline, UTF-8. */
    public static final int MAX_BYTES = 1 << 20;
    /** The one schema version that is understood. */
    public static final String SCHEMA_VERSION = "2.1.0";

    /** Most steps of a run of the built-in engine; its status holds one more, for the step that publishes models. */
    public static final int MAX_STEPS = 199;

    private Ir() {}

    /**
     * Parses and validates a pipeline.
     *
     * @param text YAML (one or two documents) or JSON, at most {@link #MAX_BYTES}
     * @throws IrException with every problem found, each with its JSON path
     */
    public static Pipeline parse(String text) {
        List<JsonNode> documents = IrDocument.read(text);
        var problems = new ArrayList<IrProblem>();
        PipelineSpec spec = IrDocument.bind(documents.get(0), PipelineSpec.class, problems);
        PlatformSpec platform =
                documents.size() < 2 ? null : IrDocument.bind(documents.get(1), PlatformSpec.class, problems);
        problems.addAll(new Validator(spec).problems());
        if (!problems.isEmpty()) {
            throw new IrException(problems);
        }
        return new Pipeline(Validator.name(spec), spec, platform, IrDocument.digest(documents));
    }

    /**
     * The pipeline as it was written, as one JSON object, or two where it has a part for platforms: for an engine that reads it
     * itself.
     *
     * @throws IrException when it cannot be read
     */
    public static List<JsonNode> documents(String text) {
        return IrDocument.read(text);
    }

    /**
     * Compares given parameters with what the pipeline takes: unknown names, missing ones, types, allowed values.
     *
     * @param parameters a JSON object; absent or null means none
     * @return what is wrong, with paths such as {@code $.parameters.rate}; empty when nothing is
     */
    public static List<IrProblem> check(Pipeline pipeline, @Nullable JsonNode parameters) {
        return Parameters.check(pipeline.root().inputDefinitions().parameters(), parameters);
    }

    /**
     * What of the pipeline the built-in engine cannot run; empty when it can run all of it.
     *
     * @return JSON path of the field, and the feature
     */
    public static List<IrProblem> unsupported(Pipeline pipeline) {
        return new BuiltinSupport(pipeline).unsupported();
    }
}
