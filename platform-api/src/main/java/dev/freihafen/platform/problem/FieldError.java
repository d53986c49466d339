package dev.freihafen.platform.problem;

/**
 * One thing that is wrong in a request.
 *
 * @param path where it is: a JSON path of the body such as {@code model.uri}, or the name of a parameter or header
 * @param message what is wrong and what would be right
 */
public record FieldError(String path, String message) {}
