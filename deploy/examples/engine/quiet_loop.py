"""A loop whose steps run under a condition: what was skipped is missing in what is collected."""

import os
from typing import List

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def square(n: int) -> int:
    return n * n


@dsl.component(base_image=IMAGE)
def add(numbers: List[int]) -> int:
    return sum(numbers)


@dsl.pipeline(name="quiet-loop")
def pipeline(numbers: List[int] = [1, 5, 9], least: int = 4) -> int:
    with dsl.ParallelFor(items=numbers) as n:
        with dsl.If(n > least):
            squared = square(n=n)
    return add(numbers=dsl.Collected(squared.output)).output
