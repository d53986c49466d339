"""Inside a workspace the SDK is told nothing, and finds its team's surface: kfp.Client() works without arguments."""

import sys
import uuid
import warnings

warnings.simplefilter("ignore")

import kfp  # noqa: E402

package, patience = sys.argv[1], int(sys.argv[2])
client = kfp.Client()
name = f"in-pod-{uuid.uuid4().hex[:8]}"
run = client.create_run_from_pipeline_package(package, run_name=name)
ended = client.wait_for_run_completion(run.run_id, timeout=patience, sleep_duration=1)
assert ended.state == "SUCCEEDED", ended
assert client.get_run(run.run_id).display_name == name
print(f"{name} {ended.state}")
