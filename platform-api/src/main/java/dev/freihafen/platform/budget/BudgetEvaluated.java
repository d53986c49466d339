package dev.freihafen.platform.budget;

import dev.freihafen.api.v1alpha1.Team;

/** A team's budget was looked at: what waits for it may be looked at again. */
public record BudgetEvaluated(Team team) {}
