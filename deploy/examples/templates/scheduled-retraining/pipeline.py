"""Trains a model anew and lets it through only if it is good enough and no worse than the one that serves.

Start here: put your own data into `prepare` and your own model into `train`, then let a schedule start it.
Compile it with the kfp SDK: kfp dsl compile --py pipeline.py --output pipeline.yaml. Where your platform's images come
from a registry, the variable IMAGE_PREFIX names it.
"""

import os
from typing import NamedTuple

from kfp import dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def prepare(held_out: float, seed: int, train_set: Output[Dataset], test_set: Output[Dataset]):
    """Gets the newest data, in a part to learn from and a part to judge by. Here: the digits of scikit-learn."""
    import numpy
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    rows, labels = load_digits(return_X_y=True)
    learn_x, judge_x, learn_y, judge_y = train_test_split(
        rows, labels, test_size=held_out, random_state=seed, stratify=labels
    )
    for part, x, y in ((train_set, learn_x, learn_y), (test_set, judge_x, judge_y)):
        with open(part.path, "wb") as file:
            numpy.savez_compressed(file, rows=x, labels=y)
        part.metadata["rows"] = len(y)
        print(f"{part.name}: {len(y)} rows")


@dsl.component(base_image=IMAGE)
def train(train_set: Input[Dataset], trees: int, seed: int, candidate: Output[Model]):
    """Trains the model anew: a forest of decision trees."""
    import joblib
    import numpy
    from sklearn.ensemble import RandomForestClassifier

    learn = numpy.load(train_set.path)
    forest = RandomForestClassifier(n_estimators=trees, random_state=seed).fit(learn["rows"], learn["labels"])
    print(f"{trees} trees learned from {len(learn['labels'])} rows")
    joblib.dump(forest, candidate.path)
    candidate.metadata.update(framework="scikit-learn", trees=trees)


@dsl.component(base_image=IMAGE)
def gate(
    candidate: Input[Model],
    test_set: Input[Dataset],
    min_accuracy: float,
    champion: str,
    champion_model: str,
    metrics: Output[Metrics],
) -> NamedTuple("Judged", [("decision", str), ("accuracy", float)]):
    """Judges the candidate, and the champion by the same rows: `promote` or `keep`; what fails is asked again."""
    import json
    import time
    import urllib.error
    import urllib.request
    from collections import namedtuple

    import joblib
    import numpy

    def ask(url, question):
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

    judge = numpy.load(test_set.path)
    rows, labels = judge["rows"], judge["labels"]
    accuracy = float((joblib.load(candidate.path).predict(rows) == labels).mean())
    metrics.log_metric("accuracy", accuracy)
    metrics.log_metric("min_accuracy", min_accuracy)
    decision = "promote" if accuracy >= min_accuracy else "keep"
    print(f"candidate: {accuracy:.2%} of {len(labels)} rows, {min_accuracy:.2%} are needed")
    if champion:
        question = {
            "inputs": [{"name": "x", "shape": list(rows.shape), "datatype": "FP64", "data": rows.ravel().tolist()}]
        }
        said = numpy.array(ask(f"http://endpoint-{champion}:8080/v2/models/{champion_model}/infer", question))
        champions = float((said == labels).mean())
        metrics.log_metric("champion_accuracy", champions)
        print(f"champion {champion}: {champions:.2%}")
        decision = "keep" if accuracy < champions else decision
    print(f"decision: {decision}")
    return namedtuple("Judged", ["decision", "accuracy"])(decision, accuracy)


@dsl.component(base_image=IMAGE)
def promote(candidate: Input[Model], accuracy: float, model_name: str, model: Output[Model]):
    """Puts the candidate out as the version in production: the platform registers what carries `registerAs`."""
    import shutil

    shutil.copyfile(candidate.path, model.path)
    model.metadata.update(candidate.metadata)
    model.metadata.update(accuracy=accuracy, registerAs=model_name, registerAlias="production")
    print(f"the new version of {model_name} in production")


@dsl.component(base_image=IMAGE)
def keep(accuracy: float, model_name: str):
    """Leaves the version in production as it is, and says so."""
    print(f"{model_name} in production stays: the candidate has {accuracy:.2%}")


def small(task: dsl.PipelineTask) -> dsl.PipelineTask:
    """What each step asks for; without it a step gets what the hardware class of its run says."""
    return task.set_cpu_request("200m").set_cpu_limit("1").set_memory_request("256Mi").set_memory_limit("512Mi")


@dsl.pipeline(
    name="scheduled-retraining",
    description="Trains a model anew and lets it through only if it is good enough and no worse than what serves.",
)
def pipeline(
    model_name: str = "digits",
    min_accuracy: float = 0.95,
    champion: str = "",
    champion_model: str = "digits",
    trees: int = 100,
    held_out: float = 0.3,
    seed: int = 7,
):
    """Retrains a model behind a quality gate.

    Args:
        model_name: The registered model that a version is added to.
        min_accuracy: Share of the held-out rows that a candidate must get right.
        champion: Name of the team's endpoint that it must not be worse than; empty for none.
        champion_model: Name under which that endpoint serves its model.
        trees: Size of the forest.
        held_out: Share of the rows to judge by.
        seed: Start of the random split and of the forest.
    """
    data = small(prepare(held_out=held_out, seed=seed))
    trained = small(train(train_set=data.outputs["train_set"], trees=trees, seed=seed))
    judged = small(
        gate(
            candidate=trained.outputs["candidate"],
            test_set=data.outputs["test_set"],
            min_accuracy=min_accuracy,
            champion=champion,
            champion_model=champion_model,
        )
    )
    with dsl.If(judged.outputs["decision"] == "promote"):
        small(
            promote(
                candidate=trained.outputs["candidate"],
                accuracy=judged.outputs["accuracy"],
                model_name=model_name,
            )
        )
    with dsl.Else():
        small(keep(accuracy=judged.outputs["accuracy"], model_name=model_name))
