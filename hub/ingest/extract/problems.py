"""Why a file gives no text: one error, and sentences for what was read only in part."""

from hub.errors import IngestError


class ExtractFailed(IngestError):
    """A file cannot be read: damaged, locked, of an unknown kind, too large or too slow."""


_OLD = ExtractFailed(
    "Old Office files (.doc, .xls, .ppt) cannot be read. Save it in today's format (.docx, .xlsx,"
    " .pptx) or as PDF, then try again."
)
_FEED = ExtractFailed(
    "This is a feed, a sitemap or a link list, not a resource. Name it as a source of a collection."
)
_REFERENCES = ExtractFailed("This is a list of references. Take it in with: hub import FILE")
_MEDIA = ExtractFailed(
    "Pictures, sound and video hold no text. Add the page that shows them, or add it by hand."
)
_ARCHIVE = ExtractFailed("This is an archive of files. Unpack it, then add the files one by one.")

#: By the beginning of a media type: what to say of files that nobody reads here.
REFUSED = {
    "application/msword": _OLD,
    "application/vnd.ms-excel": _OLD,
    "application/vnd.ms-powerpoint": _OLD,
    "application/x-ole-storage": _OLD,
    "application/vnd.ms-outlook": ExtractFailed(
        "Outlook messages (.msg) cannot be read. Save the message as .eml or PDF, then try again."
    ),
    "application/rss": _FEED,
    "application/atom": _FEED,
    "application/rdf": _FEED,
    "application/feed": _FEED,
    "text/x-opml": _FEED,
    "application/x-research-info-systems": _REFERENCES,
    "application/x-bibtex": _REFERENCES,
    "image/": _MEDIA,
    "audio/": _MEDIA,
    "video/": _MEDIA,
    "application/zip": _ARCHIVE,
    "application/gzip": _ARCHIVE,
    "application/x-7z-compressed": _ARCHIVE,
    "application/vnd.rar": _ARCHIVE,
}

#: What an extractor remarks. No gaps: a page says it in the reader's language by the text itself.
NO_TEXT = "The file holds no text. Write what the resource is about yourself."
NO_MAIN_TEXT = (
    "The page shows no running text of its own. Perhaps a script fills it in, or it is a list."
)
SCANNED = (
    "The pages are pictures without text, and no Tesseract is installed to read them. Install"
    " Tesseract with German and English, then try again."
)
READ_BY_OCR = "The pages are pictures; their text was read by Tesseract and may hold mistakes."
OCR_IN_PART = "Only the first pages were read by Tesseract, because there are many."
OCR_WITHOUT_GERMAN = (
    "Tesseract knows no German here, so umlauts are missing. Install its German language data."
)
SOME_SCANNED = "Some pages are pictures without text; what stands on them cannot be found."
IN_PART = "Only the beginning was read, because the file is very long."
DAMAGED_PAGES = "Some pages are damaged and were left out."
PLAIN_READ = "The page is very large or deeply nested: all of its text was taken, menus too."

#: All remarks there are, for whoever must know them beforehand.
REMARKS = (
    NO_TEXT,
    NO_MAIN_TEXT,
    SCANNED,
    READ_BY_OCR,
    OCR_IN_PART,
    OCR_WITHOUT_GERMAN,
    SOME_SCANNED,
    IN_PART,
    DAMAGED_PAGES,
    PLAIN_READ,
)
