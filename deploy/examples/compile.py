"""Compiles every example pipeline, or with --check compares a fresh compile with what is committed."""

import difflib
import importlib.util
import os
import pathlib
import sys
import tempfile
import types

os.environ.pop("IMAGE_PREFIX", None)
from kfp import compiler  # noqa: E402  after the environment that the examples read

HERE = pathlib.Path(__file__).parent


def loaded(source: pathlib.Path) -> types.ModuleType:
    """The file as a module."""
    spec = importlib.util.spec_from_file_location(source.stem, source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def compiled(source: pathlib.Path) -> str:
    """The intermediate representation of the function `pipeline` in the file, without the SDK's leading comments."""
    module = loaded(source)
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "pipeline.yaml")
        compiler.Compiler().compile(module.pipeline, target)
        return pathlib.Path(target).read_text()


def bare(text: str) -> list[str]:
    """The lines without the SDK's comments and its version."""
    return [line for line in text.splitlines() if not line.startswith(("#", "sdkVersion:"))]


def main() -> int:
    check = sys.argv[1:] == ["--check"]
    passed = failed = 0
    for source in [
        HERE / "digits" / "pipeline.py",
        *sorted((HERE / "engine").glob("*.py")),
        *sorted((HERE / "templates").glob("*/pipeline.py")),
    ]:
        target = source.with_suffix(".yaml")
        fresh = compiled(source)
        if not check:
            target.write_text(fresh)
            print(target.relative_to(HERE))
            continue
        committed = target.read_text() if target.exists() else ""
        difference = list(difflib.unified_diff(bare(committed), bare(fresh), "committed", "fresh", lineterm="", n=1))
        passed, failed = (passed + 1, failed) if not difference else (passed, failed + 1)
        if difference:
            print(f"{target.relative_to(HERE)} is not what {source.name} compiles to: run deploy/examples/compile.sh")
            print("\n".join(difference[:40]))
    if check:
        print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
