"""Loops over lists that a step gives and that the run was given, one inside the other; their artifacts are collected."""

import os
from typing import Dict, List

from kfp import dsl
from kfp.dsl import Dataset, Input, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def plan(count: int) -> List[Dict[str, int]]:
    return [{"row": n, "times": n * 10} for n in range(count)]


@dsl.component(base_image=IMAGE)
def part(row: int, times: int, word: str, text: Output[Dataset]) -> int:
    with open(text.path, "w") as file:
        file.write(f"{word} {row}\n" * times)
    return row * times


@dsl.component(base_image=IMAGE)
def whole(parts: Input[List[Dataset]], products: List[List[int]]) -> int:
    lines = sum(len(open(part.path).readlines()) for part in parts)
    print(f"{len(parts)} parts, {lines} lines, {products}")
    return lines


@dsl.pipeline(name="dynamic-loop")
def pipeline(count: int = 3, words: List[str] = ["a", "b"]) -> int:
    planned = plan(count=count)
    with dsl.ParallelFor(items=planned.output, parallelism=2) as item:
        with dsl.ParallelFor(items=words) as word:
            made = part(row=item.row, times=item.times, word=word)
    return whole(parts=dsl.Collected(made.outputs["text"]), products=dsl.Collected(made.outputs["Output"])).output
