"""Steps that are Python functions."""

from typing import Dict, List, NamedTuple, Optional

from kfp import dsl

from steps import IMAGE, same_list, same_real, same_struct, same_text, same_whole, say


@dsl.component(base_image=IMAGE)
def turn(text: str, whole: int, real: float, flag: bool, many: List[int], struct: Dict[str, int]) -> NamedTuple(
    "Turned", [("text", str), ("whole", int), ("real", float), ("flag", bool), ("many", List[int]), ("struct", Dict[str, int])]
):
    from collections import namedtuple

    turned = namedtuple("Turned", ["text", "whole", "real", "flag", "many", "struct"])
    return turned(text[::-1], -whole, -real, not flag, many[::-1], {str(value): int(key) for key, value in struct.items()})


@dsl.pipeline(name="function-types", description="A function takes and gives one value of each type.")
def types():
    turned = turn(text="öl", whole=3, real=0.25, flag=True, many=[1, 2, 3], struct={"1": 2})
    same_text(actual=turned.outputs["text"], expected="lö")
    same_whole(actual=turned.outputs["whole"], expected=-3)
    same_real(actual=turned.outputs["real"], expected=-0.25)
    same_list(actual=turned.outputs["many"], expected=[3, 2, 1])
    same_struct(actual=turned.outputs["struct"], expected={"2": 1})


@dsl.component(base_image=IMAGE)
def describe(name: str, size: int = 3, note: Optional[str] = None, tags: list = ["a"], struct: Optional[dict] = None) -> str:
    return f"{name} {size} {note} {tags} {struct}"


@dsl.pipeline(name="function-defaults", description="Defaults and optional inputs of a function, given and left out.")
def defaults():
    same_text(actual=describe(name="x").output, expected="x 3 None ['a'] None")
    same_text(actual=describe(name="y", size=4, note="n", tags=[], struct={"k": 1}).output, expected="y 4 n [] {'k': 1}")


@dsl.component(base_image=IMAGE, packages_to_install=["tabulate==0.9.0"], pip_index_urls=["https://pypi.org/simple"])
def table() -> str:
    import tabulate

    return tabulate.tabulate([[1, 2]])


@dsl.pipeline(name="function-packages", description="A package is installed when the step starts.")
def packages():
    table()


@dsl.component(base_image=IMAGE, target_image="registry.example.com/team/trainer:1")
def trainer(epochs: int) -> float:
    return 1 / epochs


@dsl.pipeline(name="function-containerized", description="A function that was built into an image beforehand.")
def containerized(epochs: int = 3):
    trainer(epochs=epochs)


@dsl.pipeline(name="function-templates", description="Parameters inside of texts.")
def templates(name: str = "alster", n: int = 2):
    first = say(text=f"{name}/{n}")
    same_text(actual=say(text=f"<{first.output}> of {name}").output, expected="<alster/2> of alster")


@dsl.component(base_image=IMAGE)
def fibonacci(n: int) -> int:
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


@dsl.pipeline(name="function-chain", description="Each step takes what the one before gave.")
def chain():
    same_whole(actual=fibonacci(n=fibonacci(n=fibonacci(n=5).output).output).output, expected=5)
