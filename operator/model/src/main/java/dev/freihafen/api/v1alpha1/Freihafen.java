package dev.freihafen.api.v1alpha1;

/** Names that every resource of the group shares. */
public final class Freihafen {
    /** The API group. */
    public static final String GROUP = "freihafen.dev";
    /** The version of the group. */
    public static final String VERSION = "v1alpha1";

    private Freihafen() {}
}
