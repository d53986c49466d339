package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.TeamRole;

/** A column of the access table. */
public enum Role {
    /** Member of the team who reads. */
    Viewer,
    /** Member of the team who works. */
    Editor,
    /** Member of the team who answers for it. */
    Admin,
    /** Finance, for all teams. */
    Finance,
    /** Auditor, for all teams. */
    Auditor,
    /** Administrator of the platform. */
    PlatformAdmin,
    /** The operator of one cluster. */
    Operator;

    static Role of(TeamRole role) {
        return switch (role) {
            case Viewer -> Viewer;
            case Editor -> Editor;
            case Admin -> Admin;
        };
    }

    static Role of(PlatformRole role) {
        return switch (role) {
            case PlatformAdmin -> PlatformAdmin;
            case Finance -> Finance;
            case Auditor -> Auditor;
        };
    }
}
