package dev.freihafen.kfp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the server checks of a compiled pipeline before it makes a Workflow; only some of it is answered as bad input. */
final class SpecRules {
    private static final String MANIFEST =
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: ";

    private static final Set<String> FIELDS = Set.of(
            "pipelineInfo",
            "deploymentSpec",
            "sdkVersion",
            "schemaVersion",
            "components",
            "root",
            "defaultPipelineRoot");

    private SpecRules() {}

    /** Name of the pipeline. */
    static String name(JsonNode given) {
        return bare(given).path("pipelineInfo").path("name").asText();
    }

    static void check(JsonNode given, JsonNode parameters) {
        if (!given.isObject() || given.isEmpty()) {
            throw KfpError.internal(
                    MANIFEST + "Invalid input error: Failed to fetch a template with an empty pipeline spec manifest");
        }
        JsonNode spec = bare(given);
        String unfit =
                MANIFEST + "Failed to fetch a template with an invalid pipeline spec manifest: InvalidInputError: ";
        for (String field : (Iterable<String>) spec::fieldNames) {
            if (!FIELDS.contains(field)) {
                throw KfpError.internal(unfit + "unknown template format: pipeline spec is invalid");
            }
        }
        String version = spec.path("schemaVersion").asText();
        if (!version.equals("2.1.0")) {
            throw KfpError.internal(unfit + "KFP only supports schema version 2.1.0, but the pipeline spec has version "
                    + version + ": pipeline spec is invalid");
        }
        JsonNode taken = spec.path("root").path("inputDefinitions").path("parameters");
        parameters.properties().forEach(parameter -> {
            JsonNode definition = taken.path(parameter.getKey());
            if (definition.isMissingNode()) {
                throw input("parameter(s) provided are not required by pipeline: " + parameter.getKey());
            }
            String type = definition.path("parameterType").asText();
            if (type.startsWith("NUMBER") && !parameter.getValue().isNumber()) {
                throw input("input parameter " + parameter.getKey()
                        + " requires type double or integer, but the parameter value is not of number value type");
            }
        });
    }

    private static JsonNode bare(JsonNode given) {
        return given.has("pipeline_spec") ? given.get("pipeline_spec") : given;
    }

    private static KfpError input(String detail) {
        return KfpError.invalid(
                "Failed to create a new run: Failed to generate the ExecutionSpec: invalid pipeline job inputs: "
                        + "Invalid input error: " + detail,
                detail);
    }
}
