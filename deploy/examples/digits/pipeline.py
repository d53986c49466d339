"""Reads handwritten digits: three classifiers are trained side by side and the best one is kept.

The compiled form, pipeline.yaml, stands beside this file; ../compile.sh renews it.
"""

import os
from typing import List, NamedTuple

from kfp import dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"
SETTINGS = [
    {"label": "gentle", "c": 0.01, "gamma": 0.0001},
    {"label": "steady", "c": 1.0, "gamma": 0.0005},
    {"label": "strict", "c": 10.0, "gamma": 0.001},
]


@dsl.component(base_image=IMAGE)
def load(held_out: float, seed: int, train_set: Output[Dataset], test_set: Output[Dataset]) -> int:
    """Splits the data set that scikit-learn ships into a part to learn from and a part to judge by."""
    import numpy
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    images, labels = load_digits(return_X_y=True)
    print(f"{len(labels)} digits, each of {images.shape[1]} grey values from 0 to {images.max():.0f}")
    learn_x, judge_x, learn_y, judge_y = train_test_split(
        images, labels, test_size=held_out, random_state=seed, stratify=labels
    )
    for part, x, y in ((train_set, learn_x, learn_y), (test_set, judge_x, judge_y)):
        with open(part.path, "wb") as file:
            numpy.savez_compressed(file, images=x, labels=y)
        part.metadata["digits"] = len(y)
        print(f"{part.name}: {len(y)} digits")
    return len(labels)


@dsl.component(base_image=IMAGE)
def train(
    setting: dict,
    train_set: Input[Dataset],
    test_set: Input[Dataset],
    candidate: Output[Model],
    metrics: Output[Metrics],
) -> float:
    """Trains one support vector classifier; gives the share of the held-out digits that it reads rightly."""
    import time

    import joblib
    import numpy
    from sklearn.svm import SVC

    learn, judge = numpy.load(train_set.path), numpy.load(test_set.path)
    name, total = setting["label"], len(judge["labels"])
    print(f"{name}: C {setting['c']}, gamma {setting['gamma']}, {len(learn['labels'])} digits to learn from")
    begun = time.monotonic()
    classifier = SVC(C=setting["c"], gamma=setting["gamma"]).fit(learn["images"], learn["labels"])
    print(f"{name}: trained in {time.monotonic() - begun:.2f} s, {len(classifier.support_)} support vectors")
    accuracy = float(classifier.score(judge["images"], judge["labels"]))
    print(f"{name}: reads {accuracy:.2%} of {total} held-out digits rightly")
    joblib.dump(classifier, candidate.path)
    candidate.metadata.update(setting, accuracy=accuracy)
    metrics.log_metric("accuracy", accuracy)
    return accuracy


@dsl.component(base_image=IMAGE)
def pick(
    accuracies: List[float],
    candidates: Input[List[Model]],
    test_set: Input[Dataset],
    model: Output[Model],
    metrics: Output[Metrics],
) -> NamedTuple("Picked", [("setting", str), ("accuracy", float), ("samples", dict)]):
    """Keeps the best model and asks it about five held-out digits, so that whoever serves it can compare."""
    import shutil
    from collections import namedtuple

    import joblib
    import numpy

    for candidate, accuracy in zip(candidates, accuracies, strict=True):
        print(f"{candidate.metadata['label']}: {accuracy:.2%}")
    accuracy, best = max(zip(accuracies, candidates), key=lambda pair: pair[0])
    print(f"best: {best.metadata['label']}")
    shutil.copyfile(best.path, model.path)
    model.metadata.update(best.metadata)
    metrics.log_metric("accuracy", accuracy)
    judge, labels = numpy.load(test_set.path), range(5)
    chosen = [int(numpy.flatnonzero(judge["labels"] == label)[0]) for label in labels]
    inputs = judge["images"][chosen]
    predictions = joblib.load(model.path).predict(inputs)
    print(f"asked about the digits {list(labels)} it says {predictions.tolist()}")
    samples = {
        "inputs": inputs.astype(int).tolist(),
        "labels": list(labels),
        "predictions": predictions.astype(int).tolist(),
    }
    return namedtuple("Picked", ["setting", "accuracy", "samples"])(best.metadata["label"], accuracy, samples)


def small(task: dsl.PipelineTask) -> dsl.PipelineTask:
    """Lets three steps share a node of two cores."""
    return task.set_cpu_request("200m").set_cpu_limit("1").set_memory_request("256Mi").set_memory_limit("512Mi")


@dsl.pipeline(name="digits", description="Trains three classifiers on handwritten digits and keeps the best.")
def pipeline(held_out: float = 0.3, seed: int = 7) -> NamedTuple(
    "Digits", [("model", Model), ("setting", str), ("accuracy", float), ("samples", dict)]
):
    data = small(load(held_out=held_out, seed=seed))
    with dsl.ParallelFor(items=SETTINGS, parallelism=3) as setting:
        trained = small(
            train(setting=setting, train_set=data.outputs["train_set"], test_set=data.outputs["test_set"])
        )
    best = small(
        pick(
            accuracies=dsl.Collected(trained.outputs["Output"]),
            candidates=dsl.Collected(trained.outputs["candidate"]),
            test_set=data.outputs["test_set"],
        )
    )
    outputs = NamedTuple("Digits", [("model", Model), ("setting", str), ("accuracy", float), ("samples", dict)])
    return outputs(
        model=best.outputs["model"],
        setting=best.outputs["setting"],
        accuracy=best.outputs["accuracy"],
        samples=best.outputs["samples"],
    )
