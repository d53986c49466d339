/**
 * The intermediate representation of Kubeflow Pipelines, schema version 2.1.0, as own records: parsed, checked and asked
 * what the built-in engine cannot run. Field names are those of {@code pipeline_spec.proto}.
 */
@NullMarked
package dev.freihafen.ir;

import org.jspecify.annotations.NullMarked;
