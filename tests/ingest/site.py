"""A small site on loopback: pages, a PDF, a feed. What it gives can be changed; it counts."""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAGRAPHS = (
    "Die Stadt {place} richtet am Bahnhof eine Waffenverbotszone ein, weil die Zahl der "
    "Messerangriffe gestiegen ist. {title} ist Teil des Vorhabens.",
    "Streetwork und Polizei arbeiten dabei zusammen und sprechen mit Jugendlichen über die "
    "Gefahren des Messertragens in der Gegend um {title}.",
    "Nach einem Jahr wertet die Stadt {place} aus, ob sich Beschäftigte und Reisende sicherer "
    "fühlen, und berichtet dem Rat über {title} und die Kosten.",
)
DISTINCT = "Abschnitt {n}: {word} {word}weise {n} Wege, {n} Leuchten, {word}plan {n} und Begehung."


def article(title: str, place: str = "Mannheim", more: str = "", head: str = "") -> str:
    """A page whose text no other title shares."""
    seed = hashlib.sha256(title.encode()).hexdigest()
    own = "".join(
        f"<p>{DISTINCT.format(n=n, word='W' + seed[n : n + 5])} {title} im Abschnitt {n}.</p>"
        for n in range(12)
    )
    body = "".join(f"<p>{p.format(place=place, title=title)}</p>" for p in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}">'
        '<meta name="description" content="Was andere darüber schreiben.">'
        f'<meta property="article:published_time" content="2024-05-31">{head}</head>'
        f"<body><nav>Menü</nav><article><h1>{title}</h1>{body}{own}{more}</article></body></html>"
    )


def pdf(text: str) -> bytes:
    """A PDF of one page."""
    lines = text.split("\n")
    shown = " ".join(f"({line}) Tj 0 -16 Td" for line in lines)
    stream = f"BT /F1 12 Tf 60 760 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        start,
    )


def feed(base: str, *entries: tuple[str, str]) -> str:
    """An RSS feed with these paths and titles."""
    items = "".join(
        f"<item><title>{title}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
        "<pubDate>Fri, 31 May 2024 10:00:00 +0200</pubDate></item>"
        for path, title in entries
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
    )


class Site:
    """What is served, by path: text of a page, or bytes with their media type."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, tuple[bytes, str]] = {}
        self.asked: Counter[str] = Counter()  #: requests by path
        self.given: Counter[str] = Counter()  #: whole answers by path
        self.etags = True

    def put(self, path: str, content: str | bytes, media_type: str = "text/html") -> str:
        """Serve this from now on; the value is its address."""
        self.pages[path] = (
            (content.encode(), f"{media_type}; charset=utf-8")
            if isinstance(content, str)
            else (content, media_type)
        )
        return self.base + path


@contextmanager
def serving() -> Iterator[Site]:
    """A site that lives as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked[self.path] += 1
            content, kind = site.pages.get(self.path, (b"", ""))
            etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"' if site.etags else ""
            if kind and etag and self.headers.get("If-None-Match") == etag:
                self.answer(304, b"", kind, etag)
            elif kind:
                site.given[self.path] += 1
                self.answer(200, content, kind, etag)
            else:
                self.answer(404, b"gone", "text/plain", "")

        def answer(self, status: int, content: bytes, kind: str, etag: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if etag:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
