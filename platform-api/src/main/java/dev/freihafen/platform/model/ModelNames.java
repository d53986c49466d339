package dev.freihafen.platform.model;

import dev.freihafen.platform.problem.FieldError;
import dev.freihafen.platform.problem.PlatformException;
import java.util.List;
import java.util.regex.Pattern;

/** Names of models and of aliases. */
final class ModelNames {
    private static final Pattern MODEL = Pattern.compile("[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?");
    /** A letter first, so that no alias looks like the number of a version. */
    private static final Pattern ALIAS = Pattern.compile("[a-z]([-a-z0-9]{0,38}[a-z0-9])?");

    private ModelNames() {}

    static boolean isModel(String name) {
        return MODEL.matcher(name).matches();
    }

    static boolean isAlias(String name) {
        return ALIAS.matcher(name).matches();
    }

    static void requireModel(String name) {
        if (!isModel(name)) {
            throw new PlatformException.ValidationFailed(
                    "The path does not name a model.",
                    List.of(new FieldError(
                            "name",
                            "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', with a letter or digit at both ends")));
        }
    }

    static void requireAlias(String name) {
        if (!isAlias(name)) {
            throw new PlatformException.ValidationFailed(
                    "The path does not name an alias.",
                    List.of(new FieldError(
                            "alias",
                            "must be 1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last")));
        }
    }
}
