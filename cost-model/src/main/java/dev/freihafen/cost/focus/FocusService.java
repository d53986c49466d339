package dev.freihafen.cost.focus;

import dev.freihafen.cost.statement.Kind;
import dev.freihafen.cost.statement.StatementLine;

/** The service that a line belongs to; each has one category and one subcategory of the specification's lists. */
enum FocusService {
    WORKSPACES("Freihafen Workspaces", "AI and Machine Learning", "AI Platforms"),
    PIPELINES("Freihafen Pipelines", "AI and Machine Learning", "Machine Learning"),
    ENDPOINTS("Freihafen Model Endpoints", "AI and Machine Learning", "Machine Learning"),
    PODS("Freihafen Pods", "AI and Machine Learning", "Other (AI and Machine Learning)"),
    STORAGE("Freihafen Volumes", "Storage", "Block Storage"),
    NETWORK("Freihafen Network", "Networking", "Network Connectivity"),
    IDLE("Freihafen Idle Capacity", "Compute", "Other (Compute)"),
    SHARED("Freihafen Platform", "Compute", "Containers"),
    RESIDUAL("Freihafen Residual", "Other", "Other (Other)");

    private final String text;
    private final String category;
    private final String subcategory;

    FocusService(String text, String category, String subcategory) {
        this.text = text;
        this.category = category;
        this.subcategory = subcategory;
    }

    String text() {
        return text;
    }

    String category() {
        return category;
    }

    String subcategory() {
        return subcategory;
    }

    static FocusService of(StatementLine line) {
        if (line.kind() == Kind.RESIDUAL) {
            return RESIDUAL;
        }
        if (line.kind() == Kind.IDLE) {
            return IDLE;
        }
        if (line.kind() == Kind.SHARED) {
            return SHARED;
        }
        if (line.resource().startsWith("storage/")) {
            return STORAGE;
        }
        if (line.resource().equals("loadbalancer") || line.resource().startsWith("egress/")) {
            return NETWORK;
        }
        return switch (line.workloadKind()) {
            case "Workspace" -> WORKSPACES;
            case "PipelineRun" -> PIPELINES;
            case "ModelEndpoint" -> ENDPOINTS;
            default -> PODS;
        };
    }

    /** What is metered of a resource. */
    static String meter(String resource) {
        return switch (resource.split("/", 2)[0]) {
            case "cpu" -> "Processor reserved";
            case "memory" -> "Memory reserved";
            case "accelerator" -> "Accelerator reserved";
            case "storage" -> "Volume provisioned";
            case "loadbalancer" -> "Load balancer provisioned";
            case "egress" -> "Traffic out of the zone";
            default -> resource;
        };
    }
}
