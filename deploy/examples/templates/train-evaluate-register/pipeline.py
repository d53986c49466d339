"""Trains a classifier, judges it on data that it has not seen, and registers it with what it is worth.

Start here: put your own data into `prepare` and your own model into `train`; the other steps can stay as they are.
Compile it with the kfp SDK: kfp dsl compile --py pipeline.py --output pipeline.yaml. Where your platform's images come
from a registry, the variable IMAGE_PREFIX names it.
"""

import os
from typing import NamedTuple

from kfp import dsl
from kfp.dsl import ClassificationMetrics, Dataset, Input, Metrics, Model, Output

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.component(base_image=IMAGE)
def prepare(held_out: float, seed: int, train_set: Output[Dataset], test_set: Output[Dataset]):
    """Splits the data into a part to learn from and a part to judge by. The data are the digits of scikit-learn."""
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
def train(train_set: Input[Dataset], c: float, gamma: float, candidate: Output[Model]):
    """Trains the model: rows are scaled, then a support vector classifier learns from them."""
    import joblib
    import numpy
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler
    from sklearn.svm import SVC

    learn = numpy.load(train_set.path)
    model = make_pipeline(MinMaxScaler(), SVC(C=c, gamma=gamma)).fit(learn["rows"], learn["labels"])
    print(f"learned from {len(learn['labels'])} rows")
    joblib.dump(model, candidate.path)
    candidate.metadata.update(framework="scikit-learn", c=c, gamma=gamma)


@dsl.component(base_image=IMAGE)
def evaluate(
    candidate: Input[Model],
    test_set: Input[Dataset],
    metrics: Output[Metrics],
    confusion: Output[ClassificationMetrics],
) -> float:
    """Judges the model by rows that it has not seen; gives the share of them that it gets right."""
    import joblib
    import numpy
    from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

    judge = numpy.load(test_set.path)
    said = joblib.load(candidate.path).predict(judge["rows"])
    accuracy = float(accuracy_score(judge["labels"], said))
    metrics.log_metric("accuracy", accuracy)
    metrics.log_metric("f1_macro", float(f1_score(judge["labels"], said, average="macro")))
    metrics.log_metric("rows", len(said))
    names = [str(name) for name in sorted(set(judge["labels"].tolist()))]
    confusion.log_confusion_matrix(names, confusion_matrix(judge["labels"], said).tolist())
    print(f"right in {accuracy:.2%} of {len(said)} rows")
    return accuracy


@dsl.component(base_image=IMAGE)
def register(candidate: Input[Model], accuracy: float, model_name: str, alias: str, model: Output[Model]):
    """Puts the model out as a version of a registered model: the platform registers what carries `registerAs`."""
    import shutil

    shutil.copyfile(candidate.path, model.path)
    model.metadata.update(candidate.metadata)
    model.metadata["accuracy"] = accuracy
    model.metadata["registerAs"] = model_name
    if alias:
        model.metadata["registerAlias"] = alias
    print(f"a version of {model_name} once the run has succeeded" + (f", known as {alias}" if alias else ""))


def small(task: dsl.PipelineTask) -> dsl.PipelineTask:
    """What each step asks for; without it a step gets what the hardware class of its run says."""
    return task.set_cpu_request("200m").set_cpu_limit("1").set_memory_request("256Mi").set_memory_limit("512Mi")


@dsl.pipeline(
    name="train-evaluate-register",
    description="Trains a classifier, judges it on data that it has not seen, and registers it.",
)
def pipeline(
    model_name: str = "digits",
    alias: str = "candidate",
    held_out: float = 0.3,
    c: float = 5.0,
    gamma: float = 0.05,
    seed: int = 7,
) -> NamedTuple("Trained", [("model", Model), ("accuracy", float)]):
    """Trains, evaluates and registers a classifier.

    Args:
        model_name: The registered model that a version is added to.
        alias: What the new version is known as; empty for nothing.
        held_out: Share of the rows to judge by.
        c: Penalty of the classifier.
        gamma: Reach of a single row.
        seed: Start of the random split.
    """
    data = small(prepare(held_out=held_out, seed=seed))
    trained = small(train(train_set=data.outputs["train_set"], c=c, gamma=gamma))
    judged = small(evaluate(candidate=trained.outputs["candidate"], test_set=data.outputs["test_set"]))
    registered = small(
        register(
            candidate=trained.outputs["candidate"],
            accuracy=judged.outputs["Output"],
            model_name=model_name,
            alias=alias,
        )
    )
    outputs = NamedTuple("Trained", [("model", Model), ("accuracy", float)])
    return outputs(model=registered.outputs["model"], accuracy=judged.outputs["Output"])
