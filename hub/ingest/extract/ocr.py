"""Scanned pages read by Tesseract, where it is installed."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium

_RESOLUTION = 200  #: dots an inch: enough for print, and twice as fast as 300
_LARGEST = 4000  #: pixels of a side; a poster is read smaller
_SECONDS = 40  #: for one page
_WANTED = ("deu", "eng")


@cache
def languages() -> tuple[str, ...]:
    """Those of our languages that Tesseract knows here; none where it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return ()
    listed = subprocess.run(  # noqa: S603 - a program found by name, no words of others
        [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
    )
    known = set(listed.stdout.split())
    return tuple(language for language in _WANTED if language in known)


def read_page(page: pdfium.PdfPage) -> str:
    """The text of a page as Tesseract sees it; nothing when it gives up."""
    width, height = page.get_size()
    scale = min(_RESOLUTION / 72, _LARGEST / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=True)
    try:
        return _read(_as_pgm(picture))
    finally:
        picture.close()


def _as_pgm(picture: pdfium.PdfBitmap) -> bytes:
    """The picture in the plainest format there is: a line of text, then grey values."""
    values = bytes(picture.buffer)
    rows = (
        values[y * picture.stride : y * picture.stride + picture.width]
        for y in range(picture.height)
    )
    return b"P5 %d %d 255\n" % (picture.width, picture.height) + b"".join(rows)


def _read(picture: bytes) -> str:
    program = shutil.which("tesseract") or "tesseract"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pgm"
        path.write_bytes(picture)
        try:
            answer = subprocess.run(  # noqa: S603 - a program found by name and a file of ours
                [program, str(path), "stdout", "-l", "+".join(languages())],
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return ""
    return answer.stdout.decode("utf-8", "replace")
