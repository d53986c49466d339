#!/usr/bin/env python3
"""The main job, on real input: a team, a workspace, a pipeline run, a served model, and what all of it costs.

Everything goes through the platform's own front door, with tokens of real logins; nothing here talks to the cluster.
Run it any number of times on a running platform.
"""

import argparse
import datetime
import decimal
import json
import os
import pathlib
import sys
import threading
import time
import urllib.error
import urllib.request

import login

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
API = "http://localhost:8080"
WORKSPACES = "http://localhost:8081"
KEYCLOAK = "https://localhost:8443"
TEAM = "fraud"
# As in the scripts: seconds since the command that a person gave.
BEGUN = int(os.environ.get("FREIHAFEN_BEGUN", time.time()))


def say(text=""):
    print(f"{int(time.time()) - BEGUN:4d}s  {text}" if text else "", flush=True)


def fail(text):
    sys.exit(f"demo: {text}")


class Account:
    """An account of the identity provider, with a token that is renewed before it expires."""

    def __init__(self, name, state):
        self.name, self.state = name, state
        self.keycloak = login.Keycloak(KEYCLOAK, "freihafen", state / "ca" / "ca.crt")
        self.token, self.until = None, 0.0

    def bearer(self):
        if time.monotonic() > self.until:
            password = login.secret_of(self.state, self.name + ".password")
            tokens = self.keycloak.user_tokens(self.name, password)
            self.token, self.until = tokens["access_token"], time.monotonic() + tokens["expires_in"] - 60
        return self.token

    def call(self, method, path, body=None, base=API, content_type="application/json", accept=(200, 201, 202, 204)):
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + self.bearer()}
        if data is not None:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(base + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                text = response.read().decode()
                return json.loads(text) if "json" in response.headers.get("Content-Type", "") else text
        except urllib.error.HTTPError as error:
            if error.code in accept:
                return None
            text = error.read().decode(errors="replace")
            try:
                text = json.loads(text).get("detail", text)
            except ValueError:
                pass
            fail(f"{method} {path} as {self.name} was answered with {error.code}: {text[:600]}")
        except OSError as error:
            fail(f"{method} {path}: {error}; 'make status' tells what runs")


def wait_until(what, seconds, look):
    """Looks until it gives something; says each new word about it."""
    told, limit = None, time.monotonic() + seconds
    while time.monotonic() < limit:
        done, word = look()
        if word and word != told:
            say(f"  {word}")
            told = word
        if done is not None:
            return done
        time.sleep(1)
    fail(f"{what} took more than {seconds} s; 'make logs' shows what the programs say")


def team_and_prices(platform, finance):
    platform.call("PUT", f"/api/v1/teams/{TEAM}", {
        "displayName": "Fraud detection",
        "costCentre": "4711",
        "members": [{"group": "fraud-editors", "role": "Editor"}, {"group": "fraud-admins", "role": "Admin"}],
        "quota": {"cpu": "8", "memory": "12Gi", "storage": "60Gi"},
    })
    wait_until(f"the team {TEAM}", 60, lambda: ready(platform.call("GET", f"/api/v1/teams/{TEAM}"), "team"))
    for name, display, cpu, most, memory in (("small", "Small: 0.2 cores, up to 1", "200m", "1", "768Mi"), ("medium", "Medium: 1 core, up to 2", "1", "2", "2Gi")):
        platform.call("PUT", f"/api/v1/hardware-classes/{name}", {
            "displayName": display, "requests": {"cpu": cpu, "memory": memory}, "limits": {"cpu": most, "memory": memory}})
    rates = json.loads((HERE.parent / "demo-rates.json").read_text())
    finance.call("PUT", "/api/v1/rate-cards/demo", rates)
    say(f"team {TEAM} is ready (people of the groups fraud-editors and fraud-admins), 2 hardware classes, {len(rates['rates'])} rates")


def ready(answer, what):
    state, message = answer.get("state"), answer.get("message") or ""
    return (answer if state == "Ready" else None), f"{what}: {state or 'Pending'}  {message}"


def workspace(scientist):
    name = "notebook"
    path = f"/api/v1/teams/{TEAM}/workspaces"
    if not any(one["name"] == name for one in scientist.call("GET", path)["items"]):
        scientist.call("POST", path, {"name": name, "hardwareClass": "small", "storage": "1Gi"})
    answer = wait_until("the workspace", 240, lambda: ready(scientist.call("GET", f"{path}/{name}"), f"workspace {name}"))
    version = scientist.call("GET", f"/w/{TEAM}/{name}/api", base=WORKSPACES)
    say(f"workspace {name} answers through the platform: Jupyter server {version['version']}; {price(answer)}")


def price(answer):
    found = answer.get("pricePerHour")
    return f"{found['amount']} {found.get('currency', '')} an hour" if found else "no price"


def hourly(item):
    """The price of an hour as a decimal; None where the answer has none."""
    found = item.get("pricePerHour")
    return decimal.Decimal(found["amount"]) if found else None


def pipeline_run(scientist):
    ir = (ROOT / "deploy/examples/digits/pipeline.yaml").read_text()
    run = scientist.call("POST", f"/api/v1/teams/{TEAM}/runs", {"ir": ir, "hardwareClass": "small"})
    path = f"/api/v1/teams/{TEAM}/runs/{run['id']}"
    say(f"run {run['id']} of {run['pipeline']} was submitted as scientist")

    def look():
        now = scientist.call("GET", path)
        steps = scientist.call("GET", path + "/steps")["items"]
        counts = {}
        for step in steps:
            counts[step["state"]] = counts.get(step["state"], 0) + 1
        word = f"run: {now['state']}  " + ", ".join(f"{n} {state}" for state, n in sorted(counts.items()))
        if now["state"] in ("Failed", "Canceled", "Lost"):
            fail(f"the run ended {now['state']}: {now.get('reason')}: {now.get('message')}")
        return (steps if now["state"] == "Succeeded" else None), word

    steps = wait_until("the run", 600, look)
    for step in sorted(steps, key=lambda one: one.get("startedAt") or ""):
        say(f"  {step['step']:<28} {step['state']:<10} attempt {step['attempt']}  {step.get('startedAt')} to {step.get('finishedAt')}")
    wanted = [step for step in steps if "samples" in (step.get("parameters") or {})]
    if not wanted:
        fail("no step of the run has an output 'samples'")
    log = scientist.call("GET", f"{path}/steps/{wanted[-1]['step'].replace('/', '~')}/logs")
    for line in [line for line in log.splitlines() if line.strip() and "KFP" not in line and "kfp" not in line][-4:]:
        say(f"  log of {wanted[-1]['step']}: {line[:150]}")
    return run["id"], wanted[-1]


def serve_and_predict(scientist, run_id, step):
    samples = step["parameters"]["samples"]
    samples = json.loads(samples) if isinstance(samples, str) else samples
    model = next(name for name, artifacts in step["artifacts"].items() if artifacts[0]["type"]["schemaTitle"] == "system.Model")
    uri = f"pvc://models/{run_id}/{step['step']}/{model}"
    path = f"/api/v1/teams/{TEAM}/endpoints"
    if any(one["name"] == "digits" for one in scientist.call("GET", path)["items"]):
        scientist.call("DELETE", f"{path}/digits")
        wait_until("the end of the old endpoint", 60, lambda: (None if any(
            one["name"] == "digits" for one in scientist.call("GET", path)["items"]) else True, None))
    scientist.call("POST", path, {"name": "digits", "hardwareClass": "small", "model": {"uri": uri, "format": "sklearn", "name": "digits"}})
    answer = wait_until("the endpoint", 240, lambda: ready(scientist.call("GET", f"{path}/digits"), "endpoint digits"))
    rows = samples["inputs"]
    reply = scientist.call("POST", f"/e/{TEAM}/digits/v2/models/digits/infer", {
        "inputs": [{"name": "input-0", "shape": [len(rows), len(rows[0])], "datatype": "FP64", "data": rows}]})
    predicted = [int(value) for value in reply["outputs"][0]["data"]]
    expected = [int(value) for value in samples["predictions"]]
    if predicted != expected:
        fail(f"the served model says {predicted}, in the pipeline it said {expected}")
    say(f"endpoint digits predicts {predicted}, as the model did in the pipeline (true digits {samples['labels']}); {price(answer)}")


class CostReadings(threading.Thread):
    """Reads the team's cost whenever the meter has reported, beside the main job, so that the minute between two readings
    passes while the pipeline runs. A reading is a moment of the meter's, its asOf: what was metered until then, and no later."""

    PATH = f"/api/v1/teams/{TEAM}/costs"
    WANTED = {"Workspace", "PipelineRun", "ModelEndpoint"}

    def __init__(self, account):
        super().__init__(daemon=True)
        self.account, self.readings, self.since, self.fault = account, [], {}, None

    def run(self):
        try:
            while True:
                answer = self.account.call("GET", self.PATH)
                if answer.get("asOf") and (not self.readings or answer["asOf"] != self.readings[-1]["asOf"]):
                    self.readings.append(answer)
                time.sleep(2)
        except SystemExit as fault:
            self.fault = fault

    def runs_from_now(self, kind, name):
        """From this moment on the workload is there and steady, so that it must cost its price times the seconds."""
        self.since[kind, name] = time.time()

    def first(self, kind, name):
        """The first reading from which the workload must grow steadily; None when there is none yet."""
        return next((one for one in list(self.readings) if instant(one["asOf"]) >= self.since[kind, name] and item_of(one, kind, name)), None)

    def last_after(self, seconds, kind, name):
        """The reading at least so long after the workload's first one, in which all is that the main job has made."""
        if self.fault:
            raise self.fault
        first = self.first(kind, name)
        return first and next((one for one in list(self.readings) if instant(one["asOf"]) >= instant(first["asOf"]) + seconds
                               and self.WANTED <= {item["workloadKind"] for item in one["items"]}), None)


def item_of(reading, kind, name):
    return next((item for item in reading["items"] if (item["workloadKind"], item["workloadName"]) == (kind, name)), None)


def costs(readings):
    """The cost so far, twice a minute apart; what runs steadily must have grown by its price times the seconds."""
    begun = time.monotonic()
    last = wait_until("the meter's report of a minute later", 180, lambda: (readings.last_after(60, "Workspace", "notebook"),
        "cost: a minute after the first reading is not over yet" if time.monotonic() - begun > 2 else None))
    say()
    print(f"      {'workload':<52}{'cents':>8}{'exact':>16}{'an hour':>16}")
    for item in last["items"]:
        print(f"      {item['workloadKind'] + ' ' + item['workloadName']:<52}{item['amount']:>8}{item['exact']:>16}{hourly(item) or '-':>16}")
    print(f"      {'team ' + TEAM + ' (' + last['currency'] + ')':<52}{last['amount']:>8}{last['exact']:>16}{hourly(last) or '-':>16}")
    say()
    for kind, name in readings.since:
        first = readings.first(kind, name)
        if first and instant(first["asOf"]) < instant(last["asOf"]):
            compare(first, last, kind, name)


def compare(first, last, kind, name):
    old, new = item_of(first, kind, name), item_of(last, kind, name)
    seconds = int(instant(last["asOf"]) - instant(first["asOf"]))
    grown = decimal.Decimal(new["exact"]) - decimal.Decimal(old["exact"])
    due = hourly(new) * seconds / 3600
    if hourly(old) != hourly(new):
        fail(f"{name} cost {hourly(old)} an hour at {first['asOf']} and {hourly(new)} at {last['asOf']}, though nothing was changed")
    if abs(grown - due) > decimal.Decimal("0.000000010"):
        fail(f"{name} grew by {grown} in {seconds} s, but {hourly(new)} an hour makes {due:.9f}")
    say(f"{kind} {name}: {old['exact']} at {first['asOf']}, {new['exact']} at {last['asOf']}: "
        f"{grown} more = {hourly(new)} x {seconds} s / 3600")


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def table(state):
    rows = [("API", API + "/api/v1/me"), ("OpenAPI", API + "/q/openapi"), ("workspace", f"{WORKSPACES}/w/{TEAM}/notebook/lab"),
            ("endpoint", f"{API}/e/{TEAM}/digits/v2/models/digits"), ("Keycloak", "https://localhost:8443/realms/freihafen/account")]
    print()
    for name, url in rows:
        print(f"  {name:<10} {url}")
    print(f"\n  logins     scientist, team-admin, scientist-routing, platform, finance, finance-second, auditor"
          f"\n             their passwords are in {state}/secrets/<account>.password")
    print("\n  try next   make token USER=scientist"
          f"\n             curl -H \"Authorization: Bearer $(make -s token USER=scientist)\" {API}/api/v1/teams/{TEAM}/costs"
          f"\n             make status")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", default=str(ROOT / ".local"), help="state folder of the platform")
    state = pathlib.Path(parser.parse_args().state)
    scientist, platform, finance = (Account(name, state) for name in ("scientist", "platform", "finance"))
    say("the main job: a team, a workspace, a pipeline run, a served model, and what they cost")
    team_and_prices(platform, finance)
    readings = CostReadings(Account("scientist", state))
    readings.start()
    workspace(scientist)
    readings.runs_from_now("Workspace", "notebook")
    run_id, step = pipeline_run(scientist)
    serve_and_predict(scientist, run_id, step)
    readings.runs_from_now("ModelEndpoint", "digits")
    costs(readings)
    table(state)


if __name__ == "__main__":
    try:
        main()
    except login.LoginError as error:
        fail(error)
