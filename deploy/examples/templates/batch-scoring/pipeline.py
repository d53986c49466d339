"""Asks a served model about many rows, in parts side by side, and puts its answers together.

Start here: put your own rows into `load`. The model is one of the team's endpoints, asked by the Open Inference Protocol.
Compile it with the kfp SDK: kfp dsl compile --py pipeline.py --output pipeline.yaml. Where your platform's images come
from a registry, the variable IMAGE_PREFIX names it.
"""

import os
from typing import List, NamedTuple

from kfp import dsl
from kfp.dsl import Dataset, Input, Metrics, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def load(rows: int, batch: Output[Dataset]) -> int:
    """Gets the rows to be scored. These are the digits of scikit-learn, again and again until there are enough."""
    import numpy
    from sklearn.datasets import load_digits

    digits = load_digits().data
    wanted = numpy.resize(digits, (rows, digits.shape[1]))
    with open(batch.path, "wb") as file:
        numpy.savez_compressed(file, rows=wanted)
    batch.metadata["rows"] = rows
    print(f"{rows} rows of {wanted.shape[1]} numbers")
    return rows


@dsl.component(base_image=IMAGE)
def split(rows: int, parts: int) -> List[dict]:
    """Says which rows belong to which part; all parts are as large as each other, but for a row."""
    bounds = [rows * part // parts for part in range(parts + 1)]
    return [{"first": first, "end": end} for first, end in zip(bounds, bounds[1:]) if end > first]


@dsl.component(base_image=IMAGE)
def score(part: dict, batch: Input[Dataset], endpoint: str, model: str, scores: Output[Dataset]) -> int:
    """Asks the endpoint about the rows of one part, a few hundred at a time; a question that fails is asked again."""
    import json
    import time
    import urllib.error
    import urllib.request

    import numpy

    rows = numpy.load(batch.path)["rows"][part["first"] : part["end"]]
    url = f"http://endpoint-{endpoint}:8080/v2/models/{model}/infer"

    def ask(some):
        question = {
            "inputs": [
                {"name": "x", "shape": list(some.shape), "datatype": "FP64", "data": some.ravel().tolist()}
            ]
        }
        request = urllib.request.Request(
            url, json.dumps(question).encode(), {"content-type": "application/json"}, method="POST"
        )
        for pause in (1, 2, 4, 8, None):
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)["outputs"][0]["data"]
            except urllib.error.HTTPError as refused:
                if refused.code < 500 or pause is None:
                    raise RuntimeError(f"{url}: {refused.code} {refused.read(500).decode(errors='replace')}") from None
            except OSError as away:
                if pause is None:
                    raise RuntimeError(f"{url} does not answer: {away}") from None
            time.sleep(pause)

    said = []
    for first in range(0, len(rows), 256):
        said.extend(ask(rows[first : first + 256]))
    with open(scores.path, "wb") as file:
        numpy.savez_compressed(file, first=part["first"], scores=numpy.array(said))
    print(f"rows {part['first']} to {part['end'] - 1}: scored")
    return len(said)


@dsl.component(base_image=IMAGE)
def gather(parts: Input[List[Dataset]], counts: List[int], result: Output[Dataset], metrics: Output[Metrics]) -> dict:
    """Puts the answers together in the order of the rows, and counts how often each was given."""
    from collections import Counter

    import numpy

    found = sorted((numpy.load(part.path) for part in parts), key=lambda part: int(part["first"]))
    scores = numpy.concatenate([part["scores"] for part in found])
    if len(scores) != sum(counts):
        raise RuntimeError(f"{sum(counts)} rows were scored, {len(scores)} answers are there")
    numpy.savetxt(result.path, scores, fmt="%s", header="score", comments="")
    result.metadata["rows"] = len(scores)
    metrics.log_metric("rows", len(scores))
    share = {str(answer): count / len(scores) for answer, count in sorted(Counter(scores.tolist()).items())}
    for answer, of_all in share.items():
        metrics.log_metric(f"share_of_{answer}", of_all)
    print(f"{len(scores)} rows scored: {share}")
    return share


def small(task: dsl.PipelineTask) -> dsl.PipelineTask:
    """What each step asks for; without it a step gets what the hardware class of its run says."""
    return task.set_cpu_request("200m").set_cpu_limit("1").set_memory_request("256Mi").set_memory_limit("512Mi")


@dsl.pipeline(name="batch-scoring", description="Asks a served model about many rows, in parts side by side.")
def pipeline(endpoint: str, model: str, rows: int = 5000, parts: int = 4) -> NamedTuple(
    "Scored", [("result", Dataset), ("share", dict)]
):
    """Scores many rows with a served model.

    Args:
        endpoint: Name of an endpoint of the team.
        model: Name under which the endpoint serves its model.
        rows: How many rows are scored.
        parts: In how many parts.
    """
    loaded = small(load(rows=rows))
    bounds = small(split(rows=loaded.outputs["Output"], parts=parts))
    with dsl.ParallelFor(items=bounds.output, parallelism=4) as part:
        scored = small(score(part=part, batch=loaded.outputs["batch"], endpoint=endpoint, model=model))
        scored.set_retry(num_retries=2, backoff_duration="5s")
    all_of_it = small(
        gather(
            parts=dsl.Collected(scored.outputs["scores"]),
            counts=dsl.Collected(scored.outputs["Output"]),
        )
    )
    outputs = NamedTuple("Scored", [("result", Dataset), ("share", dict)])
    return outputs(result=all_of_it.outputs["result"], share=all_of_it.outputs["Output"])
