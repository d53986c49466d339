"""Makes the same short work once as pods and once as Jobs, and prints what each cost the API server: requests that write, by who
sent them, and how long it took from the first request to the last end. The maker is the same in both, so the difference is what a
Job costs more. Used by pipelines.sh with COMPARE=jobs."""

import collections
import concurrent.futures
import sys
import threading
import time

import measure

NAMESPACE = "default"
WRITES = {"create", "update", "patch", "delete", "deletecollection"}
WORK = {
    "restartPolicy": "Never",
    "containers": [{"name": "step", "image": "localhost/nothing", "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}],
}


class Pods:
    name, path, kind = "pods", f"/api/v1/namespaces/{NAMESPACE}/pods", "pods"

    def one(self, name):
        return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"bench": "work"}}, "spec": WORK}

    def ended(self, pod):
        return pod.get("status", {}).get("phase") in ("Succeeded", "Failed")


class Jobs:
    name, path, kind = "Jobs", f"/apis/batch/v1/namespaces/{NAMESPACE}/jobs", "jobs"

    def one(self, name):
        return {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": name, "labels": {"bench": "work"}},
            "spec": {"backoffLimit": 0, "template": {"metadata": {"labels": {"bench": "work"}}, "spec": WORK}},
        }

    def ended(self, job):
        conditions = job.get("status", {}).get("conditions", [])
        return any(one["type"] in ("Complete", "Failed") and one["status"] == "True" for one in conditions)


def follow(api, work, names, ready, all_ended):
    """Sets all_ended once each of the names has ended."""
    ready.set()
    for event in api.watch(work.path):
        if work.ended(event["object"]):
            names.discard(event["object"]["metadata"]["name"])
            if not names:
                all_ended.set()
                return


def turn(api, work, count, number):
    audit = measure.Audit()
    names = [f"work-{work.kind}-{number}-{index}" for index in range(count)]
    ready, all_ended = threading.Event(), threading.Event()
    threading.Thread(target=follow, args=(api, work, set(names), ready, all_ended), daemon=True).start()
    ready.wait()
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: api.post(work.path, work.one(name)), names))
    if not all_ended.wait(600):
        sys.exit(f"bench: not all {work.name} have ended after 10 minutes")
    took = time.monotonic() - begun
    measure.kubectl("delete", work.kind, "-l", "bench=work", "-n", NAMESPACE, "--wait=true", "--timeout=300s", "--cascade=foreground")
    while measure.kubectl("get", "pods", "-l", "bench=work", "-n", NAMESPACE, "-o", "name").strip():
        time.sleep(0.5)
    audit.read()
    writes = collections.Counter()
    for account, kinds in audit.counts.items():
        writes[account] = sum(times for kind, times in kinds.items() if kind.split()[0] in WRITES)
    return took, writes


def main(count, rounds):
    api = measure.Api()
    works = [Pods(), Jobs()]
    for work in works:
        turn(api, work, 10, "warm")
    print("| round | work | seconds | writes per work | of those by |")
    print("|-|-|-|-|-|")
    for number in range(1, rounds + 1):
        for work in works if number % 2 else reversed(works):
            took, writes = turn(api, work, count, number)
            by = ", ".join(f"{account.removeprefix('system:')} {times / count:.2f}" for account, times in writes.most_common(6) if times)
            print(f"| {number} | {count} {work.name} | {took:.1f} | {writes.total() / count:.2f} | {by} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
