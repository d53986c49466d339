package dev.freihafen.operator.kfp;

import dev.freihafen.ir.ComponentSpec;
import dev.freihafen.ir.Pipeline;
import dev.freihafen.ir.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Paths of a pipeline's steps, and what Argo names the nodes that execute them. Pure. */
final class TaskPaths {
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TaskPaths() {}

    /** Steps that are known before it runs, in the order of the pipeline: those in loops are not. */
    static List<String> of(Pipeline pipeline) {
        List<String> paths = new ArrayList<>();
        add(pipeline, pipeline.root(), "", paths);
        return paths;
    }

    private static void add(Pipeline pipeline, ComponentSpec component, String prefix, List<String> paths) {
        if (component.dag() == null) {
            return;
        }
        component.dag().tasks().forEach((name, task) -> {
            ComponentSpec inner = pipeline.component(task.component());
            if (isLoop(task)) {
                return;
            }
            if (inner.dag() != null) {
                add(pipeline, inner, prefix + name + "/", paths);
            } else {
                paths.add(prefix + name);
            }
        });
    }

    private static boolean isLoop(TaskSpec task) {
        return task.parameterIterator() != null || task.artifactIterator() != null;
    }

    /**
     * Id of the node that executes a step: the Workflow's name and the FNV-1a hash, 32 bits, of the node's name (Argo Workflows,
     * {@code NodeID}).
     */
    static String executorNode(String workflow, String path) {
        return nodeId(workflow, workflow + ".root." + path.replace('/', '.') + ".executor");
    }

    static String nodeId(String workflow, String node) {
        int hash = FNV_OFFSET;
        for (byte one : node.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xff)) * FNV_PRIME;
        }
        return workflow + "-" + Integer.toUnsignedString(hash);
    }
}
