"""Parameters of the pipeline itself."""

from typing import Dict, List, Optional

from kfp import dsl

from steps import IMAGE, same_list, same_struct, same_text, same_whole


@dsl.pipeline(name="parameter-required")
def required(name: str, size: int):
    same_text(actual=name, expected="given")
    same_whole(actual=size, expected=5)


@dsl.pipeline(name="parameter-defaults")
def defaults(
    name: str = "",
    size: int = 0,
    rate: float = 1e-3,
    flag: bool = False,
    many: List[str] = [],
    struct: Dict[str, float] = {},
):
    same_text(actual=name, expected="")
    same_whole(actual=size, expected=0)
    same_list(actual=many, expected=[])
    same_struct(actual=struct, expected={})


@dsl.component(base_image=IMAGE)
def is_none(text: Optional[str] = None, many: Optional[list] = None) -> str:
    return f"{text is None} {many is None}"


@dsl.pipeline(name="parameter-optional", description="Optional parameters that nobody gave reach the step as None.")
def optional(text: Optional[str] = None, many: Optional[list] = None):
    same_text(actual=is_none(text=text, many=many).output, expected="True True")


@dsl.pipeline(name="parameter-outputs", description="The pipeline gives back what its step gave.")
def given_back(name: str = "elbe") -> str:
    return is_none(text=name).output
