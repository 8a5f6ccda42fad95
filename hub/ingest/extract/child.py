"""The child process that reads files: ``python -m hub.ingest.extract.child MEMORY SECONDS``.

It takes files from standard input and gives JSON on standard output, each preceded by its length.
JSON and not pickle: should a file take over the reader, it cannot make the parent run anything.
"""

import contextlib
import gc
import json
import os
import signal
import sys
from typing import BinaryIO

from hub.errors import HubError
from hub.ingest.extract import budget, wire
from hub.ingest.extract.media_types import HTML
from hub.ingest.extract.table import extract, load

_GRACE = 5  #: seconds after which the child ends itself, should its parent be gone


def serve(source: BinaryIO, target: BinaryIO, seconds: float) -> None:
    """Read one file after the other until the parent closes the pipe."""
    wire.write(target, b"ready")
    load(HTML)  # most files are pages: what reads them is there before the first comes
    while (fetched := wire.read_request(source)) is not None:
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
        budget.start(seconds)
        try:
            answer: dict[str, object] = {"extracted": wire.packed(extract(fetched))}
        except HubError as error:
            answer = {"message": error.message, "values": error.values}
        wire.write(target, json.dumps(answer, default=str).encode())
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    """Limit this process, keep standard output for answers alone, and serve."""
    gc.set_threshold(50_000, 20, 50)  # trees come and go as a whole: few rings are left behind
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    _limit(memory)
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes where nobody takes it for an answer
    serve(sys.stdin.buffer, target, seconds)


def _limit(memory: int) -> None:
    """No more memory than this, no dumps of it. Not every system can; time is limited anyway."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main()
