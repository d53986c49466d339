"""What steps ask for: processors, memory, devices, a cache."""

from kfp import dsl

from steps import say


@dsl.pipeline(name="resources-constants")
def constants():
    say(text="sized").set_cpu_request("100m").set_cpu_limit("1").set_memory_request("64Mi").set_memory_limit("256Mi")


@dsl.pipeline(name="resources-requests-only")
def requests_only():
    say(text="small").set_cpu_request("0.1").set_memory_request("64M")


@dsl.pipeline(name="resources-parameters", description="Requests and limits are parameters of the pipeline.")
def parameters(cpu: str = "200m", memory: str = "128Mi"):
    task = say(text="sized by parameters")
    task.set_cpu_request(cpu).set_cpu_limit(cpu).set_memory_request(memory).set_memory_limit(memory)


@dsl.pipeline(name="resources-from-output", description="An earlier step says how much the later one needs.")
def from_output():
    say(text="sized by a step").set_memory_limit(say(text="192Mi").output)


@dsl.pipeline(name="sized")
def sized(memory: str):
    say(text="sized from outside").set_memory_limit(memory)


@dsl.pipeline(name="resources-nested", description="The size goes through two levels to the step.")
def nested(memory: str = "96Mi"):
    sized(memory=memory)


@dsl.pipeline(name="resources-in-loop")
def in_loop():
    with dsl.ParallelFor(items=["64Mi", "96Mi"]) as memory:
        say(text=f"sized {memory}").set_memory_limit(memory)


@dsl.pipeline(name="accelerator")
def accelerator():
    say(text="on a device").set_accelerator_type("nvidia.com/gpu").set_accelerator_limit(1)


@dsl.pipeline(name="accelerator-parameters")
def accelerator_parameters(kind: str = "nvidia.com/gpu", count: str = "2"):
    say(text="on devices").set_accelerator_type(kind).set_accelerator_limit(count)


@dsl.pipeline(name="caching-off")
def caching_off():
    say(text="fresh").set_caching_options(False)


@dsl.pipeline(name="caching-key")
def caching_key():
    say(text="kept").set_caching_options(True, cache_key="tide-table")
