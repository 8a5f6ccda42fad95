"""Figures of fetching and identity: `python -m benchmarks.fetching`.

HUB_EVAL_DATA names the folder of the samples.
Everything is measured beside what one would take otherwise, in one run on one machine.
"""

import json
import os
import random
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import requests
from protego import Protego

from hub.catalogue.web_address import read_web_address
from hub.ingest.fetching import Fetcher
from hub.ingest.fetching.guard import Closed, Guard
from hub.ingest.fetching.robots import Rules, read_rules
from hub.ingest.identity import Fingerprints
from hub.settings import Settings

ROOT = Path(__file__).parents[1]
_PAGES = 500
_TEXTS = 10_000
_SERVER = """
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args): pass
    def translate_path(self, path): return super().translate_path(path.partition("~")[0])
server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=sys.argv[1]))
print(server.server_port, flush=True)
server.serve_forever()
"""


def main() -> None:
    """Print every figure on a line of its own."""
    data = Path(os.environ.get("HUB_EVAL_DATA", ROOT.parent / "shared" / "eval"))
    if data.is_dir():
        _robots(data / "robots")
        _closed(data / "text" / "ssrf_urls.tsv")
        _addresses(data / "text" / "whatwg_url_cases.json")
        _loopback(data / "extraction" / "pages")
    _twins()


def _robots(folder: Path) -> None:
    lines = (folder / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]

    def share(verdict: Callable[[dict[str, str]], bool]) -> str:
        return f"{sum(verdict(c) == c['allowed'] for c in cases)} of {len(cases)}"

    ours = share(lambda c: Rules(c["robots"]).allows(c["url"], c["agent"]))
    theirs = share(lambda c: bool(Protego.parse(c["robots"]).can_fetch(c["url"], c["agent"])))
    files = [f for kind in ("odd", "german") for f in (folder / kind).iterdir()]
    for file in files:
        read_rules(file.read_bytes()).allows("https://example.org/")
    print(f"robots.txt verdicts: {ours}, protego alone {theirs}; {len(files)} odd files read")


def _closed(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    cases = [line.split("\t") for line in lines]
    right = sum(_may_fetch(address) == (verdict == "fetch") for address, verdict, *_ in cases)
    print(f"addresses judged rightly: {right} of {len(cases)}")


def _may_fetch(address: str) -> bool:
    def resolve(host: str, port: int) -> list[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            return ["93.184.216.34"]

    parts = read_web_address(address)
    guard = Guard(frozenset(), resolve)
    try:
        if parts is not None:
            guard.check(parts)
            guard.addresses(parts.host, parts.effective_port)
    except (Closed, socket.gaierror):
        return False
    return parts is not None


def _addresses(file: Path) -> None:
    cases = [c for c in json.loads(file.read_text("utf-8")) if isinstance(c, dict)]
    began = time.process_time()
    for case in cases:
        read_web_address(case["input"], case.get("base"))
    each = (time.process_time() - began) / len(cases)
    print(f"addresses read without a crash: {len(cases)}, {each * 1e6:.0f} µs each")


def _loopback(pages: Path) -> None:
    """Pages a second from a server on loopback, by CPU time of this process and by the clock."""
    server = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _SERVER, str(pages)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        home = f"http://127.0.0.1:{int(server.stdout.readline())}/"
        names = sorted(path.name for path in pages.iterdir())
        wanted = [f"{home}{names[n % len(names)]}~{n}" for n in range(_PAGES)]
        fetcher = Fetcher(Settings(fetch_open_hosts="127.0.0.1", fetch_pause_ms=0))
        fetcher.fetch(wanted[0])
        _timed("hub, one after the other", lambda: [fetcher.fetch(a) for a in wanted])
        _timed("hub, eight at once", lambda: list(fetcher.fetch_many(wanted, workers=8)))
        with requests.Session() as session:
            _timed("requests.Session", lambda: [session.get(a).content for a in wanted])
        fetcher.close()
    finally:
        server.terminate()
        server.wait()


def _timed(name: str, work: Callable[[], list[object]]) -> None:
    clock, cpu = time.perf_counter(), time.process_time()
    number = len(work())
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(f"{name}: {number / clock:.0f} pages/s, {cpu / number * 1000:.2f} ms CPU each")


def _twins() -> None:
    words = [f"wort{n}" for n in range(30_000)]
    dice = random.Random(1)
    texts = [" ".join(dice.choices(words, k=400)) for _ in range(_TEXTS)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    known, began = Fingerprints(), time.process_time()
    for number, text in enumerate(texts):
        known.add_text(str(number), text)
    built = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    began = time.process_time()
    for number in range(50):
        assert known.twins(texts[number])[0].id == str(number)
    asked = (time.process_time() - began) / 50
    print(f"fingerprints of {_TEXTS} texts of 400 words: {built:.1f} s CPU, {grown:.0f} MB more")
    print(f"twins of a text among them: {asked * 1000:.1f} ms")


if __name__ == "__main__":
    main()
