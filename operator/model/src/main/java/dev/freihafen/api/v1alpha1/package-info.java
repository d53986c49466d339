/**
 * The custom resources of Freihafen, group {@code freihafen.dev}, version {@code v1alpha1}.
 *
 * <p>They hold what should run; what happened is in the ledger. Durations are strings such as {@code 90m}, quantities are
 * Kubernetes quantities as strings, times are RFC 3339 in UTC.
 */
@NullMarked
package dev.freihafen.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
