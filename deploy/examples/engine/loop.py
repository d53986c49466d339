"""A static loop whose branches run at most two at a time, and a sum over what they return."""

import os
from typing import List

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def square(n: int) -> int:
    print(f"{n} squared is {n * n}")
    return n * n


@dsl.component(base_image=IMAGE)
def add(numbers: List[int]) -> int:
    print(f"the sum of {numbers} is {sum(numbers)}")
    return sum(numbers)


@dsl.pipeline(name="loop")
def pipeline() -> int:
    with dsl.ParallelFor(items=[1, 2, 3, 4], parallelism=2) as n:
        squared = square(n=n)
    return add(numbers=dsl.Collected(squared.output)).output
