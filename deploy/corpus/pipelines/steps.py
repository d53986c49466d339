"""Steps that many pipelines of the corpus share. A comparison ends with an error when the values differ, so that a run
which succeeds has said that its engine passed the right ones."""

import os

from kfp import dsl

IMAGE = os.environ.get("IMAGE_PREFIX", "localhost/freihafen") + "/ml:0.1.0"
COMPARE = """import json, sys
actual, expected = map(json.loads, sys.argv[1:])
print(actual)
sys.exit(actual != expected and f"expected {expected}")"""


def python(script: str, *args) -> dsl.ContainerSpec:
    """A container that runs a script with the given arguments, without the kfp SDK."""
    return dsl.ContainerSpec(image=IMAGE, command=["python3", "-c", script], args=list(args))


def shell(script: str, *args) -> dsl.ContainerSpec:
    """A container that runs a shell script with the given arguments as $0, $1 and so on."""
    return dsl.ContainerSpec(image=IMAGE, command=["sh", "-ec", script], args=list(args))


@dsl.container_component
def same_text(actual: str, expected: str):
    return shell('echo "$0"; [ "$0" = "$1" ]', actual, expected)


@dsl.container_component
def same_whole(actual: int, expected: int):
    return python(COMPARE, actual, expected)


@dsl.container_component
def same_real(actual: float, expected: float):
    return python(COMPARE, actual, expected)


@dsl.container_component
def same_flag(actual: bool, expected: bool):
    return python(COMPARE, actual, expected)


@dsl.container_component
def same_list(actual: list, expected: list):
    return python(COMPARE, actual, expected)


@dsl.container_component
def same_struct(actual: dict, expected: dict):
    return python(COMPARE, actual, expected)


@dsl.container_component
def say(text: str, said: dsl.OutputPath(str)):
    return shell('echo "$0"; printf %s "$0" >"$1"', text, said)


@dsl.container_component
def double(n: int, result: dsl.OutputPath(int)):
    return shell('echo $((2 * $0)) >"$1"', n, result)


@dsl.container_component
def fail(exit_code: int):
    return shell('echo "ends with $0"; exit "$0"', exit_code)
