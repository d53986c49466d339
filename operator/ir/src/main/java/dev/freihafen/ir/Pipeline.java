package dev.freihafen.ir;

import org.jspecify.annotations.Nullable;

/**
 * A pipeline that was parsed and found sound.
 *
 * @param name name from its {@code pipelineInfo}
 * @param spec the first document
 * @param platform the second document, absent when there is none
 * @param digest {@code sha256:<hex>} of its canonical JSON: the same pipeline as YAML or JSON has the same digest
 */
public record Pipeline(
        String name, PipelineSpec spec, @Nullable PlatformSpec platform, String digest) {
    /** The outermost component. */
    public ComponentSpec root() {
        if (spec.root() == null) {
            throw new IllegalStateException("a pipeline without root was let through by the validator");
        }
        return spec.root();
    }

    /** The component of that name. */
    public ComponentSpec component(String component) {
        ComponentSpec found = spec.components().get(component);
        if (found == null) {
            throw new IllegalStateException("component " + component + " was let through by the validator");
        }
        return found;
    }

    /** Whether a component executes a container, and not an importer or the like. */
    public boolean isContainer(ComponentSpec component) {
        var executor = executor(component);
        return executor != null && executor.container() != null;
    }

    private PipelineSpec.@Nullable ExecutorSpec executor(ComponentSpec component) {
        return spec.deploymentSpec() == null || component.executorLabel() == null
                ? null
                : spec.deploymentSpec().executors().get(component.executorLabel());
    }

    /** The container that a component executes. */
    public PipelineSpec.ContainerSpec container(ComponentSpec component) {
        var executor = executor(component);
        if (executor == null || executor.container() == null) {
            throw new IllegalStateException("executor " + component.executorLabel() + " has no container");
        }
        return executor.container();
    }
}
