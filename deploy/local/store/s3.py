"""One request to an S3 store, signed as AWS Signature Version 4 asks for: s3.py METHOD URL [FILE]; the keys come from
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Prints the status, and the body of a GET."""

import datetime
import hashlib
import hmac
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


def hashed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed(method: str, url: str, body: bytes, key: str, secret: str) -> urllib.request.Request:
    """See docs.aws.amazon.com, "Create a signed AWS API request"."""
    parts = urllib.parse.urlsplit(url)
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    headers = {"host": parts.netloc, "x-amz-content-sha256": digest, "x-amz-date": now}
    names = ";".join(sorted(headers))
    query = "&".join(sorted(part if "=" in part else part + "=" for part in parts.query.split("&") if part))
    canonical = "\n".join([method, parts.path, query, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names, digest])
    scope = f"{now[:8]}/us-east-1/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing = hashed(signing, part)
    signature = hashed(signing, text).hex()
    request = urllib.request.Request(url, data=body if method in ("PUT", "POST") else None, method=method)
    for name, value in headers.items():
        request.add_header(name, value)
    request.add_header("Authorization", f"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}")
    return request


def ask(method: str, url: str, body: bytes = b"", key: str = "", secret: str = "") -> tuple[int, bytes]:
    """Status and body of the answer, whatever it is."""
    try:
        with urllib.request.urlopen(signed(method, url, body, key, secret), timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


if __name__ == "__main__":
    content = open(sys.argv[3], "rb").read() if len(sys.argv) > 3 else b""
    status, answer = ask(sys.argv[1], sys.argv[2], content, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    print(status)
    sys.stdout.flush()
    if sys.argv[1] == "GET":
        sys.stdout.buffer.write(answer)
    sys.exit(0 if status < 300 else 1)
