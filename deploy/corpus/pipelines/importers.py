"""Data from outside of the run."""

from kfp import dsl
from kfp.dsl import Dataset, Input, Model

from steps import same_text, shell


@dsl.container_component
def uri_of(data: Input[Dataset], said: dsl.OutputPath(str)):
    return shell('printf %s "$0" >"$1"', data.uri, said)


@dsl.container_component
def model_uri(model: Input[Model], said: dsl.OutputPath(str)):
    return shell('printf %s "$0" >"$1"', model.uri, said)


@dsl.pipeline(name="importer-constant")
def constant():
    data = dsl.importer(artifact_uri="s3://bucket/tides.csv", artifact_class=Dataset, reimport=False)
    same_text(actual=uri_of(data=data.output).output, expected="s3://bucket/tides.csv")


@dsl.pipeline(name="importer-parameter", description="Where the model lies is a parameter; what is known of it comes along.")
def parameter(uri: str = "s3://bucket/model"):
    model = dsl.importer(
        artifact_uri=uri, artifact_class=Model, reimport=True, metadata={"framework": "sklearn", "source": uri}
    )
    same_text(actual=model_uri(model=model.output).output, expected="s3://bucket/model")


@dsl.pipeline(name="importer-in-loop")
def in_loop():
    with dsl.ParallelFor(items=["s3://bucket/a", "s3://bucket/b"]) as uri:
        uri_of(data=dsl.importer(artifact_uri=uri, artifact_class=Dataset).output)


@dsl.pipeline(name="importer-from-output", description="An earlier step says where the data lies.")
def from_output():
    found = uri_of(data=dsl.importer(artifact_uri="s3://bucket/c", artifact_class=Dataset).output)
    data = dsl.importer(artifact_uri=found.output, artifact_class=Dataset)
    same_text(actual=uri_of(data=data.output).output, expected="s3://bucket/c")
