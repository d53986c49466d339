package dev.freihafen.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold in one component or executor for itself: names, types, defaults, image, resources. */
final class ComponentRules {
    /** Names become folders of the run volume. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final List<IrProblem> problems = new ArrayList<>();

    static List<IrProblem> of(JsonPath path, ComponentSpec component) {
        var rules = new ComponentRules();
        rules.inputs(path.field("inputDefinitions"), component.inputDefinitions());
        rules.outputs(path.field("outputDefinitions"), component.outputDefinitions());
        if (component.dag() != null) {
            component.dag().tasks().keySet().forEach(task -> rules.name(path.then("dag.tasks"), task));
        }
        return rules.problems;
    }

    static List<IrProblem> of(JsonPath path, PipelineSpec.ExecutorSpec executor) {
        var rules = new ComponentRules();
        long kinds = Stream.of(executor.container(), executor.importer(), executor.resolver(), executor.customJob())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            rules.problem(path, "must have exactly one of container, importer, resolver and customJob");
        }
        if (executor.container() != null) {
            rules.container(path.field("container"), executor.container());
        }
        return rules.problems;
    }

    private void inputs(JsonPath path, ComponentSpec.Inputs inputs) {
        inputs.parameters().forEach((name, parameter) -> {
            JsonPath at = path.field("parameters").field(name);
            name(path.field("parameters"), name);
            type(at, parameter.parameterType());
            if (parameter.defaultValue() != null
                    && !parameter.defaultValue().isNull()
                    && parameter.parameterType() != null
                    && !parameter.parameterType().accepts(parameter.defaultValue())) {
                problem(
                        at.field("defaultValue"),
                        "must be " + parameter.parameterType().plain());
            }
        });
        inputs.artifacts().keySet().forEach(name -> name(path.field("artifacts"), name));
    }

    private void outputs(JsonPath path, ComponentSpec.Outputs outputs) {
        outputs.parameters().forEach((name, parameter) -> {
            name(path.field("parameters"), name);
            type(path.field("parameters").field(name), parameter.parameterType());
        });
        outputs.artifacts().keySet().forEach(name -> name(path.field("artifacts"), name));
    }

    private void name(JsonPath path, String name) {
        if (!NAME.matcher(name).matches()) {
            problem(
                    path.field(name),
                    "has a name that cannot be a folder: use letters, digits, hyphens, dots and underscores, at most 128");
        }
    }

    private void type(JsonPath path, @Nullable ParameterType type) {
        if (type == null) {
            problem(path.field("parameterType"), "is missing; compile the pipeline with kfp 2");
        }
    }

    private void container(JsonPath path, PipelineSpec.ContainerSpec container) {
        if (container.image() == null || container.image().isBlank()) {
            problem(path.field("image"), "is missing; name the image that runs the command");
        }
        for (int i = 0; i < container.env().size(); i++) {
            String name = container.env().get(i).name();
            if (name == null || name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                problem(path.field("env").index(i).field("name"), "must be the name of an environment variable");
            }
        }
        PipelineSpec.ResourceSpec resources = container.resources();
        if (resources != null) {
            JsonPath at = path.field("resources");
            quantity(at.field("resourceCpuLimit"), resources.resourceCpuLimit());
            quantity(at.field("resourceCpuRequest"), resources.resourceCpuRequest());
            quantity(at.field("resourceMemoryLimit"), resources.resourceMemoryLimit());
            quantity(at.field("resourceMemoryRequest"), resources.resourceMemoryRequest());
        }
    }

    private void quantity(JsonPath path, @Nullable String text) {
        if (text == null || text.isEmpty() || text.contains("{{$")) {
            return;
        }
        try {
            if (ResourceQuantity.parse(text).signum() < 0) {
                problem(path, "is " + text + ", which is below 0");
            }
        } catch (IllegalArgumentException e) {
            problem(path, "is " + text + ", which is no Kubernetes quantity such as 500m or 2Gi");
        }
    }

    private void problem(JsonPath path, String message) {
        problems.add(new IrProblem(path.text(), message));
    }
}
