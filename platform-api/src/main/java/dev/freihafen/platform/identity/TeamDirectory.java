package dev.freihafen.platform.identity;

import dev.freihafen.api.v1alpha1.Team;
import java.util.List;
import java.util.Optional;

/** The teams there are, kept near for every decision. */
public interface TeamDirectory {
    /** The team of that name. */
    Optional<Team> find(String name);

    /** All teams, by name. */
    List<Team> all();
}
