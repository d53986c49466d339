"""If, elif and else; what the branch that ran gave is used after them, a parameter and an artifact; a branch inside a branch."""

import os

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def measure(n: int, result: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-c", 'echo "$0" >"$1"', n, result])


@dsl.container_component
def name(word: str, named: dsl.OutputPath(str), page: Output[Dataset]):
    return dsl.ContainerSpec(
        image=IMAGE, command=["sh", "-c", 'printf "%s" "$0" >"$1"; printf "%s" "$0" >"$2"', word, named, page.path]
    )


@dsl.container_component
def show(word: str, page: Input[Dataset], shown: dsl.OutputPath(str)):
    return dsl.ContainerSpec(
        image=IMAGE, command=["sh", "-c", 'printf "%s %s" "$0" "$(cat "$1")" >"$2"', word, page.path, shown]
    )


@dsl.pipeline(name="branches")
def pipeline(n: int = 11, loud: bool = True) -> str:
    measured = measure(n=n)
    with dsl.If(measured.outputs["result"] > 100):
        large = name(word="large")
    with dsl.Elif(measured.outputs["result"] > 10):
        middle = name(word="middle")
    with dsl.Else():
        small = name(word="small")
    word = dsl.OneOf(large.outputs["named"], middle.outputs["named"], small.outputs["named"])
    page = dsl.OneOf(large.outputs["page"], middle.outputs["page"], small.outputs["page"])
    with dsl.If(n > 0):
        with dsl.If(loud == True):  # noqa: E712  the SDK compiles the comparison
            name(word="loud")
    return show(word=word, page=page).outputs["shown"]
