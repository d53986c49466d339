"""Two steps side by side that sleep: for deadlines, cancellation and restarts."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def sleep(seconds: int):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo "sleeps $0 s"; exec sleep "$0"', seconds])


@dsl.pipeline(name="sleeper")
def pipeline(seconds: int = 600):
    sleep(seconds=seconds)
    sleep(seconds=seconds)
