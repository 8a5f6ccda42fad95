"""A folder served on loopback by a process of its own that does next to nothing for a request."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVER = """
import pathlib, socketserver, sys
HEAD = "HTTP/1.1 {}\\r\\nContent-Type: text/html\\r\\nContent-Length: {}\\r\\n\\r\\n"
def answer(status, content):
    return HEAD.format(status, len(content)).encode() + content
files = pathlib.Path(sys.argv[1]).iterdir()
pages = {f"/{file.name}".encode(): answer(200, file.read_bytes()) for file in files}
class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    def handle(self):
        while line := self.rfile.readline():
            while self.rfile.readline() not in (b"\\r\\n", b""):
                pass
            self.wfile.write(pages.get(line.split()[1]) or answer(404, b""))
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128
server = Server(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """The address of the folder, for as long as the block."""
    server = subprocess.Popen(  # noqa: S603 - our own Python
        [sys.executable, "-c", _SERVER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        port = int((server.stdout and server.stdout.readline()) or 0)
        yield f"http://127.0.0.1:{port}"  # it listens before it says so
    finally:
        server.terminate()
        server.wait()
