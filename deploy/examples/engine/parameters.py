"""Parameters of each type, with defaults, required and optional, given back as they came."""

import os
from typing import NamedTuple, Optional

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"
TYPES = [("text", str), ("whole", int), ("real", float), ("flag", bool), ("many", list), ("struct", dict), ("none", bool)]


@dsl.component(base_image=IMAGE)
def echo(
    text: str, whole: int, real: float, flag: bool, many: list, struct: dict, maybe: Optional[str] = None
) -> NamedTuple("Echo", [("text", str), ("whole", int), ("real", float), ("flag", bool), ("many", list), ("struct", dict), ("none", bool)]):
    from collections import namedtuple

    print(text, whole, real, flag, many, struct, maybe)
    names = ["text", "whole", "real", "flag", "many", "struct", "none"]
    return namedtuple("Echo", names)(text, whole, real, flag, many, struct, maybe is None)


@dsl.pipeline(name="parameters")
def pipeline(
    text: str,
    whole: int = 42,
    real: float = 0.5,
    flag: bool = True,
    many: list = [1, "two"],
    struct: dict = {"a": {"b": 1}},
    maybe: Optional[str] = None,
) -> NamedTuple("Echo", [("text", str), ("whole", int), ("real", float), ("flag", bool), ("many", list), ("struct", dict), ("none", bool)]):
    done = echo(text=f"said: {text}", whole=whole, real=real, flag=flag, many=many, struct=struct, maybe=maybe)
    return NamedTuple("Echo", TYPES)(**{name: done.outputs[name] for name, _ in TYPES})
