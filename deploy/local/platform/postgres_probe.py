#!/usr/bin/env python3
"""Asks a PostgreSQL one question: postgres_probe.py PORT USER PASSWORD_FILE DATABASE SQL. Prints the first column.

The part of the protocol that tests need (startup, SCRAM-SHA-256 as in RFC 5802 and 7677, one simple query), so that no
client has to be installed.
"""

import base64
import hashlib
import hmac
import pathlib
import secrets
import socket
import struct
import sys


class Connection:
    def __init__(self, port: int, user: str, password: str, database: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        words = b"".join(word.encode() + b"\0" for word in ("user", user, "database", database)) + b"\0"
        self.socket.sendall(struct.pack("!II", len(words) + 8, 196608) + words)
        self._authenticate(password)

    def _send(self, kind: bytes, body: bytes) -> None:
        self.socket.sendall(kind + struct.pack("!I", len(body) + 4) + body)

    def _bytes(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the server hung up")
            data += more
        return data

    def receive(self) -> tuple[bytes, bytes]:
        kind, length = struct.unpack("!cI", self._bytes(5))
        body = self._bytes(length - 4)
        if kind == b"E":
            fields = {part[:1]: part[1:].decode() for part in body.split(b"\0") if part}
            raise PermissionError(fields[b"M"])
        return kind, body

    def _expect(self, code: int) -> bytes:
        kind, body = self.receive()
        found = struct.unpack("!I", body[:4])[0]
        if kind != b"R" or found != code:
            raise ConnectionError(f"authentication message {found}, expected {code}")
        return body[4:]

    def _authenticate(self, password: str) -> None:
        if b"SCRAM-SHA-256\0" not in self._expect(10):
            raise ConnectionError("the server does not offer SCRAM-SHA-256")
        nonce = secrets.token_urlsafe(18)
        first = f"n=,r={nonce}"
        self._send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!I", len(first) + 3) + b"n,," + first.encode())
        challenge = self._expect(11).decode()
        parts = dict(part.split("=", 1) for part in challenge.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(parts["s"]), int(parts["i"]))
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        without_proof = f"c=biws,r={parts['r']}"
        message = f"{first},{challenge},{without_proof}".encode()
        signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
        self._send(b"p", f"{without_proof},p={proof}".encode())
        self._expect(12)
        self._expect(0)
        while self.receive()[0] != b"Z":
            pass

    def ask(self, sql: str) -> list[str]:
        self._send(b"Q", sql.encode() + b"\0")
        rows = []
        while True:
            kind, body = self.receive()
            if kind == b"Z":
                return rows
            if kind == b"D":
                length = struct.unpack("!i", body[2:6])[0]
                rows.append("" if length < 0 else body[6 : 6 + length].decode())


def main() -> None:
    port, user, password_file, database, sql = sys.argv[1:]
    try:
        print("\n".join(Connection(int(port), user, pathlib.Path(password_file).read_text().strip(), database).ask(sql)))
    except (PermissionError, ConnectionError, OSError) as error:
        sys.exit(f"postgres: {error}")


if __name__ == "__main__":
    main()
