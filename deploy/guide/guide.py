"""Runs the commands of a document in their order and compares what they print with what the document shows.

    guide.py DOCUMENT [--limit SECONDS] [--show]

A block ```bash or ```python is run; all of a language in one session, so that what one leaves behind the next one finds. A
block ```text right after it is what it prints: the whole of it, where … stands for anything on a line, and a line that is …
alone for any number of lines. There are no other blocks, so that nothing is shown that was not run.
"""

import argparse
import contextlib
import dataclasses
import itertools
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

RUN = ("bash", "python")
PRINTED = "text"
ANYTHING = "…"
# Each reads names of files, runs one after the other in itself, and says when one is done; a failure ends it.
BASH = 'while read -r file; do source "$file" </dev/null >"$file.out" 2>"$file.err"; echo done; done'
PYTHON = """
import contextlib, sys, traceback
names = {"__name__": "__main__"}
for file in map(str.strip, sys.stdin):
    with open(file) as text, open(file + ".out", "w") as out, open(file + ".err", "w") as err:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                exec(compile(text.read(), file, "exec"), names)
            except BaseException:
                traceback.print_exc()
                sys.exit(1)
    print("done", flush=True)
"""


class GuideError(Exception):
    """What is wrong with the document, or with what became of it."""


@dataclasses.dataclass(frozen=True)
class Block:
    """Commands of one language; line is that of their fence, printed what they must print (None where nothing is said)."""

    language: str
    line: int
    text: str
    printed: str | None = None


def blocks(document: str) -> list[Block]:
    """The blocks that are run, in their order; GuideError where one is neither run nor printed by the one before it."""
    found, fence, inside, follows = [], None, [], False
    for number, line in enumerate(document.splitlines(), 1):
        if fence is None:
            if line.startswith("```"):
                fence, inside = (line[3:].strip(), number), []
            elif line.strip():
                follows = False
        elif line.rstrip() != "```":
            inside.append(line)
        else:
            (language, begun), text, fence = fence, "\n".join(inside) + "\n", None
            if language in RUN:
                found.append(Block(language, begun, text))
            elif language == PRINTED and follows:
                found[-1] = dataclasses.replace(found[-1], printed=text)
            elif language == PRINTED:
                raise GuideError(f"line {begun}: this output follows no block that is run")
            else:
                raise GuideError(f"line {begun}: a block is {', '.join(RUN)} or {PRINTED}, not '{language}'")
            follows = language in RUN
    if fence is not None:
        raise GuideError(f"line {fence[1]}: this block has no end")
    return found


def agrees(printed: str, shown: str) -> bool:
    """Whether what was printed is what the document shows; blanks at the ends of lines and of the whole do not count."""
    pattern = ""
    for line in shown.strip().splitlines():
        pattern += "(.*\n)*" if line.strip() == ANYTHING else ".*".join(map(re.escape, line.rstrip().split(ANYTHING))) + "\n"
    there = "".join(line.rstrip() + "\n" for line in printed.strip().splitlines())
    return re.fullmatch(pattern, there) is not None


class Session:
    """A program that runs files in itself, one after the other."""

    def __init__(self, command: list[str], **where):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True, **where
        )

    def run(self, file: pathlib.Path) -> bool:
        """Whether it came to its end without a failure."""
        try:
            self.process.stdin.write(f"{file}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return False
        return self.process.stdout.readline() == "done\n"

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()


class Sessions:
    """The shell, and the Python that is started from it where the first block of Python stands."""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.numbers, self.open = folder, itertools.count(1), {}
        self.open["bash"] = Session(["bash", "-euo", "pipefail", "-c", BASH])

    def run(self, language: str, text: str) -> tuple[bool, str, str]:
        """Whether it went well, what it printed, and what it said besides."""
        if language not in self.open:
            self.open[language] = self._python()
        file = self.folder / f"block{next(self.numbers)}.{language}"
        file.write_text(text)
        well = self.open[language].run(file)
        out, err = (pathlib.Path(f"{file}.{end}") for end in ("out", "err"))
        return well, *(one.read_text(errors="replace") if one.exists() else "" for one in (out, err))

    def _python(self) -> Session:
        well, folder, _ = self.run("bash", "pwd")
        environment = self.run("bash", "env -0")[1]
        pairs = (pair.split("=", 1) for pair in environment.split("\0") if "=" in pair)
        return Session(["python3", "-c", PYTHON], cwd=folder.strip(), env=dict(pairs))

    def end(self) -> None:
        for session in list(self.open.values()):
            session.end()


def run(document: pathlib.Path, limit: int, show: bool, say=print) -> None:
    """Runs a document; GuideError at the first block that fails, prints something else or is not done in time."""
    wanted = blocks(document.read_text())
    with tempfile.TemporaryDirectory() as folder:
        sessions = Sessions(pathlib.Path(folder))
        late = threading.Event()
        watch = threading.Timer(limit, lambda: (late.set(), sessions.end()))
        watch.start()
        try:
            for block in wanted:
                begun = time.monotonic()
                well, out, err = sessions.run(block.language, block.text)
                told = f"{document.name}:{block.line}"
                if late.is_set():
                    raise GuideError(f"{told} was not done when {limit} s were over\n{block.text}\n{out}{err}")
                if not well:
                    raise GuideError(f"{told} failed\n{block.text}\n{out}{err}")
                if block.printed is not None and not agrees(out, block.printed):
                    raise GuideError(f"{told} printed something else\n{block.text}\nshown:\n{block.printed}\nprinted:\n{out}{err}")
                say(f"{told} {block.language} ({time.monotonic() - begun:.1f} s)" + (f"\n{out}{err}" if show else ""))
        finally:
            watch.cancel()
            sessions.end()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("document", type=pathlib.Path)
    parser.add_argument("--limit", type=int, default=600, help="seconds for all of it")
    parser.add_argument("--show", action="store_true", help="print what each block prints")
    options = parser.parse_args()
    begun = time.monotonic()
    try:
        run(options.document, options.limit, options.show)
    except GuideError as fault:
        print(f"{fault}\n0 passed, 1 failed")
        return 1
    print(f"every command of {options.document.name} did what it says, in {time.monotonic() - begun:.0f} s\n1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
