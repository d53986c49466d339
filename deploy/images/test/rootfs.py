"""The images without a cluster: an archive unpacked into a folder, and programs run in it as a stranger."""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tarfile
import time
import urllib.error
import urllib.request

# A user and groups that no /etc/passwd and /etc/group knows; the last one is the volumes' fsGroup.
USER, GROUP, VOLUME_GROUP = 12345, 23456, 2000


class Image:
    """An unpacked image. Folders of volumes are made by `volume`, as a kubelet with an fsGroup would."""

    def __init__(self, archive: str, root: pathlib.Path):
        self.root = root
        with tarfile.open(archive) as whole:
            manifest = json.load(whole.extractfile("manifest.json"))[0]
            self.config = json.load(whole.extractfile(manifest["Config"]))["config"]
            for layer in manifest["Layers"]:
                with tarfile.open(fileobj=whole.extractfile(layer)) as content:
                    content.extractall(root, filter="fully_trusted")
        self.volume("dev/shm")

    def volume(self, path: str) -> pathlib.Path:
        folder = self.root / path.lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, 0, VOLUME_GROUP)
        folder.chmod(0o2775 if path != "dev/shm" else 0o1777)
        return folder

    def command(self, words: list[str], env: dict[str, str], workdir: str, network: bool) -> list[str]:
        merged = dict(pair.split("=", 1) for pair in self.config.get("Env", [])) | env
        return [
            *([] if network else ["unshare", "--net"]),
            *["chroot", f"--userspec={USER}:{GROUP}", f"--groups={VOLUME_GROUP}", str(self.root)],
            *["/usr/bin/env", "-i", f"--chdir={workdir}", *(f"{name}={value}" for name, value in merged.items())],
            *words,
        ]

    def run(self, words: list[str], env: dict[str, str] | None = None, workdir: str = "/tmp") -> subprocess.CompletedProcess:
        """Runs to the end, without any network."""
        command = self.command(words, env or {}, workdir, network=False)
        return subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)

    @contextlib.contextmanager
    def serving(self, words: list[str], env: dict[str, str], workdir: str, log: pathlib.Path):
        """A server for the time of the block; afterwards it is asked to end and must do so within ten seconds."""
        with open(log, "w") as out:
            process = subprocess.Popen(self.command(words, env, workdir, network=True), stdout=out, stderr=out)
        try:
            yield process
            process.terminate()
            process.wait(10)
        finally:
            process.kill()
            process.wait()

    def remove(self):
        shutil.rmtree(self.root)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def fetch(url: str, body: dict | None = None, headers: dict[str, str] | None = None) -> tuple[int, dict]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"} | (headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
    except urllib.error.HTTPError as refusal:
        return refusal.code, {}


def await_ready(url: str, process: subprocess.Popen, log: pathlib.Path, seconds: float = 60) -> float:
    """Seconds until the URL answers 200; fails with the log's end when the program dies or takes too long."""
    begun = time.monotonic()
    while time.monotonic() - begun < seconds and process.poll() is None:
        with contextlib.suppress(OSError):
            if fetch(url)[0] == 200:
                return time.monotonic() - begun
        time.sleep(0.2)
    raise AssertionError(f"{url} does not answer: {log.read_text()[-2000:]}")
