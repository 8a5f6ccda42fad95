"""A site on loopback that answers as a table says, and a plain way to fetch from it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen

from hub.ingest.model import Fetched

#: What stands at a path (with its query): media type and bytes.
Answers = dict[str, tuple[str, bytes]]


@contextmanager
def site(answers: Mapping[str, tuple[str, bytes]]) -> Iterator[str]:
    """The site; the value is its address. The table may still change while it serves."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path)
            self.send_response(200 if found else 404)
            media_type, body = found or ("text/plain", b"not here")
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def fetch(address: str) -> Fetched:
    """What stands there now."""
    with urlopen(address, timeout=10) as answer:
        return Fetched(
            address=address,
            final=answer.url,
            status=answer.status,
            media_type=answer.headers.get_content_type(),
            content=answer.read(),
            when=dt.datetime.now(dt.UTC),
            encoding=answer.headers.get_content_charset(),
        )
