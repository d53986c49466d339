"""Artifacts of each kind: written, read, described, collected."""

from typing import List

from kfp import dsl
from kfp.dsl import (
    HTML,
    Artifact,
    ClassificationMetrics,
    Dataset,
    Input,
    Markdown,
    Metrics,
    Model,
    Output,
    SlicedClassificationMetrics,
)

from steps import IMAGE, same_real, same_text, same_whole


@dsl.component(base_image=IMAGE)
def load(rows: int, data: Output[Dataset]):
    with open(data.path, "w") as file:
        file.writelines(f"{n},{n % 2}\n" for n in range(rows))
    data.metadata["rows"] = rows


@dsl.component(base_image=IMAGE)
def train(data: Input[Dataset], model: Output[Model], metrics: Output[Metrics]) -> float:
    share = sum(int(line.split(",")[1]) for line in open(data.path)) / data.metadata["rows"]
    with open(model.path, "w") as file:
        file.write(str(share))
    model.metadata["framework"] = "none"
    metrics.log_metric("share", share)
    metrics.log_metric("rows", data.metadata["rows"])
    return share


@dsl.pipeline(name="artifact-model", description="A data set, a model that learnt from it, and its metrics.")
def model(rows: int = 10):
    trained = train(data=load(rows=rows).outputs["data"])
    same_real(actual=trained.outputs["Output"], expected=0.5)


@dsl.component(base_image=IMAGE)
def judge(curve: Output[ClassificationMetrics], sliced: Output[SlicedClassificationMetrics]):
    curve.log_roc_curve([0.0, 0.5, 1.0], [0.0, 0.8, 1.0], [1.0, 0.5, 0.0])
    curve.log_confusion_matrix(["ham", "spam"], [[5, 1], [2, 7]])
    # Its own methods fail in this version of the SDK: it never makes the slices that they look for.
    sliced.metadata["evaluationSlices"] = [{"slice": "night", "sliceClassificationMetrics": curve.metadata}]


@dsl.pipeline(name="artifact-classification-metrics")
def classification_metrics():
    judge()


@dsl.component(base_image=IMAGE)
def report(page: Output[HTML], text: Output[Markdown], raw: Output[Artifact]):
    for artifact, content in ((page, "<h1>Tide</h1>"), (text, "# Tide"), (raw, "tide")):
        with open(artifact.path, "w") as file:
            file.write(content)


@dsl.component(base_image=IMAGE)
def lengths(page: Input[HTML], text: Input[Markdown], raw: Input[Artifact]) -> int:
    return sum(len(open(artifact.path).read()) for artifact in (page, text, raw))


@dsl.pipeline(name="artifact-reports", description="A page, a text and something of no special kind.")
def reports():
    made = report()
    found = lengths(page=made.outputs["page"], text=made.outputs["text"], raw=made.outputs["raw"])
    same_whole(actual=found.output, expected=23)


@dsl.component(base_image=IMAGE)
def total(parts: Input[List[Dataset]]) -> int:
    return sum(part.metadata["rows"] for part in parts)


@dsl.pipeline(name="artifact-list", description="A step takes the data sets of all branches of a loop.")
def as_list():
    with dsl.ParallelFor(items=[1, 2, 3]) as rows:
        loaded = load(rows=rows)
    same_whole(actual=total(parts=dsl.Collected(loaded.outputs["data"])).output, expected=6)


@dsl.component(base_image=IMAGE)
def rows_of(data: Input[Dataset] = None) -> int:
    return data.metadata["rows"] if data else -1


@dsl.pipeline(name="artifact-optional", description="An input artifact that may be left out.")
def optional():
    same_whole(actual=rows_of().output, expected=-1)
    same_whole(actual=rows_of(data=load(rows=4).outputs["data"]).output, expected=4)


@dsl.pipeline(name="rows-of-both")
def rows_of_both(first: Input[Dataset], second: Input[Dataset]) -> int:
    rows_of(data=first)
    return rows_of(data=second).output


@dsl.pipeline(name="artifact-into-pipeline", description="Artifacts are handed to a pipeline inside the pipeline.")
def into_pipeline():
    made = rows_of_both(first=load(rows=1).outputs["data"], second=load(rows=2).outputs["data"])
    same_whole(actual=made.output, expected=2)


@dsl.pipeline(name="loaded-parts")
def loaded_parts() -> List[Dataset]:
    with dsl.ParallelFor(items=[4, 5]) as rows:
        loaded = load(rows=rows)
    return dsl.Collected(loaded.outputs["data"])


@dsl.pipeline(name="artifact-list-output", description="An inner pipeline gives a list of data sets.")
def list_output():
    same_whole(actual=total(parts=loaded_parts().output).output, expected=9)


@dsl.component(base_image=IMAGE)
def place() -> Dataset:
    return Dataset(uri="gs://bucket/data.csv", metadata={"rows": 8})


@dsl.pipeline(name="artifact-returned", description="A function returns its artifact, which lies elsewhere.")
def returned():
    same_whole(actual=rows_of(data=place().output).output, expected=8)


@dsl.component(base_image=IMAGE)
def stamp(model: Output[Model]):
    model.name = "renamed"
    model.metadata.update({"nested": {"a": [1, None, "x"]}, "accuracy": 0.875, "final": True})
    with open(model.path, "w") as file:
        file.write("weights")


@dsl.component(base_image=IMAGE)
def name_of(model: Input[Model]) -> str:
    return f"{model.metadata['nested']['a'][2]} {model.metadata['accuracy']}"


@dsl.pipeline(name="artifact-metadata", description="What a step writes about its artifact reaches the next.")
def metadata():
    same_text(actual=name_of(model=stamp().outputs["model"]).output, expected="x 0.875")
