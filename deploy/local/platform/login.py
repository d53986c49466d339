#!/usr/bin/env python3
"""Gets an access token of the local Keycloak as a browser would: authorization code with PKCE, by its login form.

usage: login.py ACCOUNT [--client ID] [--realm NAME] [--keycloak URL] [--state DIR] [--print access|id|refresh|json]
       login.py --service CLIENT [...]      client credentials of a client whose secret is in the state folder

Prints the token and nothing else. TLS is verified with the installation's own CA.
"""

import argparse
import base64
import hashlib
import html.parser
import http.cookiejar
import json
import os
import pathlib
import secrets
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
REDIRECT = "http://localhost:8400/callback"


class LoginError(Exception):
    """Why there is no token, and what to do next."""


class Form(html.parser.HTMLParser):
    """Finds the action of Keycloak's login form and the message it shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.action = None
        self.message = ""
        self._in_message = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and "login-actions/authenticate" in (attributes.get("action") or ""):
            self.action = attributes["action"]
        self._in_message = (attributes.get("id") or "").startswith("input-error") or "kc-feedback-text" in (attributes.get("class") or "")

    def handle_data(self, data):
        if self._in_message:
            self.message += data.strip()


class StopAtRedirect(urllib.request.HTTPRedirectHandler):
    """The redirect to the client carries the code: it is read, not followed."""

    def redirect_request(self, request, file, code, message, headers, target):
        return None


class Keycloak:
    """One realm of one Keycloak."""

    def __init__(self, url: str, realm: str, ca: pathlib.Path) -> None:
        if not ca.exists():
            raise LoginError(f"there is no local CA at {ca}: start the platform with 'make up'")
        self.realm = f"{url}/realms/{realm}/protocol/openid-connect"
        self._context = ssl.create_default_context(cafile=str(ca))

    def _open(self, request, jar=None):
        handlers = [urllib.request.HTTPSHandler(context=self._context), StopAtRedirect()]
        handlers.append(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar() if jar is None else jar))
        try:
            return urllib.request.build_opener(*handlers).open(request, timeout=30)
        except urllib.error.HTTPError as error:
            return error
        except urllib.error.URLError as error:
            raise LoginError(f"Keycloak does not answer at {self.realm} ({error.reason}): 'make status' tells what runs, 'make up' starts it") from error

    def _tokens(self, fields: dict) -> dict:
        answer = self._open(urllib.request.Request(f"{self.realm}/token", urllib.parse.urlencode(fields).encode()))
        body = json.loads(answer.read() or b"{}")
        if "access_token" not in body:
            raise LoginError(f"Keycloak gave no token: {body.get('error_description') or body.get('error') or answer.status}")
        return body

    def user_tokens(self, account: str, password: str, client: str = "freihafen-cli", secret: str | None = None, redirect: str = REDIRECT) -> dict:
        """The answer of the token endpoint (access_token, refresh_token, id_token, expires_in) for an account."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        state = secrets.token_urlsafe(16)
        query = dict(client_id=client, response_type="code", scope="openid", redirect_uri=redirect, state=state, code_challenge=challenge, code_challenge_method="S256")
        jar = http.cookiejar.CookieJar()
        page = self._open(f"{self.realm}/auth?{urllib.parse.urlencode(query)}", jar)
        form = Form(page.read().decode("utf-8", "replace"))
        if form.action is None:
            raise LoginError(f"Keycloak showed no login form (HTTP {page.status}): {form.message or page.headers.get('Location', 'no reason given')}")
        answer = self._open(urllib.request.Request(form.action, urllib.parse.urlencode(dict(username=account, password=password)).encode()), jar)
        location = answer.headers.get("Location", "")
        code = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(location).query))
        if not location.startswith(redirect) or code.get("state") != state or "code" not in code:
            reason = Form(answer.read().decode("utf-8", "replace")).message or code.get("error") or f"HTTP {answer.status}"
            raise LoginError(f"Keycloak did not let {account} in: {reason}")
        fields = dict(grant_type="authorization_code", client_id=client, code=code["code"], redirect_uri=redirect, code_verifier=verifier)
        return self._tokens(fields | ({"client_secret": secret} if secret else {}))

    def refreshed(self, refresh_token: str, client: str = "freihafen-cli") -> dict:
        """New tokens for a refresh token."""
        return self._tokens(dict(grant_type="refresh_token", client_id=client, refresh_token=refresh_token))

    def service_tokens(self, client: str, secret: str) -> dict:
        """The token of a client for itself."""
        return self._tokens(dict(grant_type="client_credentials", client_id=client, client_secret=secret))


def claims(token: str) -> dict:
    """What a JWT says, unverified."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def secret_of(state: pathlib.Path, name: str) -> str:
    """A secret of this installation; LoginError lists the accounts when there is none of that name."""
    path = state / "secrets" / name
    if not path.exists():
        folder = path.parent
        known = sorted(file.stem for file in folder.glob("*.password") if file.stem not in ("postgres", "postgres-admin", "keycloak-admin")) if folder.exists() else []
        if not known:
            raise LoginError(f"there are no secrets in {folder}: start the platform with 'make up'")
        raise LoginError(f"there is no '{path.stem}'; the accounts are: {', '.join(known)}")
    return path.read_text().strip()


def main() -> None:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("account", nargs="?")
    parser.add_argument("--service")
    parser.add_argument("--client", default="freihafen-cli")
    parser.add_argument("--realm", default="freihafen")
    parser.add_argument("--keycloak", default=os.environ.get("KEYCLOAK_URL", "https://localhost:8443"))
    parser.add_argument("--state", type=pathlib.Path, default=pathlib.Path(os.environ.get("FREIHAFEN_STATE", ROOT / ".local")))
    parser.add_argument("--print", dest="what", choices=("access", "id", "refresh", "json"), default="access")
    options = parser.parse_args()
    try:
        if not options.account and not options.service:
            secret_of(options.state, "of whom? Say USER=<account>.password")
        keycloak = Keycloak(options.keycloak, options.realm, options.state / "ca" / "ca.crt")
        if options.service:
            tokens = keycloak.service_tokens(options.service, secret_of(options.state, f"{options.service}.secret"))
        else:
            if not (options.state / "secrets" / f"{options.account}.password").exists():
                secret_of(options.state, f"{options.account}.password")
            tokens = keycloak.user_tokens(options.account, secret_of(options.state, f"{options.account}.password"), options.client)
        print(json.dumps(tokens) if options.what == "json" else tokens[f"{options.what}_token"])
    except LoginError as error:
        print(f"freihafen: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
