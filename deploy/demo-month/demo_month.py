#!/usr/bin/env python3
"""A month end through the platform's front door: a made-up month is loaded, reviewed, disputed, approved by a second
person, downloaded in every format, and recomputed offline from the files alone.

The month has 3 clusters, 12 teams and 20,000 pods, accelerators whole and in slices, a rate that changes in the middle,
and invoices that do not quite match. It needs the API, Keycloak and PostgreSQL; a cluster is not asked for anything.
Run it any number of times: a month that is closed already is only downloaded and verified again.
"""

import argparse
import collections
import csv
import decimal
import hashlib
import json
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/local/platform"))
sys.dont_write_bytecode = True
import login  # noqa: E402

JAR = ROOT / "cost-model/target/freihafen-cost.jar"
CARD = "demo-month"
PIECE = 12 << 20  # bytes; an import takes 16 MiB
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    ("statement.csv", "statement", "text/csv"),
    ("statement.json", "statement", "application/json"),
    ("statement.xlsx", "statement", XLSX),
    ("statement.pdf", "statement", "application/pdf"),
    ("journal.csv", "journal", "text/csv"),
    ("focus-1.2-standalone.csv", "focus?version=1.2&mode=standalone", "text/csv"),
    ("focus-1.4-merge.csv", "focus?version=1.4&mode=merge", "text/csv"),
    ("closed.json", "document", "application/json"),
)
BEGUN = time.monotonic()
csv.field_size_limit(1 << 24)


def say(text=""):
    print(f"{time.monotonic() - BEGUN:6.1f}s  {text}" if text else "", flush=True)


def fail(text):
    sys.exit(f"demo-month: {text}")


class Refused(Exception):
    """An answer other than 2xx: its status and what it says."""

    def __init__(self, status, text):
        super().__init__(f"{status}: {text}")
        self.status, self.text = status, text


class Account:
    """An account of the identity provider, with a token that is renewed before it expires."""

    def __init__(self, name, options):
        self.name, self.options = name, options
        self.keycloak = login.Keycloak(options.keycloak, "freihafen", options.state / "ca" / "ca.crt")
        self.token, self.until = None, 0.0

    def bearer(self):
        if time.monotonic() > self.until:
            tokens = self.keycloak.user_tokens(self.name, login.secret_of(self.options.state, self.name + ".password"))
            self.token, self.until = tokens["access_token"], time.monotonic() + tokens["expires_in"] - 60
        return self.token

    def ask(self, method, path, body=None, content_type="application/json", accept="application/json"):
        """The bytes of the answer; Refused where it is no 2xx."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Authorization": "Bearer " + self.bearer(), "Accept": accept}
        if data is not None:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(f"{self.options.api}/api/v1/{path}", data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=300) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            try:
                problem = json.loads(text)
                text = problem.get("detail", text) + "".join(
                    f" [{one.get('field')}: {one.get('reason') or one.get('message')}]" for one in problem.get("errors", [])[:3])
            except (ValueError, AttributeError):
                pass
            raise Refused(error.code, text[:800]) from None
        except OSError as error:
            fail(f"{method} {path}: {error}; 'make status' tells what runs")

    def call(self, method, path, body=None, **more):
        """The JSON of the answer; anything but 2xx ends the demo with what the API says."""
        try:
            answer = self.ask(method, path, body, **more)
        except Refused as refused:
            fail(f"{method} {path} as {self.name} was answered with {refused}")
        return json.loads(answer) if answer else None


def java(*arguments, out=None):
    """Runs the offline command line; its exit code. What it prints goes to the file, if there is one."""
    home = subprocess.run([ROOT / "deploy/local/jdk.sh"], capture_output=True, text=True, check=True).stdout.strip()
    command = [f"{home}/bin/java", "-XX:+UseSerialGC", "-Xmx512m", *map(str, arguments)]
    if out is None:
        return subprocess.run(command, check=False).returncode
    with open(out, "wb") as file:
        return subprocess.run(command, stdout=file, check=False).returncode


def build_jar():
    if not JAR.exists():
        say("building the offline command line")
        command = [ROOT / "deploy/local/mvn.sh", "-q", "-Dquick", "-DskipTests", "package", "-pl", "cost-model", "-am"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            fail("the command line was not built; see above")


def write_files(options):
    """usage.csv, rates.csv and pool.csv of the month; the rates name their cluster, so that no other card meets them."""
    sample = ("-cp", JAR, "dev.freihafen.cost.cli.SampleFiles")
    if java(*sample, "demo", options.divisor, options.month, options.seed, options.folder) != 0:
        fail("the month was not made up; see above")
    pools = list(csv.DictReader(open(options.folder / "pool.csv", newline="", encoding="utf-8")))
    rates = list(csv.DictReader(open(options.folder / "rates.csv", newline="", encoding="utf-8")))
    own = []
    for rate in rates:
        for cluster in [pool["cluster"] for pool in pools] if rate["cluster"] == "*" else [""]:
            own.append(rate | {"id": f"{rate['id']}.{cluster}", "cluster": cluster} if cluster else rate)
    with open(options.folder / "rates.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rates[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(own)
    return own, pools


def pieces(file):
    """The file in pieces that an import takes, each with the header."""
    lines = file.read_bytes().splitlines(keepends=True)
    header, piece, size = lines[0], [], 0
    for line in lines[1:]:
        if size + len(line) > PIECE:
            yield header + b"".join(piece)
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    yield header + b"".join(piece)


def month_before(month):
    year, number = map(int, month.split("-"))
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def load(finance, options, rates, pools):
    finance.call("PUT", f"rate-cards/{CARD}", {"rates": [
        {name: value for name, value in rate.items() if value != ""} for rate in rates]})
    say(f"rate card {CARD}: {len(rates)} rates, one of which changes on {options.month}-15 at noon")
    rows = sum(finance.call("POST", "usage:import", piece, content_type="text/csv")["rows"] for piece in pieces(options.folder / "usage.csv"))
    say(f"usage: {rows} intervals are in the ledger")
    finance.call("PUT", f"months/{options.month}/pools", {"pools": pools})
    before = month_before(options.month)
    finance.call("PUT", f"months/{before}/pools", {"pools": [
        pool | {"amount": f"{decimal.Decimal(pool['amount']) * 96 / 100:.2f}"} for pool in pools]})
    finance.call("PUT", f"months/{options.month}/policy", {"idle": "Central", "shared": "ProRata"})
    say(f"the invoices of {before} were 4 % less: the report tells the change")
    say("invoices: " + ", ".join(f"{pool['cluster']} {pool['amount']} {pool['currency']}" for pool in pools))


def preview(finance, options):
    query = urllib.parse.urlencode([("idle", "Central"), ("idle", "ProRata"), ("idle", "Even"), ("shared", "ProRata")])
    shown = finance.call("GET", f"months/{options.month}/preview?{query}")["options"]
    teams = sorted({amount["team"] for option in shown for amount in option["teams"] if amount["team"]})
    names = ["as entered"] + [f"idle {option.get('idle')}" for option in shown[1:]]
    say("policies side by side, before anything is decided (EUR):")
    print(" " * 9 + f"{'team':<12}" + "".join(f"{name:>16}" for name in names))
    for team in teams:
        sums = [sum(amount["amount"] for amount in option["teams"] if amount["team"] == team) for option in shown]
        print(" " * 9 + f"{team:<12}" + "".join(f"{money(cents):>16}" for cents in sums))


def close(finance, second, scientist, options):
    month = f"months/{options.month}"
    state = finance.call("GET", month)
    for warning in state["warnings"][:5]:
        say(f"  warning {warning['kind']}: {warning['text']}")
    preview(finance, options)
    finance.call("POST", f"{month}:review")
    say("finance put the month under review")
    disputed(finance, scientist, month)
    try:
        finance.ask("POST", f"{month}:approve")
        fail("the month was approved by who reviewed it; it takes a second person")
    except Refused as refused:
        say(f"finance may not approve its own review ({refused.status}): {refused.text}")
    begun = time.monotonic()
    closed = second.call("POST", f"{month}:approve")
    say(f"finance-second approved: {closed['state']} in {time.monotonic() - begun:.1f} s, document {closed['document']}")


def disputed(finance, scientist, month):
    """A member of the team asks, finance answers. Who is a member, the cluster knows."""
    question = {"team": "fraud", "text": "Our nightly training was moved to spot capacity on the 12th. Is that in the figures?"}
    try:
        dispute = json.loads(scientist.ask("POST", f"{month}/disputes", question))
    except Refused as refused:
        say(f"nobody disputes: no member of team fraud is known ({refused}); 'make up' makes the team")
        return
    say(f"scientist disputes for team fraud: {question['text']}")
    answer = {"text": "It is: see the lines with capacity type Spot; they are charged at the spot rate."}
    finance.call("POST", f"{month}/disputes/{dispute['id']}:answer", answer)
    say(f"finance answers: {answer['text']}")


def money(cents):
    return f"{decimal.Decimal(cents) / 100:,.2f}"


def law(options):
    statement = json.loads((options.folder / "statement.json").read_bytes())
    parts = ("teams", "idle", "shared", "unallocated", "residual")
    say("the law, to the cent: teams + central idle + central shared + unallocated + residual = pool")
    print(" " * 9 + f"{'cluster':<12}" + "".join(f"{part:>15}" for part in parts + ("pool",)))
    sums = collections.Counter()
    for cluster in statement["clusters"]:
        together = sum(cluster[part] for part in parts)
        if together != cluster["pool"]:
            fail(f"{cluster['cluster']}: the parts are {money(together)} and the pool {money(cluster['pool'])}")
        sums.update({part: cluster[part] for part in parts + ("pool",)})
        print(" " * 9 + f"{cluster['cluster']:<12}" + "".join(f"{money(cluster[part]):>15}" for part in parts + ("pool",)))
    print(" " * 9 + f"{'together':<12}" + "".join(f"{money(sums[part]):>15}" for part in parts + ("pool",)))
    lines = sum(line.get("amount", 0) for line in statement["lines"])
    if lines != sums["pool"]:
        fail(f"the {len(statement['lines'])} lines are {money(lines)} and the pools {money(sums['pool'])}")
    say(f"{len(statement['lines'])} lines sum to {money(lines)} EUR")
    return decimal.Decimal(lines) / 100


def column_sum(file, column):
    with open(file, newline="", encoding="utf-8") as rows:
        return sum((decimal.Decimal(row[column]) for row in csv.DictReader(rows)), decimal.Decimal(0))


def download(finance, options):
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, path, accept in FORMATS:
        begun = time.monotonic()
        try:
            content = finance.ask("GET", f"months/{options.month}/{path}", accept=accept)
        except Refused as refused:
            fail(f"{name} was refused with {refused}")
        (options.folder / name).write_bytes(content)
        say(f"  {name:<26}{len(content):>12,} bytes in {time.monotonic() - begun:5.1f} s")
    content = finance.ask("GET", f"teams/fraud/months/{options.month}/statement", accept="application/pdf")
    (options.folder / "statement-fraud.pdf").write_bytes(content)
    say(f"  statement-fraud.pdf       {len(content):>12,} bytes")


def verify(options, total):
    folder = options.folder
    for name, column in (("statement.csv", "amount"), ("journal.csv", "amount"),
                         ("focus-1.2-standalone.csv", "BilledCost"), ("focus-1.4-merge.csv", "EffectiveCost")):
        if column_sum(folder / name, column) != total:
            fail(f"the column {column} of {name} is {column_sum(folder / name, column)}, the statement {total}")
    if column_sum(folder / "focus-1.4-merge.csv", "BilledCost") != 0:
        fail("in mode merge nothing may be billed again")
    say(f"statement, journal and FOCUS each sum to {total:,} EUR; beside a cloud bill FOCUS bills nothing again")
    if java("-jar", JAR, "verify", folder / "closed.json", out=folder / "verify.txt") != 0:
        fail(f"the closed document does not verify: {(folder / 'verify.txt').read_text()[:400]}")
    say("offline: the closed document verifies: " + " ".join((folder / "verify.txt").read_text().split())[:200])
    recomputed = folder / "recomputed.csv"
    rates_as_named_by_the_api(folder)
    code = java("-jar", JAR, "statement", "--usage", folder / "usage.csv", "--rates", folder / "rates-of-the-api.csv", "--month", options.month,
                "--pool", folder / "pool.csv", "--idle", "Central", "--shared", "ProRata", out=recomputed)
    ours, theirs = recomputed.read_bytes(), (folder / "statement.csv").read_bytes()
    if code != 0 or ours != theirs:
        fail(f"recomputed from the files alone the statement is another one: compare {recomputed} with statement.csv")
    say(f"offline: recomputed from usage.csv, rates and pool.csv, the statement equals the API's byte for byte"
        f" (SHA-256 {hashlib.sha256(ours).hexdigest()[:16]}...)")


def rates_as_named_by_the_api(folder):
    """The same rates under the ids that the API gives them in statements: card@version/id."""
    lines = json.loads((folder / "statement.json").read_bytes())["lines"]
    card = next(line["rateId"] for line in lines if line["rateId"]).split("/")[0]
    rows = list(csv.DictReader(open(folder / "rates.csv", newline="", encoding="utf-8")))
    with open(folder / "rates-of-the-api.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"id": f"{card}/{row['id']}"} for row in rows)


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--state", type=pathlib.Path, default=ROOT / ".local", help="state folder of the platform")
    parser.add_argument("--api", default="http://localhost:8080")
    parser.add_argument("--keycloak", default="https://localhost:8443")
    parser.add_argument("--month", default="2026-09", help="a month that is over")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--divisor", default="1", help="a part of the month's work: 20 gives a twentieth")
    parser.add_argument("--folder", type=pathlib.Path, help="where the files go (default STATE/demo-month)")
    options = parser.parse_args(arguments)
    options.folder = options.folder or options.state / "demo-month"
    options.folder.mkdir(parents=True, exist_ok=True)
    return options


def main():
    options = options_of(None)
    finance, second, scientist = (Account(name, options) for name in ("finance", "finance-second", "scientist"))
    build_jar()
    rates, pools = write_files(options)
    say(f"the month {options.month}, made up from seed {options.seed}, is in {options.folder}")
    try:
        if finance.call("GET", f"months/{options.month}")["state"] == "CLOSED":
            say("the month is closed already: its files are downloaded and verified again")
        else:
            load(finance, options, rates, pools)
            close(finance, second, scientist, options)
        say("what finance takes away:")
        download(finance, options)
        verify(options, law(options))
    except login.LoginError as error:
        fail(str(error))
    say("the month end is done")


if __name__ == "__main__":
    main()
