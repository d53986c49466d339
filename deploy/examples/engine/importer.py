"""Names data that lies outside of the run."""

import os

from kfp import dsl
from kfp.dsl import Dataset, Input

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"


@dsl.container_component
def show(data: Input[Dataset]):
    return dsl.ContainerSpec(image=IMAGE, command=["echo", data.uri])


@dsl.pipeline(name="importer")
def pipeline(uri: str = "s3://somewhere/data.csv"):
    show(data=dsl.importer(artifact_uri=uri, artifact_class=Dataset, reimport=False).output)
