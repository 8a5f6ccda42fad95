"""Files of all kinds, made by hand where a library would not make what a test needs."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence

import pypdfium2 as pdfium

from hub.ingest.model import Fetched

WHEN = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
ADDRESS = "https://www.example.org/leitfaden"


def fetched(
    content: bytes | str,
    *,
    name: str | None = None,
    media_type: str = "",
    encoding: str | None = None,
    address: str = ADDRESS,
) -> Fetched:
    """What a fetch of these bytes gives."""
    data = content.encode() if isinstance(content, str) else content
    return Fetched(address, address, 200, media_type, data, WHEN, encoding=encoding, name=name)


def archive(parts: Mapping[str, bytes | str], mimetype: str = "") -> bytes:
    """A zip file with these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        if mimetype:
            target.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, part in parts.items():
            target.writestr(name, part)
    return data.getvalue()


CONTENT_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body: str, before: str = "") -> bytes:
    """A DOCX whose document part is written out; ``before`` stands before its root."""
    root = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    document = f'<?xml version="1.0"?>{before}{root}'
    return archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document})


#: A piece of text on a page: left, distance from the foot, size of letters, text.
Piece = tuple[float, float, float, str]


def pdf(
    pages: Sequence[Sequence[Piece]], *, info: Mapping[str, str] | None = None, language: str = ""
) -> bytes:
    """A PDF with text at given places, in Helvetica."""
    objects = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for pieces in pages:
        stream = b"".join(_shown(piece) for piece in pieces)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(page.encode())
        kids.append(f"{len(objects)} 0 R")
    said = f" /Lang ({language})" if language else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R{said} >>".encode()
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    if info:
        values = b" ".join(b"/%s %s" % (k.encode(), _literal(v)) for k, v in info.items())
        objects.append(b"<< " + values + b" >>")
    return _file(objects, len(objects) if info else None)


def _literal(text: str) -> bytes:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252") + b")"


def _shown(piece: Piece) -> bytes:
    left, foot, size, text = piece
    return b"BT /F1 %g Tf %g %g Td %s Tj ET\n" % (size, left, foot, _literal(text))


def _file(objects: Sequence[bytes], info: int | None) -> bytes:
    data = io.BytesIO(b"%PDF-1.7\n")
    data.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(data.tell())
        data.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = data.tell()
    data.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    data.writelines(b"%010d 00000 n \n" % place for place in places)
    said = b" /Info %d 0 R" % info if info else b""
    data.write(b"trailer << /Size %d /Root 1 0 R%s >>\n" % (len(objects) + 1, said))
    data.write(b"startxref\n%d\n%%%%EOF" % start)
    return data.getvalue()


def lines(*texts: str, left: float = 70, top: float = 760, size: float = 11) -> list[Piece]:
    """Texts one below the other."""
    return [(left, top - 14 * number, size, text) for number, text in enumerate(texts)]


def scan(content: bytes) -> bytes:
    """The same PDF as a scanner makes it: each page a picture."""
    source, target = pdfium.PdfDocument(content), pdfium.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        picture = pdfium.PdfImage.new(target)
        picture.set_bitmap(page.render(scale=3))
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        made = target.new_page(width, height)
        made.insert_obj(picture)
        made.gen_content()
    data = io.BytesIO()
    target.save(data)
    target.close()
    source.close()
    return data.getvalue()
