/**
 * The meter: lifecycles of pods, volumes and nodes to usage intervals. Facts and times come from the API server alone, never
 * from this machine's clock.
 */
@NullMarked
package dev.freihafen.operator.meter;

import org.jspecify.annotations.NullMarked;
