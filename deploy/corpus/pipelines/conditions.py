"""Steps that run only when something holds."""

from kfp import dsl
from kfp.dsl import Dataset, Output

from steps import double, same_text, same_whole, say, shell


@dsl.container_component
def flip(side: str, result: dsl.OutputPath(str), real: dsl.OutputPath(float), flag: dsl.OutputPath(bool)):
    return shell('printf %s "$0" >"$1"; echo 0.5 >"$2"; echo true >"$3"', side, result, real, flag)


@dsl.container_component
def must_not_run():
    return shell("echo this step must not run; exit 1")


@dsl.pipeline(name="condition-parameter", description="Compares a parameter of the pipeline.")
def parameter(n: int = 11):
    with dsl.If(n > 10):
        say(text="more than ten")
    with dsl.If(n <= 10):
        must_not_run()


@dsl.pipeline(name="condition-output", description="Compares outputs of each type, with each operator.")
def output():
    side = flip(side="heads")
    doubled = double(n=21)
    with dsl.If(side.outputs["result"] == "heads"):
        say(text="heads")
    with dsl.If(side.outputs["result"] != "heads"):
        must_not_run()
    with dsl.If(doubled.output >= 42):
        say(text="enough")
    with dsl.If(doubled.output < 42):
        must_not_run()
    with dsl.If(side.outputs["real"] < 0.75):
        say(text="less")
    with dsl.If(side.outputs["flag"] == True):  # noqa: E712  an expression of the SDK
        say(text="so it is")


@dsl.pipeline(name="condition-two-outputs", description="Compares the outputs of two steps.")
def two_outputs():
    with dsl.If(double(n=2).output == double(n=2).output):
        say(text="equal")


@dsl.pipeline(name="which-branch")
def which_branch(side: str) -> str:
    flipped = flip(side=side)
    with dsl.If(flipped.outputs["result"] == "heads"):
        first = say(text="if")
    with dsl.Elif(flipped.outputs["result"] == "edge"):
        second = say(text="elif")
    with dsl.Else():
        third = say(text="else")
    return dsl.OneOf(first.output, second.output, third.output)


@dsl.pipeline(name="condition-branches", description="If, elif and else, and the output of the branch that ran.")
def branches():
    same_text(actual=which_branch(side="heads").output, expected="if")
    same_text(actual=which_branch(side="edge").output, expected="elif")
    same_text(actual=which_branch(side="tails").output, expected="else")


@dsl.container_component
def write(text: str, data: Output[Dataset]):
    return shell('printf %s "$0" >"$1"', text, data.path)


@dsl.container_component
def read(data: dsl.Input[Dataset], text: dsl.OutputPath(str)):
    return shell('cat "$0" >"$1"', data.path, text)


@dsl.pipeline(name="condition-artifact", description="The artifact of the branch that ran is taken by a later step.")
def artifact(deep: bool = True):
    with dsl.If(deep == True):  # noqa: E712
        first = write(text="deep")
    with dsl.Else():
        second = write(text="shallow")
    found = read(data=dsl.OneOf(first.outputs["data"], second.outputs["data"]))
    same_text(actual=found.output, expected="deep")


@dsl.pipeline(name="condition-in-condition")
def nested(n: int = 5):
    with dsl.If(n > 1):
        doubled = double(n=n)
        with dsl.If(doubled.output == 10):
            say(text="ten")
        with dsl.If(doubled.output != 10):
            must_not_run()


@dsl.pipeline(name="condition-in-loop", description="Some branches of a loop do something, others do not.")
def in_loop():
    with dsl.ParallelFor(items=[1, 2, 3]) as n:
        with dsl.If(n == 2):
            same_whole(actual=n, expected=2)


@dsl.pipeline(name="loop-in-condition")
def loop_inside(n: int = 3):
    with dsl.If(n == 3):
        with dsl.ParallelFor(items=["a", "b"]) as text:
            say(text=text)


@dsl.pipeline(name="condition-skips-what-follows", description="A step after one that does not run does not run either.")
def skips(n: int = 1):
    with dsl.If(n == 2):
        skipped = say(text="never")
        must_not_run().after(skipped)
