"""Compiles every pipeline of the corpus and reads it with the SDK's own protocol buffers, or with --check compares both
with what is committed."""

import csv
import difflib
import importlib
import json
import os
import pathlib
import sys
import tempfile

os.environ.pop("IMAGE_PREFIX", None)
import yaml  # noqa: E402  after the environment that the pipelines read
from google.protobuf import json_format  # noqa: E402
from kfp import compiler  # noqa: E402
from kfp.dsl import graph_component  # noqa: E402
from kfp.kubernetes import kubernetes_executor_config_pb2  # noqa: E402
from kfp.pipeline_spec import pipeline_spec_pb2  # noqa: E402

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "pipelines"))


def pipelines() -> dict[str, graph_component.GraphComponent]:
    """The pipelines of the table by name; each must be in the file that the table says."""
    found = {}
    with open(HERE / "pipelines.tsv", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            module = importlib.import_module(row["file"])
            found[row["pipeline"]] = next(
                one for one in vars(module).values()
                if isinstance(one, graph_component.GraphComponent) and one.name == row["pipeline"]
            )
    return found


def compiled(pipeline: graph_component.GraphComponent) -> str:
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "pipeline.yaml")
        compiler.Compiler().compile(pipeline, target)
        return pathlib.Path(target).read_text()


def strictly(document: dict, message) -> dict:
    """The document as the message understands it; a field that it does not know is an error."""
    return json_format.MessageToDict(json_format.ParseDict(document, message))


def as_the_sdk_reads_it(text: str) -> str:
    """What the SDK's protocol buffers make of a compiled pipeline, as JSON."""
    spec, *platforms = yaml.safe_load_all(text)
    read = strictly(spec, pipeline_spec_pb2.PipelineSpec())
    # The proto leaves this open; the executors have a message of their own.
    read["deploymentSpec"] = strictly(read["deploymentSpec"], pipeline_spec_pb2.PipelineDeploymentConfig())
    documents = [read]
    for platform in platforms:
        documents.append(strictly(platform, pipeline_spec_pb2.PlatformSpec()))
        executors = platform["platforms"].get("kubernetes", {}).get("deploymentSpec", {}).get("executors", {})
        for executor in executors.values():
            strictly(executor, kubernetes_executor_config_pb2.KubernetesExecutorConfig())
    return json.dumps(documents, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def plain(text: str) -> list[str]:
    """The lines of a pipeline in which each task holds its component, and each component its executor. The SDK numbers
    those that share a name in the order of a set, which is another one in each process."""
    documents = list(yaml.safe_load_all(text))
    spec, *platforms = documents[0] if isinstance(documents[0], list) else documents
    components = spec.pop("components", {})
    executors = spec.pop("deploymentSpec", {}).get("executors", {})
    placed = {}
    for platform in platforms:
        placed |= platform["platforms"].get("kubernetes", {}).pop("deploymentSpec", {}).get("executors", {})

    def held(component: dict) -> dict:
        component = dict(component)
        label = component.pop("executorLabel", None)
        if label is not None:
            component["executor"] = executors[label]
            component["placed"] = placed.get(label)
        if "dag" in component:
            component["dag"] = dag(component["dag"])
        return component

    def dag(of: dict) -> dict:
        tasks = {
            name: {**task, "componentRef": held(components[task["componentRef"]["name"]])}
            for name, task in of["tasks"].items()
        }
        return {**of, "tasks": tasks}

    spec["root"] = held(spec["root"])
    spec.pop("sdkVersion", None)
    whole = [spec, *platforms, {"components": len(components), "executors": len(executors)}]
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def same(target: pathlib.Path, fresh: str) -> bool:
    committed = target.read_text() if target.exists() else ""
    before = plain(committed) if committed else []
    difference = list(difflib.unified_diff(before, plain(fresh), "committed", "fresh", lineterm="", n=1))
    if difference:
        print(f"{target.relative_to(HERE)} is not what the SDK makes now: run deploy/corpus/compile.sh")
        print("\n".join(difference[:40]))
    return not difference


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    passed = failed = 0
    for name, pipeline in pipelines().items():
        text = compiled(pipeline)
        fresh = {HERE / "compiled" / f"{name}.yaml": text, HERE / "oracle" / f"{name}.json": as_the_sdk_reads_it(text)}
        if check:
            good = all([same(target, content) for target, content in fresh.items()])
            passed, failed = passed + good, failed + (not good)
            continue
        for target, content in fresh.items():
            target.parent.mkdir(exist_ok=True)
            target.write_text(content)
        print(name)
    if check:
        print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
