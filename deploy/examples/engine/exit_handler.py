"""The last step runs whatever became of the others, and is told."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def tell(status: dsl.PipelineTaskFinalStatus):
    print(f"{status.pipeline_task_name}: {status.state} {status.error_message or ''}")


@dsl.container_component
def work(exit_code: int):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo "ends with $0"; exit "$0"', exit_code])


@dsl.pipeline(name="exit-handler")
def pipeline(exit_code: int = 1):
    with dsl.ExitHandler(exit_task=tell(), name="guarded"):
        work(exit_code=exit_code)
