"""Pipelines of the corpus together, as pipelines inside of a few, so that all can be run in a few minutes."""

from kfp import dsl

import artifacts
import conditions
import containers
import endings
import functions
import importers
import loops
import nesting
import parameters
import resources


@dsl.pipeline(name="group-containers", description="Steps that are plain containers, and what they ask for.")
def containers_together():
    containers.constant_command()
    containers.outputs()
    containers.environment()
    containers.placeholders()
    containers.job_constants()
    containers.artifact()
    containers.image_override()
    functions.templates()
    parameters.defaults()
    parameters.required(name="given", size=5)
    nesting.output()
    nesting.deep()
    nesting.outputs()
    nesting.order()
    nesting.after()
    resources.constants()
    resources.requests_only()
    resources.parameters()
    resources.nested()
    resources.caching_off()
    resources.caching_key()


@dsl.pipeline(name="group-functions", description="Steps that are Python functions, and artifacts.")
def functions_together():
    functions.types()
    functions.defaults()
    functions.chain()
    parameters.optional()
    artifacts.model()
    artifacts.classification_metrics()
    artifacts.reports()
    artifacts.as_list()
    artifacts.list_output()
    artifacts.optional()
    artifacts.into_pipeline()
    artifacts.metadata()


@dsl.pipeline(name="group-loops")
def loops_together():
    loops.constants()
    loops.structs()
    loops.nested()
    loops.collected_artifacts()
    endings.retries()


@dsl.pipeline(name="group-dynamic-loops")
def dynamic_loops_together():
    loops.parameter()
    loops.output()
    loops.output_fields()
    loops.none()
    loops.nested_output()
    loops.in_pipeline()
    loops.of_pipelines()


@dsl.pipeline(name="group-conditions")
def conditions_together():
    conditions.parameter()
    conditions.output()
    conditions.two_outputs()
    conditions.branches()
    conditions.artifact()
    conditions.nested()
    conditions.in_loop()
    conditions.loop_inside()
    conditions.skips()


@dsl.pipeline(name="group-importers")
def importers_together():
    importers.constant()
    importers.parameter()
    importers.in_loop()
    importers.from_output()
