/**
 * Runs on Kubeflow Pipelines, by its REST API v2beta1. What it was seen to do wrong, and what is done about it, is told in
 * {@code docs/kfp.md}; {@link dev.freihafen.operator.kfp.Decisions} is where it is decided.
 */
@NullMarked
package dev.freihafen.operator.kfp;

import org.jspecify.annotations.NullMarked;
