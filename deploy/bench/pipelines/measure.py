"""Lets two engines run the same pipelines in turns on one API server, and prints what each took: steps per second from the
first submission to the end of the last run, processor time, and requests to the API server by the engine's own account as
the audit log has them, until the engine is quiet again; without watches, leases and events."""

import base64
import collections
import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import re
import ssl
import statistics
import subprocess
import sys
import threading
import time
import uuid

WORK, PIDS, ROOT = (pathlib.Path(os.environ[name]) for name in ("WORK", "PIDS", "ROOT"))
RUNS, ROUNDS, STEPS = int(sys.argv[1]), int(sys.argv[2]), 5
WARM_UP = 5
IR = (ROOT / "deploy/corpus/compiled/five-steps.yaml").read_text()
WORKFLOW = (ROOT / "deploy/bench/pipelines/workflow.yaml").read_text()
NOT_COUNTED = {"leases", "events"}


def kubectl(*arguments, text=None):
    done = subprocess.run([os.environ["KUBECTL"], *arguments], input=text, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"bench: kubectl {' '.join(arguments)}: {done.stderr}")
    return done.stdout


class Api:
    """The API server as its administrator, with one connection for each thread."""

    def __init__(self):
        config = json.loads(kubectl("config", "view", "--raw", "--minify", "-o", "json"))
        cluster, user = config["clusters"][0]["cluster"], config["users"][0]["user"]
        self.host = cluster["server"].removeprefix("https://")
        for name, data in (("ca", cluster["certificate-authority-data"]), ("crt", user["client-certificate-data"]), ("key", user["client-key-data"])):
            (WORK / f"bench.{name}").write_bytes(base64.b64decode(data))
        self.tls = ssl.create_default_context(cafile=str(WORK / "bench.ca"))
        self.tls.load_cert_chain(WORK / "bench.crt", WORK / "bench.key")
        self.threads = threading.local()

    def connection(self):
        return http.client.HTTPSConnection(self.host, context=self.tls, timeout=600)

    def post(self, path, body):
        if not hasattr(self.threads, "connection"):
            self.threads.connection = self.connection()
        self.threads.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = self.threads.connection.getresponse()
        text = response.read()
        if response.status != 201:
            sys.exit(f"bench: POST {path}: {response.status} {text[:500]}")

    def watch(self, path):
        """All objects there are, then each change; from the beginning again where the API server ends a watch that is too slow."""
        while True:
            connection = self.connection()
            connection.request("GET", path + "?watch=true")
            response = connection.getresponse()
            while line := response.readline():
                yield json.loads(line)


class Builtin:
    name, account, program = "built-in engine", "system:serviceaccount:freihafen-system:operator", "operator"
    path = "/apis/freihafen.dev/v1alpha1/namespaces/team-bench/pipelineruns"
    kind = "pipelineruns.freihafen.dev"
    namespace = "team-bench"

    def one(self):
        return {
            "apiVersion": "freihafen.dev/v1alpha1",
            "kind": "PipelineRun",
            "metadata": {"name": str(uuid.uuid4())},
            "spec": {
                "pipeline": "five-steps",
                "versionDigest": "sha256:" + hashlib.sha256(IR.encode()).hexdigest(),
                "ir": IR,
                "engine": "BuiltIn",
                "owner": "bench",
            },
        }

    def ended(self, run):
        state = run.get("status", {}).get("state")
        return state in ("Succeeded", "Failed", "Canceled", "Lost"), state == "Succeeded"


class Argo:
    name, account, program = "Argo Workflows 3.7.3", "system:serviceaccount:argo:workflow-controller", "workflow-controller"
    path = "/apis/argoproj.io/v1alpha1/namespaces/argo/workflows"
    kind = "workflows.argoproj.io"
    namespace = "argo"
    template = None

    def one(self):
        if Argo.template is None:
            Argo.template = kubectl("create", "--dry-run=client", "-o", "json", "-f", "-", text=WORKFLOW)
        return json.loads(Argo.template.replace('"NAME"', f'"w-{uuid.uuid4()}"'))

    def ended(self, workflow):
        phase = workflow.get("status", {}).get("phase")
        return phase in ("Succeeded", "Failed", "Error"), phase == "Succeeded"


def processor_seconds(program):
    pid = (PIDS / f"{program}.pid").read_text().strip()
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Audit:
    """The audit log from a place on."""

    def __init__(self):
        self.file = open(WORK / "audit.log")
        self.file.seek(0, os.SEEK_END)
        self.counts = collections.defaultdict(collections.Counter)

    def read(self):
        """Takes in what is new; gives how many requests of each account are counted so far."""
        while True:
            place = self.file.tell()
            line = self.file.readline()
            if not line.endswith("\n"):
                self.file.seek(place)
                return {account: sum(kinds.values()) for account, kinds in self.counts.items()}
            event = json.loads(line)
            what = event.get("objectRef", {})
            resource = what.get("resource", event["requestURI"].partition("?")[0])
            if event["stage"] != "ResponseComplete" or event["verb"] == "watch" or resource in NOT_COUNTED:
                continue
            kind = f"{event['verb']} {resource}" + (f"/{what['subresource']}" if "subresource" in what else "")
            self.counts[event["user"]["username"]][kind] += 1


def submit_and_wait(api, engine, runs):
    """Seconds from the first submission to the end of the last run."""
    open_runs, failures, ready, all_ended = set(), [], threading.Event(), threading.Event()
    bodies = [engine.one() for _ in range(runs)]
    open_runs.update(body["metadata"]["name"] for body in bodies)

    def follow():
        ready.set()
        for event in api.watch(engine.path):
            name = event["object"]["metadata"].get("name")
            ended, well = engine.ended(event["object"])
            if ended and name in open_runs:
                open_runs.discard(name)
                if not well:
                    failures.append(event["object"].get("status"))
                if not open_runs:
                    all_ended.set()
                    return

    threading.Thread(target=follow, daemon=True).start()
    ready.wait()
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda body: api.post(engine.path, body), bodies))
    if not all_ended.wait(900):
        sys.exit(f"bench: {len(open_runs)} of {runs} runs of {engine.name} have not ended after 15 minutes")
    took = time.monotonic() - begun
    if failures:
        sys.exit(f"bench: {len(failures)} runs of {engine.name} failed, the first one: {json.dumps(failures[0])[:2000]}")
    return took


def quiet(audit, account):
    """Waits until the account has asked for nothing for five seconds, two minutes at most."""
    last, since, limit = -1, time.monotonic(), time.monotonic() + 120
    while time.monotonic() < limit and time.monotonic() - since < 5:
        now = audit.read().get(account, 0)
        if now - last > 1:  # a heartbeat of a request in five seconds is quiet enough
            last, since = now, time.monotonic()
        time.sleep(0.5)


def clear(engine):
    kubectl("delete", engine.kind, "--all", "-n", engine.namespace, "--wait=true", "--timeout=300s")
    for _ in range(300):
        if not kubectl("get", "pods", "-n", engine.namespace, "-o", "name").strip():
            return
        time.sleep(1)
    sys.exit(f"bench: pods of {engine.name} stay")


def turn(api, engine):
    audit = Audit()
    before = {program: processor_seconds(program) for program in (engine.program, "kube-apiserver")}
    took = submit_and_wait(api, engine, RUNS)
    quiet(audit, engine.account)
    spent = {program: processor_seconds(program) - seconds for program, seconds in before.items()}
    counts = audit.counts
    clear(engine)
    return {
        "seconds": took,
        "rate": RUNS * STEPS / took,
        "requests": sum(counts[engine.account].values()) / (RUNS * STEPS),
        "kinds": counts[engine.account],
        "engine": spent[engine.program],
        "server": spent["kube-apiserver"],
        "others": {account: sum(kinds.values()) / (RUNS * STEPS) for account, kinds in counts.items() if account != engine.account},
    }


def main():
    api = Api()
    kubectl("wait", "--for=jsonpath={.status.state}=Ready", "team/bench", "--timeout=60s")
    engines = [Builtin(), Argo()]
    for engine in engines:
        submit_and_wait(api, engine, WARM_UP)
        clear(engine)
    turns = collections.defaultdict(list)
    print("| round | engine | seconds | steps/s | own requests per step | processor of the engine, s | of the API server, s |")
    print("|-|-|-|-|-|-|-|")
    for number in range(1, ROUNDS + 1):
        for engine in engines if number % 2 else reversed(engines):
            one = turn(api, engine)
            turns[engine.name].append(one)
            print(f"| {number} | {engine.name} | {one['seconds']:.1f} | {one['rate']:.1f} | {one['requests']:.2f} | {one['engine']:.1f} | {one['server']:.1f} |", flush=True)
    print()
    middle = {name: {key: statistics.median(one[key] for one in of) for key in ("rate", "requests")} for name, of in turns.items()}
    ours, theirs = (middle[engine.name] for engine in engines)
    print(f"Medians: {ours['rate'] / theirs['rate']:.2f} times the steps per second with {ours['requests'] / theirs['requests']:.2f} of the requests per step.")
    for name, of in turns.items():
        kinds = ", ".join(f"{count / (RUNS * STEPS):.2f} {kind}" for kind, count in of[-1]["kinds"].most_common(12))
        others = ", ".join(f"{re.sub('^system:(serviceaccount:)?', '', account)} {count:.2f}" for account, count in sorted(of[-1]["others"].items(), key=lambda one: -one[1])[:6])
        print(f"\n{name}, requests per step in the last round: {kinds}. Others: {others}.")


if __name__ == "__main__":
    main()
