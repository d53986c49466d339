"""Stands in for the identity provider and the platform API while an engine is measured: gives any client a token, and
acknowledges each row of the operator's feed, so that the operator works as it does beside the real ones."""

import http.server
import json
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.endswith("/token"):
            answer = {"access_token": "bench", "token_type": "Bearer", "expires_in": 86400}
        else:
            answer = {"accepted": [row["id"] for row in json.loads(body)["rows"]], "rejected": []}
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
