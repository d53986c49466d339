"""Steps of the templates that ask a served model, against a server that fails as servers do."""

import http.server
import json
import os
import pathlib
import sys
import tempfile
import threading
import types
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))
import compile as examples  # noqa: E402  beside this file


class Server(http.server.BaseHTTPRequestHandler):
    """Stands for every endpoint, as the proxy of the one who asks: the answers that a test wants, one after the other."""

    answers: list = []
    asked: list = []

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(self.path)
        status = self.answers.pop(0)
        rows = question["inputs"][0]["shape"][0]
        body = json.dumps({"outputs": [{"data": [0] * rows}]} if status == 200 else {"error": "no"}).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


class Patience(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        os.environ["http_proxy"] = f"http://127.0.0.1:{server.server_port}"  # read once, at the first question
        cls.addClassCleanup(os.environ.pop, "http_proxy")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        Server.asked = []

    def artifact(self, name):
        return types.SimpleNamespace(name=name, path=os.path.join(self.folder, name), metadata={})

    def judged(self, *answers):
        import joblib
        import numpy
        from sklearn.dummy import DummyClassifier

        Server.answers = list(answers)
        rows, labels = numpy.zeros((4, 2)), numpy.array([0, 0, 0, 1])
        candidate, test_set = self.artifact("candidate"), self.artifact("test_set")
        joblib.dump(DummyClassifier(strategy="constant", constant=0).fit(rows, labels), candidate.path)
        with open(test_set.path, "wb") as file:
            numpy.savez_compressed(file, rows=rows, labels=labels)
        logged = {}
        metrics = types.SimpleNamespace(log_metric=logged.__setitem__)
        gate = examples.loaded(HERE / "templates/scheduled-retraining/pipeline.py").gate.python_func
        return gate(candidate, test_set, 0.5, "champ", "digits", metrics).decision, logged

    def test_the_gate_asks_a_champion_again_that_is_away_for_a_moment(self):
        decision, logged = self.judged(503, 200)
        self.assertEqual((decision, logged["champion_accuracy"]), ("promote", 0.75))
        self.assertEqual(Server.asked, ["http://endpoint-champ:8080/v2/models/digits/infer"] * 2)

    def test_the_gate_does_not_ask_again_what_is_refused(self):
        with self.assertRaisesRegex(RuntimeError, "404"):
            self.judged(404)
        self.assertEqual(len(Server.asked), 1)


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=0).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bad > 0)
