"""A step that fails at its first two tries: it counts them beside an artifact of an earlier step."""

import os

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def begin(notes: Output[Dataset]):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo begun >"$0"', notes.path])


@dsl.container_component
def flaky(notes: Input[Dataset], tries: dsl.OutputPath(int)):
    script = 'echo try >>"$0.tries"; n=$(wc -l <"$0.tries"); echo "try $n"; [ "$n" -ge 3 ] || exit 1; echo "$n" >"$1"'
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", script, notes.path, tries])


@dsl.pipeline(name="retries")
def pipeline() -> int:
    task = flaky(notes=begin().outputs["notes"])
    task.set_retry(num_retries=3, backoff_duration="1s", backoff_factor=2, backoff_max_duration="4s")
    return task.outputs["tries"]
