"""A step that runs though the one before it failed, with what that one should have given."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def work(exit_code: int, said: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo done >"$1"; exit "$0"', exit_code, said])


@dsl.container_component
def clean(said: str = "nothing was said"):
    return dsl.ContainerSpec(image=IMAGE, command=["echo", said])


@dsl.pipeline(name="after-failure")
def pipeline(exit_code: int = 1):
    clean(said=work(exit_code=exit_code).outputs["said"]).ignore_upstream_failure()
