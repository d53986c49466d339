"""A pipeline inside a pipeline: its outputs are used outside of it."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def double(n: int, result: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo $((2 * $0)) >"$1"', n, result])


@dsl.pipeline(name="four-times")
def four_times(n: int) -> int:
    return double(n=double(n=n).outputs["result"]).outputs["result"]


@dsl.pipeline(name="nested")
def pipeline(n: int = 3) -> int:
    return double(n=four_times(n=n).output).outputs["result"]
