package dev.freihafen.ir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a task, in CEL as Kubeflow Pipelines reads it: the task's inputs are
 * {@code inputs.parameter_values['name']}, numbers among them are doubles, {@code parseJson} reads a text. Source:
 * {@code TriggerPolicy.condition} of {@code pipeline_spec.proto}.
 */
public final class Condition {
    private static final int LONGEST = 4096;
    private static final int MOST_ITERATIONS = 10_000;
    private static final String VALUES = "inputs.parameter_values";
    private static final String PARSE_JSON = "parse_json";
    private static final Pattern INPUT = Pattern.compile("inputs\\.parameter_values\\[(?:'([^']*)'|\"([^\"]*)\")]");
    private static final Pattern PLACE = Pattern.compile("^ERROR: <input>:([0-9]+):([0-9]+): ");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar(VALUES, MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                    "parseJson", CelOverloadDecl.newGlobalOverload(PARSE_JSON, SimpleType.DYN, SimpleType.STRING)))
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addFunctionBindings(CelFunctionBinding.from(PARSE_JSON, String.class, Condition::parseJson))
            .build();

    private final String text;
    private final CelAbstractSyntaxTree tree;

    private Condition(String text, CelAbstractSyntaxTree tree) {
        this.text = text;
        this.tree = tree;
    }

    /** A condition that cannot be read, or has no answer for the values that it got; the message says why. */
    public static final class Unanswerable extends Exception {
        private static final long serialVersionUID = 1;

        Unanswerable(String message) {
            super(message);
        }
    }

    /**
     * Reads a condition.
     *
     * @throws Unanswerable when it is no CEL expression over inputs that gives true or false
     */
    public static Condition parse(String text) throws Unanswerable {
        try {
            return new Condition(text, COMPILER.compile(text).getAst());
        } catch (CelValidationException invalid) {
            throw new Unanswerable(firstLine(invalid.getMessage()));
        }
    }

    /** Names of the inputs that it looks at, sorted. */
    public Set<String> inputs() {
        Set<String> names = new TreeSet<>();
        Matcher matcher = INPUT.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return names;
    }

    /**
     * Whether it holds.
     *
     * @param parameters the task's input parameters
     * @throws Unanswerable when it does not say, such as for a text that is no number
     */
    public boolean holds(Map<String, JsonNode> parameters) throws Unanswerable {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (!value.isNull()) {
                values.put(name, plain(value));
            }
        });
        try {
            Object answer = RUNTIME.createProgram(tree).eval(Map.of(VALUES, values));
            if (answer instanceof Boolean truth) {
                return truth;
            }
            throw new Unanswerable("it gives " + answer + ", not true or false");
        } catch (CelEvaluationException failed) {
            throw new Unanswerable(firstLine(failed.getMessage()));
        }
    }

    private static Object parseJson(String text) throws CelEvaluationException {
        try {
            return plain(JSON.readTree(text));
        } catch (JsonProcessingException malformed) {
            throw new CelEvaluationException("parseJson got a text that is no JSON", malformed);
        }
    }

    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
                yield map;
            }
            case NULL, MISSING -> com.google.protobuf.NullValue.NULL_VALUE;
            case STRING, BINARY, POJO -> node.asText();
        };
    }

    /** Of what the library says the first line, which has the place and the cause. */
    private static String firstLine(@Nullable String message) {
        String first = message == null
                ? "no reason given"
                : message.lines().findFirst().orElse("no reason given");
        return PLACE.matcher(first).replaceFirst("at line $1, character $2: ");
    }
}
