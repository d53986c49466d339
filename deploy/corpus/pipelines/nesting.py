"""Pipelines inside pipelines."""

from typing import NamedTuple

from kfp import dsl
from kfp.dsl import Dataset, Output

from steps import double, same_text, same_whole, say, shell


@dsl.pipeline(name="four-times")
def four_times(n: int) -> int:
    return double(n=double(n=n).output).output


@dsl.pipeline(name="nested-output", description="The output of the inner pipeline is used outside of it.")
def output(n: int = 3):
    same_whole(actual=four_times(n=n).output, expected=12)


@dsl.pipeline(name="sixteen-times")
def sixteen_times(n: int) -> int:
    return four_times(n=four_times(n=n).output).output


@dsl.pipeline(name="nested-deep", description="Three levels, the innermost used again and again.")
def deep():
    same_whole(actual=sixteen_times(n=four_times(n=1).output).output, expected=64)


@dsl.container_component
def write(text: str, data: Output[Dataset]):
    return shell('printf %s "$0" >"$1"', text, data.path)


@dsl.container_component
def read(data: dsl.Input[Dataset], text: dsl.OutputPath(str)):
    return shell('cat "$0" >"$1"', data.path, text)


@dsl.pipeline(name="data-and-size")
def data_and_size(text: str, times: int = 2) -> NamedTuple("Made", [("data", Dataset), ("size", int)]):
    made = NamedTuple("Made", [("data", Dataset), ("size", int)])
    return made(data=write(text=text).outputs["data"], size=double(n=times).output)


@dsl.pipeline(name="nested-outputs", description="The inner pipeline gives an artifact and a parameter, and has a default.")
def outputs():
    made = data_and_size(text="pier")
    same_text(actual=read(data=made.outputs["data"]).output, expected="pier")
    same_whole(actual=made.outputs["size"], expected=4)


@dsl.pipeline(name="greet")
def greet(name: str):
    say(text=f"moin {name}")


@dsl.pipeline(name="nested-order", description="Whole pipelines one after the other, without data between them.")
def order():
    first = greet(name="alster")
    second = greet(name="elbe").after(first)
    say(text="done").after(second)


@dsl.pipeline(name="order-without-data", description="Steps one after the other, without data between them.")
def after():
    first, second = say(text="1"), say(text="2")
    say(text="3").after(first, second)


@dsl.container_component
def nothing():
    return shell("true")


@dsl.pipeline(name="five-steps", description="One step, three side by side, one: what make bench runs a hundred of.")
def five_steps():
    first, last = nothing(), nothing()
    for _ in range(3):
        last.after(nothing().after(first))
