package dev.freihafen.ir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.freihafen.ir.ComponentSpec.InputParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Given values against declared parameters. */
final class Parameters {
    private Parameters() {}

    static List<IrProblem> check(Map<String, InputParameter> declared, @Nullable JsonNode given) {
        JsonNode values = given == null || given.isNull() ? JsonNodeFactory.instance.objectNode() : given;
        if (!values.isObject()) {
            return List.of(new IrProblem("$.parameters", "must be an object with the parameters by name"));
        }
        var problems = new ArrayList<IrProblem>();
        values.properties().forEach(entry -> {
            InputParameter parameter = declared.get(entry.getKey());
            JsonPath path = path(entry.getKey());
            if (parameter == null) {
                problems.add(new IrProblem(path.text(), unknown(declared)));
            } else {
                problem(parameter, entry.getValue()).ifPresent(text -> problems.add(new IrProblem(path.text(), text)));
            }
        });
        declared.forEach((name, parameter) -> {
            if (parameter.required() && !values.has(name)) {
                problems.add(new IrProblem(
                        path(name).text(),
                        "is missing; the pipeline has no default for it, give " + plain(parameter),
                        IrProblem.Kind.MissingParameter));
            }
        });
        return List.copyOf(problems);
    }

    private static JsonPath path(String name) {
        return JsonPath.ROOT.then("parameters").field(name);
    }

    private static String unknown(Map<String, InputParameter> declared) {
        return declared.isEmpty()
                ? "is not a parameter of the pipeline, which takes none"
                : "is not a parameter of the pipeline, which takes " + String.join(", ", declared.keySet());
    }

    private static java.util.Optional<String> problem(InputParameter parameter, JsonNode value) {
        if (value.isNull()) {
            return parameter.required() || parameter.defaultValue() != null
                    ? java.util.Optional.of("must not be null, give " + plain(parameter))
                    : java.util.Optional.empty();
        }
        if (parameter.parameterType() != null && !parameter.parameterType().accepts(value)) {
            return java.util.Optional.of("must be " + plain(parameter));
        }
        if (!parameter.literals().isEmpty() && !parameter.literals().contains(value)) {
            return java.util.Optional.of("must be one of " + parameter.literals());
        }
        return java.util.Optional.empty();
    }

    private static String plain(InputParameter parameter) {
        return parameter.parameterType() == null
                ? "a value"
                : parameter.parameterType().plain();
    }
}
