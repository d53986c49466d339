"""A step that runs only under a condition."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def measure(n: int, result: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo "$0" >"$1"', n, result])


@dsl.container_component
def celebrate():
    return dsl.ContainerSpec(image=IMAGE, command=["echo", "more than ten"])


@dsl.pipeline(name="condition")
def pipeline(n: int = 11):
    measured = measure(n=n)
    with dsl.If(measured.outputs["result"] > 10):
        celebrate()
