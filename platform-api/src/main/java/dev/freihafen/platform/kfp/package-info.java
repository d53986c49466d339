/**
 * What clients of Kubeflow Pipelines speak, REST v2beta1, in front of the platform's own pipelines and runs: names and
 * shapes are theirs, rights, checks and history are the platform's.
 */
@NullMarked
package dev.freihafen.platform.kfp;

import org.jspecify.annotations.NullMarked;
