"""Loops: over constants, parameters and outputs, inside each other, and what is collected from them."""

from typing import Dict, List

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

from steps import IMAGE, double, python, same_list, same_text, same_whole, say, shell


@dsl.container_component
def numbers(result: dsl.OutputPath(list)):
    return shell('echo "[3, 1, 2]" >"$0"', result)


@dsl.container_component
def words(result: dsl.OutputPath(list)):
    return shell("""echo '[{"word": "ebb"}, {"word": "flow"}]' >"$0" """, result)


@dsl.container_component
def total(numbers: List[int], result: dsl.OutputPath(int)):
    return python("import json, sys; print(sum(json.loads(sys.argv[1])), file=open(sys.argv[2], 'w'))", numbers, result)


@dsl.pipeline(name="loop-constants", description="Branches run at most two at a time.")
def constants():
    with dsl.ParallelFor(items=[1, 2, 3], parallelism=2, name="each-number") as n:
        doubled = double(n=n)
    same_whole(actual=total(numbers=dsl.Collected(doubled.output)).output, expected=12)


@dsl.pipeline(name="loop-structs", description="A loop over objects, of which the steps take fields.")
def structs():
    with dsl.ParallelFor(items=[{"a": 1, "b": 10}, {"a": 2, "b": 20}]) as item:
        double(n=item.a)
        doubled = double(n=item.b)
    same_list(actual=dsl.Collected(doubled.output), expected=[20, 40])


@dsl.pipeline(name="loop-parameter", description="A loop over a list that is a parameter of the pipeline.")
def parameter(items: List[int] = [5, 6]):
    with dsl.ParallelFor(items=items) as n:
        doubled = double(n=n)
    same_whole(actual=total(numbers=dsl.Collected(doubled.output)).output, expected=22)


@dsl.pipeline(name="loop-output", description="A loop over a list that an earlier step gave.")
def output():
    with dsl.ParallelFor(items=numbers().output, parallelism=2) as n:
        doubled = double(n=n)
    same_list(actual=dsl.Collected(doubled.output), expected=[6, 2, 4])


@dsl.pipeline(name="loop-output-fields", description="A loop over objects that an earlier step gave.")
def output_fields():
    with dsl.ParallelFor(items=words().output) as item:
        said = say(text=item.word)
    same_list(actual=dsl.Collected(said.output), expected=["ebb", "flow"])


@dsl.pipeline(name="loop-of-none", description="A loop over an empty list.")
def none(items: List[int] = []):
    with dsl.ParallelFor(items=items) as n:
        doubled = double(n=n)
    same_list(actual=dsl.Collected(doubled.output), expected=[])


@dsl.pipeline(name="loop-in-loop")
def nested():
    with dsl.ParallelFor(items=[1, 2]) as outer:
        double(n=outer)
        with dsl.ParallelFor(items=["a", "b"]) as inner:
            say(text=inner)


@dsl.pipeline(name="loop-in-loop-over-output")
def nested_output():
    with dsl.ParallelFor(items=[1, 2]) as outer:
        doubled = double(n=outer)
        with dsl.ParallelFor(items=numbers().output) as inner:
            double(n=inner).after(doubled)


@dsl.pipeline(name="loop-items-mixed", description="An inner step takes the outer item: the SDK forgets to hand it through.")
def mixed():
    with dsl.ParallelFor(items=[1, 2]) as outer:
        with dsl.ParallelFor(items=["a", "b"]) as inner:
            say(text=f"{outer}{inner}")


@dsl.container_component
def part(n: int, data: Output[Dataset]):
    return shell('echo "$0" >"$1"', n, data.path)


@dsl.component(base_image=IMAGE)
def join(parts: Input[List[Dataset]]) -> str:
    return "".join(open(part.path).read().strip() for part in parts)


@dsl.pipeline(name="loop-collected-artifacts", description="Artifacts of all branches in the order of the items.")
def collected_artifacts():
    with dsl.ParallelFor(items=[7, 8, 9]) as n:
        made = part(n=n)
    same_text(actual=join(parts=dsl.Collected(made.outputs["data"])).output, expected="789")


@dsl.component(base_image=IMAGE)
def first(data: Input[Dataset]) -> str:
    return open(data.path).read().strip()


@dsl.pipeline(name="parts")
def parts() -> List[Dataset]:
    with dsl.ParallelFor(items=[1, 2]) as n:
        made = part(n=n)
    return dsl.Collected(made.outputs["data"])


@dsl.pipeline(name="loop-over-artifacts", description="A loop over the artifacts that an inner pipeline gave.")
def over_artifacts():
    with dsl.ParallelFor(items=parts().output) as data:
        first(data=data)


@dsl.pipeline(name="sum-of-doubles")
def sum_of_doubles(items: List[int]) -> int:
    with dsl.ParallelFor(items=items) as n:
        doubled = double(n=n)
    return total(numbers=dsl.Collected(doubled.output)).output


@dsl.pipeline(name="loop-in-pipeline", description="The inner pipeline loops over what is handed to it.")
def in_pipeline():
    same_whole(actual=sum_of_doubles(items=[1, 2]).output, expected=6)


@dsl.pipeline(name="loop-of-pipelines", description="Each branch is a pipeline with a loop of its own.")
def of_pipelines():
    with dsl.ParallelFor(items=[[1], [2, 3]]) as items:
        summed = sum_of_doubles(items=items)
    same_list(actual=dsl.Collected(summed.output), expected=[2, 10])
