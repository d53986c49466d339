"""Runs the corpus on a running platform, as a data scientist of the team fraud."""

import collections
import csv
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "deploy/local/platform"))
import demo  # noqa: E402  its folder first

STATE = pathlib.Path(os.environ.get("FREIHAFEN_STATE", ROOT / ".local"))
RUNS = "/api/v1/teams/fraud/runs"
ENDS = {"Succeeded", "Failed", "Canceled", "Lost"}
# Side by side; more would only wait for each other on a small machine.
AT_A_TIME = 4
LIMIT = 900


def rows(name):
    with open(HERE / name, newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


class Platform:
    def __init__(self):
        self.account = demo.Account("scientist", STATE)

    def ask(self, method, path, body=None):
        """Status and JSON of the answer, whatever it is."""
        request = urllib.request.Request(
            demo.API + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": "Bearer " + self.account.bearer(), "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")


def request_of(row):
    return {
        "ir": (HERE / "compiled" / f"{row['pipeline']}.yaml").read_text(),
        "parameters": json.loads(row["parameters"]),
        "name": f"corpus {row['pipeline']}",
        "hardwareClass": "small",
    }


def refused(platform, row, expected):
    """What is wrong with the refusal; nothing when it is the expected one."""
    status, answer = platform.ask("POST", RUNS + "?dryRun=true", request_of(row))
    if status != 422:
        return f"was answered with {status}, not refused"
    listed = {(error["path"], error["message"]) for error in answer.get("errors", [])}
    missing = [f"{path}: {message}" for path, message in expected if (path, message) not in listed]
    return f"was refused without {missing}" if missing else None


def quoted(platform, row):
    status, answer = platform.ask("POST", RUNS + ":quote", request_of(row))
    return None if status == 200 else f"the quote was answered with {status}: {json.dumps(answer)[:500]}"


class Run:
    def __init__(self, platform, row):
        self.platform, self.row, self.begun, self.result = platform, row, time.monotonic(), None
        status, answer = platform.ask("POST", RUNS, request_of(row))
        self.id = answer.get("id") if status == 201 else None
        if self.id is None:
            self.result = f"was answered with {status}: {json.dumps(answer)[:500]}"

    def look(self):
        """Whether it is over."""
        if self.result is not None:
            return True
        _, run = self.platform.ask("GET", f"{RUNS}/{self.id}")
        if run["state"] in ENDS:
            self.result = "" if run["state"] == self.row["run"] else self.told(run)
        elif time.monotonic() - self.begun > LIMIT:
            self.platform.ask("POST", f"{RUNS}/{self.id}:cancel")
            self.result = f"is {run['state']} after {LIMIT} s: {run.get('message')}"
        return self.result is not None

    def told(self, run):
        """Why it ended as it should not have, with the last words of the steps that failed."""
        lines = [f"ended {run['state']}, not {self.row['run']}: {run.get('reason')}: {run.get('message')}"]
        _, steps = self.platform.ask("GET", f"{RUNS}/{self.id}/steps")
        for step in steps["items"]:
            if step["state"] == "Failed":
                lines.append(f"    {step['step']} attempt {step['attempt']}: {step.get('message')}")
        return "\n".join(lines[:10])


def main():
    wanted = set(sys.argv[1:])
    listed = collections.defaultdict(list)
    for row in rows("refusals.tsv"):
        listed[row["pipeline"]].append((row["path"], row["refusal"]))
    table = [row for row in rows("pipelines.tsv") if not wanted or row["pipeline"] in wanted]
    platform, results = Platform(), {}
    for row in table:
        name = row["pipeline"]
        results[name] = refused(platform, row, listed[name]) if name in listed else quoted(platform, row)
    demo.say(f"{len(listed.keys() & results.keys())} pipelines were to be refused, {len(results.keys() - listed.keys())} to be quoted")
    waiting = [row for row in table if row["run"] in ENDS and row["pipeline"] not in listed]
    running = []
    while waiting or running:
        while waiting and len(running) < AT_A_TIME:
            running.append(Run(platform, waiting.pop(0)))
        for run in [one for one in running if one.look()]:
            running.remove(run)
            name = run.row["pipeline"]
            demo.say(f"{name}: {run.result or run.row['run'] + ', as it should'} ({time.monotonic() - run.begun:.0f} s)")
            results[name] = results[name] or run.result
        time.sleep(1)
    for name, fault in results.items():
        if fault:
            print(f"{name} {fault}")
    failed = sum(1 for fault in results.values() if fault)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
