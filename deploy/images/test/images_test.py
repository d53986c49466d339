"""The digits pipeline, MLServer and JupyterLab for real, from the built images, without a cluster.

Environment: ML, MLSERVER and STEP are the archives' paths, WORK a folder to work in.
"""

import json
import os
import pathlib
import unittest

import websocket
import yaml
from rootfs import Image, await_ready, fetch, free_ports

WORK = pathlib.Path(os.environ["WORK"])
EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"
RUN = "/freihafen/run"


class Pipeline:
    """What the engine does for one container task, and no more: builds the step's request and reads its result."""

    def __init__(self, image: Image, path: str):
        self.image = image
        self.spec = next(yaml.safe_load_all((EXAMPLES / path).read_text()))

    def step(self, component: str, task: str, parameters=None, artifacts=None, attempt=1) -> tuple[int, dict, str]:
        definition = self.spec["components"][f"comp-{component}"]
        container = self.spec["deploymentSpec"]["executors"][definition["executorLabel"]]["container"]
        folder = f"{RUN}/{task}/{attempt}"
        outputs = definition.get("outputDefinitions", {})
        request = {
            "command": container.get("command", []),
            "args": container.get("args", []),
            "env": {},
            "executorInput": {
                "inputs": {
                    "parameterValues": parameters or {},
                    "artifacts": {name: {"artifacts": list_} for name, list_ in (artifacts or {}).items()},
                },
                "outputs": {
                    "parameters": {
                        name: {"outputFile": f"{folder}/outputs/parameters/{name}"} for name in outputs.get("parameters", {})
                    },
                    "artifacts": {
                        name: {
                            "artifacts": [
                                {
                                    "name": name,
                                    "type": value["artifactType"],
                                    "uri": f"{folder}/outputs/artifacts/{name}",
                                    "metadata": {},
                                }
                            ]
                        }
                        for name, value in outputs.get("artifacts", {}).items()
                    },
                    "outputFile": f"{folder}/executor_output.json",
                },
            },
            "outputTypes": {name: value["parameterType"] for name, value in outputs.get("parameters", {}).items()},
        }
        log = self.image.root / "tmp" / "termination-log"
        log.unlink(missing_ok=True)
        done = self.image.run(
            ["/freihafen/bin/step", "run", "--termination-log", "/tmp/termination-log"],
            {"FREIHAFEN_STEP": json.dumps(request)},
        )
        message = log.read_bytes()
        assert len(message) <= 4096, len(message)
        return done.returncode, json.loads(message), done.stdout + done.stderr


class ImagesTest(unittest.TestCase):
    """One image is unpacked for all of its tests; the model that the pipeline makes is served by the last ones."""

    @classmethod
    def setUpClass(cls):
        cls.step = Image(os.environ["STEP"], WORK / "step")
        cls.ml = Image(os.environ["ML"], WORK / "ml")
        cls.ml.volume(RUN)
        cls.ml.volume("/freihafen/models")
        bin_folder = cls.ml.volume("/freihafen/bin")
        (bin_folder / "step").write_bytes((cls.step.root / "step").read_bytes())
        (bin_folder / "step").chmod(0o755)

    @classmethod
    def tearDownClass(cls):
        cls.step.remove()
        cls.ml.remove()

    def test_1_the_digits_pipeline_trains_picks_and_publishes_a_model_that_mlserver_serves(self):
        digits = Pipeline(self.ml, "digits/pipeline.yaml")
        samples, model = self.digits_by_hand(digits)
        source, target = model["uri"], "/freihafen/models/run-1/pick/model"
        for expected in ("published", "already there"):
            done = self.ml.run(["/freihafen/bin/step", "publish", source, target])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(expected, done.stderr)
        self.serve(self.ml.root / target.lstrip("/"), samples)

    def digits_by_hand(self, digits: Pipeline) -> tuple[dict, dict]:
        exit_code, loaded, log = digits.step("load", "load", {"held_out": 0.3, "seed": 7.0})
        self.assertEqual((exit_code, loaded["parameters"]), (0, {"Output": 1797}), log)
        sets = {name: loaded["artifacts"][name] for name in ("train_set", "test_set")}
        self.assertEqual(sets["train_set"][0]["metadata"], {"digits": 1257})
        loop = digits.spec["root"]["dag"]["tasks"]["for-loop-2"]["parameterIterator"]
        trained = []
        for index, setting in enumerate(json.loads(loop["items"]["raw"])):
            exit_code, result, log = digits.step("train", f"for-loop-2-{index}/train", {"setting": setting}, sets)
            self.assertEqual(exit_code, 0, log)
            self.assertIn(f"{setting['label']}: trained in", log)
            self.assertEqual(result["artifacts"]["metrics"][0]["metadata"], {"accuracy": result["parameters"]["Output"]})
            self.assertEqual(result["artifacts"]["candidate"][0]["type"]["schemaTitle"], "system.Model")
            trained.append(result)
        accuracies = [result["parameters"]["Output"] for result in trained]
        candidates = [result["artifacts"]["candidate"][0] for result in trained]
        exit_code, best, log = digits.step(
            "pick", "pick", {"accuracies": accuracies}, {"candidates": candidates, "test_set": sets["test_set"]}
        )
        self.assertEqual((exit_code, best["truncated"]), (0, False), log)
        self.assertEqual(best["parameters"]["accuracy"], max(accuracies))
        self.assertGreater(max(accuracies), 0.97)
        self.assertEqual(len(set(accuracies)), 3, "the settings differ in what they reach")
        samples = best["parameters"]["samples"]
        self.assertEqual([len(samples[name]) for name in ("inputs", "labels", "predictions")], [5, 5, 5])
        return samples, best["artifacts"]["model"][0]

    def serve(self, model: pathlib.Path, samples: dict):
        mlserver = Image(os.environ["MLSERVER"], WORK / "mlserver")
        self.addCleanup(mlserver.remove)
        (mlserver.volume("/freihafen/models") / "model").write_bytes(model.read_bytes())
        http, grpc, metrics = free_ports(3)
        log = WORK / "mlserver.log"
        env = {
            "MLSERVER_MODEL_NAME": "digits",
            "MLSERVER_MODEL_IMPLEMENTATION": "mlserver_sklearn.SKLearnModel",
            "MLSERVER_MODEL_URI": "/freihafen/models/model",
            "MLSERVER_PARALLEL_WORKERS": "0",
            "MLSERVER_HOST": "127.0.0.1",
            "MLSERVER_HTTP_PORT": str(http),
            "MLSERVER_GRPC_PORT": str(grpc),
            "MLSERVER_METRICS_PORT": str(metrics),
        }
        with mlserver.serving(mlserver.config["Cmd"], env, "/tmp", log) as process:
            took = await_ready(f"http://127.0.0.1:{http}/v2/health/ready", process, log)
            print(f"MLServer is ready after {took:.1f} s")
            body = {"inputs": [{"name": "input-0", "shape": [5, 64], "datatype": "FP64", "data": samples["inputs"]}]}
            status, answer = fetch(f"http://127.0.0.1:{http}/v2/models/digits/infer", body)
            self.assertEqual(status, 200)
            self.assertEqual(answer["outputs"][0]["data"], samples["predictions"])
            body["inputs"][0].update(shape=[1, 3], data=[[1, 2, 3]])
            self.assertGreaterEqual(fetch(f"http://127.0.0.1:{http}/v2/models/digits/infer", body)[0], 400)

    def test_2_parameters_of_each_type_come_back_as_they_went(self):
        given = {"text": "a <b> 'c' {{$}}", "whole": 42.0, "real": 0.5, "flag": False, "many": [1, "two", None], "struct": {"a": {"b": 1}}}
        exit_code, result, log = Pipeline(self.ml, "engine/parameters.yaml").step("echo", "echo", given)
        self.assertEqual(exit_code, 0, log)
        self.assertEqual(result["parameters"], given | {"whole": 42, "none": True})

    def test_3_a_plain_command_reads_what_a_function_wrote(self):
        artifacts = Pipeline(self.ml, "engine/artifacts.yaml")
        _, written, log = artifacts.step("write", "write", {"lines": 5})
        self.assertEqual(written["artifacts"]["text"][0]["metadata"], {"lines": 5}, log)
        for prefix, expected in (({}, "lines=5 no prefix"), ({"prefix": "x"}, "lines=5 x")):
            exit_code, counted, log = artifacts.step("count", "count", prefix, written["artifacts"])
            self.assertEqual((exit_code, counted["parameters"]), (0, {"words": 10}), log)
            self.assertIn(expected, log)

    def test_4_a_collected_list_of_parameters_reaches_a_function(self):
        exit_code, result, log = Pipeline(self.ml, "engine/loop.yaml").step("add", "add", {"numbers": [1, 4, 9, 16.0]})
        self.assertEqual((exit_code, result["parameters"]), (0, {"Output": 30}), log)

    def test_5_an_exit_task_is_told_what_became_of_the_others(self):
        status = {"state": "FAILED", "pipelineTaskName": "guarded", "error": {"code": 1, "message": "exit code 1"}}
        exit_code, _, log = Pipeline(self.ml, "engine/exit_handler.yaml").step("tell", "tell", {"status": status})
        self.assertEqual(exit_code, 0, log)
        self.assertIn("guarded: FAILED exit code 1", log)

    def test_6_a_step_that_fails_twice_succeeds_at_its_third_attempt(self):
        retries = Pipeline(self.ml, "engine/retries.yaml")
        _, begun, _ = retries.step("begin", "begin")
        tries = [retries.step("flaky", "flaky", None, begun["artifacts"], attempt)[:2] for attempt in (1, 2, 3)]
        self.assertEqual([exit_code for exit_code, _ in tries], [1, 1, 0])
        self.assertEqual(tries[2][1]["parameters"], {"tries": 3})

    def test_7_jupyterlab_answers_behind_its_base_path_and_runs_a_cell(self):
        self.ml.volume("/home/jovyan")
        (port,) = free_ports(1)
        base, log = f"127.0.0.1:{port}/w/fraud/lab", WORK / "jupyter.log"
        words = ["jupyter", "lab", "--ip=127.0.0.1", f"--port={port}", "--no-browser", "--ServerApp.base_url=/w/fraud/lab/"]
        words += ["--ServerApp.root_dir=/home/jovyan", "--ServerApp.allow_remote_access=True", "--ServerApp.port_retries=0"]
        words += ["--LabApp.extension_manager=readonly", "--LabApp.news_url=None"]
        words += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        env = {"JUPYTER_TOKEN": "of-the-test", "HOME": "/home/jovyan", "JUPYTER_RUNTIME_DIR": "/tmp/jupyter"}
        token = {"Authorization": "token of-the-test"}
        with self.ml.serving(words, env, "/home/jovyan", log) as process:
            print(f"JupyterLab is ready after {await_ready(f'http://{base}/api', process, log):.1f} s")
            self.assertEqual(fetch(f"http://{base}/api/kernels")[0], 403)
            status, kernel = fetch(f"http://{base}/api/kernels", {}, token)
            self.assertEqual(status, 201)
            self.assertEqual(self.cell(f"ws://{base}/api/kernels/{kernel['id']}/channels", "print(6 * 7)"), "42\n")

    def cell(self, url: str, code: str) -> str:
        header = {"msg_id": "1", "username": "u", "session": "s", "msg_type": "execute_request", "version": "5.3"}
        message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": {"code": code}}
        # The browser's host and origin, as the platform's proxy passes them on.
        browser = {"host": "localhost:8081", "origin": "http://localhost:8081"}
        socket = websocket.create_connection(url, header=["Authorization: token of-the-test"], timeout=60, **browser)
        self.addCleanup(socket.close)
        socket.send(json.dumps(message))
        while True:
            answer = json.loads(socket.recv())
            self.assertNotEqual(answer["msg_type"], "error", answer["content"])
            if answer["msg_type"] == "stream":
                return answer["content"]["text"]


if __name__ == "__main__":
    unittest.main()
