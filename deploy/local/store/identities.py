"""Who may do what in the store: identities.py FILE BUCKET NAME prints the access key and the secret key of an identity,
which is made when it is not there. The identity admin may do anything; any other is a team and may read, write and list
below BUCKET/NAME/ alone."""

import json
import os
import pathlib
import secrets
import sys


def actions(bucket: str, name: str) -> list[str]:
    if name == "admin":
        return ["Admin", "Read", "Write", "List", "Tagging"]
    return [f"{action}:{bucket}/{name}/*" for action in ("Read", "Write", "List", "Tagging")]


def main() -> None:
    file, bucket, name = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    known = json.loads(file.read_text()) if file.exists() else {"identities": []}
    found = next((one for one in known["identities"] if one["name"] == name), None)
    if found is None:
        credentials = {"accessKey": secrets.token_hex(10), "secretKey": secrets.token_urlsafe(30)}
        found = {"name": name, "credentials": [credentials], "actions": actions(bucket, name)}
        known["identities"].append(found)
        new = file.with_suffix(".new")
        os.close(os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        new.write_text(json.dumps(known, indent=1))
        new.rename(file)
    print(found["credentials"][0]["accessKey"], found["credentials"][0]["secretKey"])


if __name__ == "__main__":
    main()
