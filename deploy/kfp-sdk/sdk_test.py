"""Every call of the kfp SDK that the platform answers, by the SDK itself as PyPI has it."""

import base64
import datetime
import hashlib
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import uuid

import kfp
import kfp_server_api
from kfp import compiler
from kfp import dsl

URL = os.environ.get("FREIHAFEN_URL", "http://localhost:8080").rstrip("/")
TEAM = os.environ.get("FREIHAFEN_TEAM", "fraud")
TOKEN = os.environ["FREIHAFEN_TOKEN"]
IMAGE = os.environ.get("IMAGE", "localhost/freihafen/ml:0.1.0")
PATIENCE = int(os.environ.get("PATIENCE", "300"))
VERSION = "2.17.3"


@dsl.container_component
def say(greeting: str):
    return dsl.ContainerSpec(image=IMAGE, command=["python3", "-c", "import sys; print(sys.argv[1])"], args=[greeting])


@dsl.container_component
def end_badly():
    return dsl.ContainerSpec(image=IMAGE, command=["python3", "-c", "import sys; sys.exit(3)"])


@dsl.container_component
def take_long():
    return dsl.ContainerSpec(image=IMAGE, command=["python3", "-c", "import time; time.sleep(600)"])


@dsl.pipeline(name="sdk-good")
def good(greeting: str = "moin"):
    first = say(greeting=greeting).set_caching_options(False)
    say(greeting="and again").after(first)


@dsl.pipeline(name="sdk-failing")
def failing():
    end_badly()


@dsl.pipeline(name="sdk-slow")
def slow():
    take_long()


def fresh(start):
    return f"{start}-{uuid.uuid4().hex[:8]}"


def equals(name):
    return json.dumps({"predicates": [{"operation": "EQUALS", "key": "display_name", "stringValue": name}]})


def client(team=TEAM, token=TOKEN):
    return kfp.Client(host=f"{URL}/kfp/{team}", existing_token=token)


class Surface(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = client()
        cls.folder = tempfile.TemporaryDirectory()
        cls.package = os.path.join(cls.folder.name, "good.yaml")
        compiler.Compiler().compile(good, cls.package)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def wait(self, run_id):
        return self.client.wait_for_run_completion(run_id, timeout=PATIENCE, sleep_duration=1)

    def refused(self, status, code, call, *args, **kwargs):
        with self.assertRaises(kfp_server_api.ApiException) as raised:
            call(*args, **kwargs)
        self.assertEqual(raised.exception.status, status, raised.exception.body)
        body = json.loads(raised.exception.body)
        if code is not None:
            self.assertEqual(body["code"], code)
            self.assertTrue(body["message"])
        return body

    def test_the_sdk_is_the_one_of_pypi(self):
        for name in ("kfp", "kfp-server-api", "kfp-pipeline-spec"):
            distribution = importlib.metadata.distribution(name)
            self.assertEqual(distribution.version, VERSION)
            for file in distribution.files:
                if file.hash is None or not file.name.endswith(".py"):
                    continue
                digest = hashlib.new(file.hash.mode, pathlib.Path(file.locate()).read_bytes()).digest()
                self.assertEqual(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), file.hash.value, str(file))

    def test_the_surface_is_healthy(self):
        self.assertFalse(self.client.get_kfp_healthz().multi_user)

    def test_an_experiment_is_made_once_found_archived_and_deleted(self):
        name = fresh("exp")
        with self.assertRaisesRegex(ValueError, "No experiment is found"):
            self.client.get_experiment(experiment_name=name)
        made = self.client.create_experiment(name, description="of a test")
        self.assertEqual(self.client.create_experiment(name).experiment_id, made.experiment_id)
        found = self.client.get_experiment(experiment_id=made.experiment_id)
        self.assertEqual((found.display_name, found.description), (name, "of a test"))
        self.assertIsInstance(found.created_at, datetime.datetime)
        self.assertEqual(found.storage_state, "AVAILABLE")
        self.assertEqual(self.client.create_experiment(name, namespace=TEAM).experiment_id, made.experiment_id)
        self.client.archive_experiment(made.experiment_id)
        self.assertEqual(self.client.get_experiment(made.experiment_id).storage_state, "ARCHIVED")
        self.client.unarchive_experiment(made.experiment_id)
        listed = self.client.list_experiments(page_size=5, sort_by="created_at desc", filter=equals(name))
        self.assertEqual([one.experiment_id for one in listed.experiments], [made.experiment_id])
        self.client.delete_experiment(made.experiment_id)
        self.refused(404, 5, self.client.get_experiment, made.experiment_id)

    def test_a_function_runs_to_its_end(self):
        name = fresh("func")
        result = self.client.create_run_from_pipeline_func(good, arguments={"greeting": "hallo"}, run_name=name)
        run = result.wait_for_run_completion(PATIENCE)
        self.assertEqual(run.state, "SUCCEEDED", run.error)
        self.assertEqual(run.display_name, name)
        self.assertEqual(run.runtime_config.parameters, {"greeting": "hallo"})
        self.assertIsInstance(run.finished_at, datetime.datetime)
        self.assertEqual(run.pipeline_spec["pipelineInfo"]["name"], "sdk-good")
        self.assertEqual(run.experiment_id, self.client.get_experiment(experiment_name="Default").experiment_id)
        tasks = {task.display_name: task for task in run.run_details.task_details}
        self.assertLessEqual({"root", "say", "say-2"}, set(tasks))
        self.assertEqual({task.state for task in tasks.values()}, {"SUCCEEDED"})
        self.assertEqual([one.state for one in run.state_history], ["PENDING", "RUNNING", "SUCCEEDED"])

    def test_a_package_runs_in_an_experiment(self):
        experiment = fresh("exp")
        result = self.client.create_run_from_pipeline_package(
            self.package, arguments={}, run_name=fresh("package"), experiment_name=experiment, enable_caching=False
        )
        run = self.wait(result.run_id)
        self.assertEqual(run.state, "SUCCEEDED", run.error)
        self.assertEqual(run.experiment_id, self.client.get_experiment(experiment_name=experiment).experiment_id)
        listed = self.client.list_runs(experiment_id=run.experiment_id, page_size=2)
        self.assertEqual([one.run_id for one in listed.runs], [result.run_id])

    def test_a_pipeline_is_uploaded_versioned_run_and_deleted(self):
        name = fresh("pipeline")
        pipeline = self.client.upload_pipeline(self.package, pipeline_name=name, description="d", namespace=TEAM)
        self.assertEqual(self.client.get_pipeline_id(name), pipeline.pipeline_id)
        self.assertIsNone(self.client.get_pipeline_id(fresh("none")))
        self.assertEqual(self.client.get_pipeline(pipeline.pipeline_id).display_name, name)
        self.refused(409, None, self.client.upload_pipeline, self.package, pipeline_name=name)
        version = self.client.upload_pipeline_version(self.package, "v2", pipeline_name=name, description="second")
        self.assertEqual(version.pipeline_spec["pipelineInfo"]["name"], "sdk-good")
        self.refused(
            409, None, self.client.upload_pipeline_version, self.package, "v2", pipeline_id=pipeline.pipeline_id
        )
        versions = self.client.list_pipeline_versions(pipeline.pipeline_id, sort_by="created_at")
        self.assertEqual([one.display_name for one in versions.pipeline_versions], [name, "v2"])
        listed = self.client.list_pipelines(filter=equals(name))
        self.assertEqual([one.pipeline_id for one in listed.pipelines], [pipeline.pipeline_id])
        experiment = self.client.create_experiment(fresh("exp"))
        run = self.client.run_pipeline(
            experiment.experiment_id,
            fresh("run"),
            params={"greeting": "moin moin"},
            pipeline_id=pipeline.pipeline_id,
            version_id=version.pipeline_version_id,
        )
        self.assertEqual(run.pipeline_version_reference.pipeline_version_id, version.pipeline_version_id)
        self.assertEqual(self.wait(run.run_id).state, "SUCCEEDED")
        for one in versions.pipeline_versions:
            got = self.client.get_pipeline_version(pipeline.pipeline_id, one.pipeline_version_id)
            self.assertEqual(got.pipeline_spec["schemaVersion"], "2.1.0")
        self.refused(400, 3, self.client.delete_pipeline, pipeline.pipeline_id)
        for one in versions.pipeline_versions:
            self.client.delete_pipeline_version(pipeline.pipeline_id, one.pipeline_version_id)
        self.client.delete_pipeline(pipeline.pipeline_id)
        self.assertIsNone(self.client.get_pipeline_id(name))
        self.assertEqual(self.client.get_run(run.run_id).state, "SUCCEEDED")

    def test_a_pipeline_is_uploaded_from_a_function_and_an_archive(self):
        name = fresh("from-func")
        pipeline = self.client.upload_pipeline_from_pipeline_func(good, pipeline_name=name)
        self.client.upload_pipeline_version_from_pipeline_func(failing, "failing", pipeline_id=pipeline.pipeline_id)
        archive = os.path.join(self.folder.name, "good.tar.gz")
        subprocess.run(["tar", "-czf", archive, "-C", self.folder.name, "good.yaml"], check=True)
        self.client.upload_pipeline_version(archive, "archive", pipeline_id=pipeline.pipeline_id)
        versions = self.client.list_pipeline_versions(pipeline.pipeline_id).pipeline_versions
        self.assertEqual({one.display_name for one in versions}, {name, "failing", "archive"})

    def test_runs_are_listed_page_by_page_sorted_and_filtered(self):
        start = fresh("list")
        for number in range(5):
            self.client.create_run_from_pipeline_package(self.package, run_name=f"{start}-{number}")
        wanted = json.dumps(
            {"predicates": [{"operation": "IS_SUBSTRING", "key": "display_name", "stringValue": start}]}
        )
        names, token = [], ""
        while True:
            page = self.client.list_runs(page_token=token, page_size=2, sort_by="display_name desc", filter=wanted)
            names += [run.display_name for run in page.runs]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(names, [f"{start}-{number}" for number in (4, 3, 2, 1, 0)])
        first = self.client.list_runs(page_size=2)
        self.assertEqual(len(first.runs), 2)
        self.assertIsNone(first.runs[0].pipeline_spec)
        self.refused(400, 3, self.client.list_runs, page_token=first.next_page_token, sort_by="display_name")
        self.refused(400, 3, self.client.list_runs, sort_by="nothing")
        for run in self.client.list_runs(page_size=10, filter=wanted).runs:
            self.wait(run.run_id)

    def test_a_terminated_run_ends_as_failed_and_says_by_whom(self):
        run = self.client.create_run_from_pipeline_func(slow, run_name=fresh("slow"))
        self.client.terminate_run(run.run_id)
        self.assertIn(self.client.get_run(run.run_id).state, ("CANCELING", "FAILED"))
        ended = self.wait(run.run_id)
        self.assertEqual(ended.state, "FAILED")
        self.assertIn("canceled by", ended.error.message)
        self.refused(400, 3, self.client.terminate_run, run.run_id)

    def test_a_failed_run_says_why_and_is_retried(self):
        run = self.client.create_run_from_pipeline_func(failing, run_name=fresh("failing"))
        ended = self.wait(run.run_id)
        self.assertEqual(ended.state, "FAILED")
        self.assertTrue(ended.error.message)
        self.client.runs.run_service_retry_run(run_id=run.run_id)
        again = self.client.get_run(run.run_id)
        self.assertIsNone(again.error)
        self.assertEqual(self.wait(run.run_id).state, "FAILED")

    def test_a_run_is_archived_and_deleted(self):
        run = self.client.create_run_from_pipeline_package(self.package, run_name=fresh("archive"))
        self.wait(run.run_id)
        self.refused(409, 10, self.client.runs.run_service_retry_run, run_id=run.run_id)
        self.client.archive_run(run.run_id)
        self.assertEqual(self.client.get_run(run.run_id).storage_state, "ARCHIVED")
        self.client.unarchive_run(run.run_id)
        self.assertEqual(self.client.get_run(run.run_id).storage_state, "AVAILABLE")
        self.client.delete_run(run.run_id)
        self.refused(404, 5, self.client.get_run, run.run_id)

    def test_a_recurring_run_is_made_paused_and_deleted(self):
        experiment = self.client.create_experiment(fresh("exp"))
        name = fresh("nightly")
        made = self.client.create_recurring_run(
            experiment.experiment_id, name, cron_expression="0 30 2 ? * 1-5", pipeline_package_path=self.package
        )
        self.assertEqual(made.trigger.cron_schedule.cron, "0 30 2 ? * 1-5")
        self.assertEqual(made.status, "ENABLED")
        self.client.disable_recurring_run(made.recurring_run_id)
        self.assertEqual(self.client.get_recurring_run(made.recurring_run_id).status, "DISABLED")
        self.client.enable_recurring_run(made.recurring_run_id)
        listed = self.client.list_recurring_runs(experiment_id=experiment.experiment_id)
        self.assertEqual([one.recurring_run_id for one in listed.recurring_runs], [made.recurring_run_id])
        hourly = self.client.create_recurring_run(
            experiment.experiment_id, fresh("hourly"), interval_second=3600, pipeline_package_path=self.package,
            enabled=False,
        )
        self.assertEqual(int(hourly.trigger.periodic_schedule.interval_second), 3600)
        self.assertEqual(hourly.mode, "DISABLE")
        for one in (made, hourly):
            self.client.delete_recurring_run(one.recurring_run_id)
        self.refused(404, 5, self.client.get_recurring_run, made.recurring_run_id)

    def test_what_is_not_supported_says_so(self):
        self.refused(
            501, 12, self.client.create_run_from_pipeline_package, self.package, pipeline_root="s3://elsewhere"
        )
        self.refused(501, 12, self.client.create_run_from_pipeline_package, self.package, service_account="mine")
        experiment = self.client.create_experiment(fresh("exp"))
        self.refused(
            501,
            12,
            self.client.create_recurring_run,
            experiment.experiment_id,
            fresh("seconds"),
            cron_expression="*/5 * * * * *",
            pipeline_package_path=self.package,
        )

    def test_strangers_and_strange_ids_are_turned_away(self):
        self.refused(403, 7, self.client.list_runs, namespace="some-other-team")
        self.refused(403, 7, self.client.create_experiment, fresh("exp"), namespace="some-other-team")
        self.refused(404, 5, self.client.get_run, str(uuid.uuid4()))
        self.refused(404, 5, self.client.get_pipeline, "no-uuid")
        config = kfp_server_api.Configuration(host=f"{URL}/kfp/{TEAM}")
        config.api_key["authorization"] = "fh_nobody"
        config.api_key_prefix["authorization"] = "Bearer"
        runs = kfp_server_api.RunServiceApi(kfp_server_api.ApiClient(config))
        self.refused(401, 16, runs.run_service_list_runs)

    @unittest.skipUnless("OTHER_TOKEN" in os.environ, "one team alone was named")
    def test_two_teams_with_the_same_names_never_see_each_other(self):
        other = client(os.environ["OTHER_TEAM"], os.environ["OTHER_TOKEN"])
        name = fresh("same")
        ours = self.client.create_experiment(name)
        theirs = other.create_experiment(name)
        self.assertNotEqual(ours.experiment_id, theirs.experiment_id)
        self.client.upload_pipeline(self.package, pipeline_name=name)
        other.upload_pipeline(self.package, pipeline_name=name)
        run = self.client.create_run_from_pipeline_package(self.package, run_name=name, experiment_name=name)
        self.refused(404, 5, other.get_run, run.run_id)
        self.refused(404, 5, other.terminate_run, run.run_id)
        self.refused(404, 5, other.get_experiment, ours.experiment_id)
        self.refused(404, 5, other.get_pipeline, self.client.get_pipeline_id(name))
        self.assertIsNone(other.list_runs(filter=equals(name)).runs)
        self.wait(run.run_id)

    def cli(self, *arguments, answer=None):
        command = [str(pathlib.Path(sys.executable).with_name("kfp")), "--endpoint", f"{URL}/kfp/{TEAM}"]
        command += ["--existing-token", TOKEN, "--output", "json", *arguments]
        done = subprocess.run(command, input=answer, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def told(self, *arguments):
        output = self.cli(*arguments)
        starts = [at for at in (output.find("{"), output.find("[")) if at >= 0]
        return json.JSONDecoder().raw_decode(output[min(starts):])[0]

    def test_the_command_line_lists_gets_and_creates(self):
        experiment = fresh("cli-exp")
        self.cli("experiment", "create", experiment)
        self.assertIn(experiment, self.cli("experiment", "list", "--max-size", "200", "--sort-by", "created_at desc"))
        name = fresh("cli")
        self.cli("pipeline", "create", self.package, "--pipeline-name", name)
        pipeline = self.client.get_pipeline_id(name)
        self.assertIn(name, self.cli("pipeline", "get", pipeline))
        self.assertIn(name, self.cli("pipeline", "list", "--max-size", "200", "--sort-by", "created_at desc"))
        self.cli("pipeline", "create-version", self.package, "--pipeline-version", "v2", "--pipeline-id", pipeline)
        self.assertIn("v2", self.cli("pipeline", "list-versions", pipeline))
        run = fresh("cli-run")
        self.cli(
            "run", "create", "--experiment-name", experiment, "--run-name", run, "--package-file", self.package,
            "--timeout", str(PATIENCE), "greeting=moin",
        )
        listed = [one for one in self.told("run", "list") if one["display_name"] == run]
        self.assertEqual([one["state"] for one in listed], ["SUCCEEDED"])
        run_id = listed[0]["run_id"]
        self.assertIn("SUCCEEDED", self.cli("run", "get", run_id))
        self.assertIn("ARCHIVED", self.cli("run", "archive", run_id))
        self.cli("run", "unarchive", run_id)
        self.cli("run", "delete", run_id, answer="y\n")
        recurring = fresh("cli-nightly")
        self.cli(
            "recurring-run", "create", "--experiment-name", experiment, "--job-name", recurring,
            "--cron-expression", "0 0 3 * * *", "--pipeline-package-path", self.package,
        )
        self.assertIn(recurring, self.cli("recurring-run", "list", "--max-size", "200"))
        found = [one for one in self.client.list_recurring_runs(page_size=200).recurring_runs
                 if one.display_name == recurring]
        self.cli("recurring-run", "delete", found[0].recurring_run_id, answer="y\n")


if __name__ == "__main__":
    unittest.main()
