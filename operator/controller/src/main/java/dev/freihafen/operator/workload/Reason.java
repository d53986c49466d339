package dev.freihafen.operator.workload;

/**
 * Why something is as it is.
 *
 * @param code PascalCase, for programs
 * @param message one plain sentence that says what to do next
 */
public record Reason(String code, String message) {}
