"""An artifact with metadata is written by a Python function and read by a plain command."""

import os
from typing import Optional

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def write(lines: int, text: Output[Dataset]):
    with open(text.path, "w") as file:
        file.writelines(f"line {n}\n" for n in range(lines))
    text.metadata["lines"] = lines


@dsl.container_component
def count(text: Input[Dataset], words: dsl.OutputPath(int), prefix: Optional[str] = None):
    return dsl.ContainerSpec(
        image=IMAGE,
        command=["sh", "-c", 'echo "$3 $4"; wc -w <"$1" >"$2"', "count", text.path, words],
        args=[
            dsl.ConcatPlaceholder(["lines=", text.metadata["lines"]]),
            dsl.IfPresentPlaceholder(input_name="prefix", then=[prefix], else_=["no prefix"]),
        ],
    )


@dsl.pipeline(name="artifacts")
def pipeline(lines: int = 5) -> int:
    return count(text=write(lines=lines).outputs["text"]).outputs["words"]
