#!/usr/bin/env python3
"""Writes Keycloak's import files: the committed realms with this installation's secrets filled in.

usage: realms.py --secrets DIR --out DIR [--test]
"""

import argparse
import json
import pathlib
import re
import secrets as random

REALMS = pathlib.Path(__file__).resolve().parents[2] / "keycloak"
PLACEHOLDER = re.compile(r"\$\{secret:([a-z0-9.-]+)\}")


def secret(folder: pathlib.Path, name: str) -> str:
    """The secret of that name; a new one when there is none yet."""
    path = folder / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(random.token_hex(24) + "\n")
    return path.read_text().strip()


def with_test_clients(realm: dict, extra: dict) -> dict:
    """The realm with the clients of the tests, and wider redirects where tests listen on other ports."""
    clients = [
        {**client, "redirectUris": client["redirectUris"] + extra["redirectUris"].get(client["clientId"], [])}
        if "redirectUris" in client
        else client
        for client in realm["clients"]
    ]
    return {**realm, "clients": clients + extra["clients"]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--secrets", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    read = lambda name: json.loads((REALMS / f"{name}.json").read_text())
    realms = [read("realm-freihafen")]
    if options.test:
        realms = [with_test_clients(realms[0], read("test-clients")), read("realm-foreign")]
    options.out.mkdir(parents=True, exist_ok=True)
    for old in options.out.glob("*.json"):
        old.unlink()
    for realm in realms:
        text = PLACEHOLDER.sub(lambda match: secret(options.secrets, match[1]), json.dumps(realm, indent=1))
        target = options.out / f"{realm['realm']}-realm.json"
        target.touch(mode=0o600)
        target.write_text(text)


if __name__ == "__main__":
    main()
