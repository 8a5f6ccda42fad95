"""An issue as it is read: HTML for mail, plain text, Markdown and a table.

The HTML is compiled from MJML, so that Outlook, Gmail and telephones show the same. It holds no
picture, no script, no tracking and nothing from elsewhere but the links of the entries. All texts
are plain texts and escaped; a blank line begins a paragraph.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape
from mjml import mjml2html

from hub.exporting.notes import PRESS_NOTE, shortened
from hub.i18n.words import Words
from hub.labels import language_name
from hub.model import ResourceType
from hub.model.newsletter import Entry, Issue

#: Stands for the address by which one subscriber leaves; filled in for each of them.
LEAVE = "https://leave.invalid/"

_PARAGRAPH = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")
#: What a spreadsheet would run.
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[\d\s.,/()]+")


@dataclass(frozen=True)
class Rendered:
    """One issue in the two forms of a mail."""

    subject: str
    html: str
    text: str

    def for_subscriber(self, leave: str) -> "Rendered":
        """With the address by which this subscriber leaves."""
        return Rendered(
            subject=self.subject,
            html=self.html.replace(LEAVE, str(escape(leave))),
            text=self.text.replace(LEAVE, leave),
        )


def render(issue: Issue, *, address: str = "", leave: bool = False) -> Rendered:
    """The issue as a mail. ``address`` is where it can be read, ``leave`` makes room for LEAVE."""
    words = Words(issue.language)
    gaps = {
        "issue": issue,
        "sections": [section for section in issue.sections if section.chosen],
        "t": words.t,
        "subject": subject(issue),
        "day": words.day(issue.sent or issue.gathered),
        "facts": lambda entry: facts(entry, words),
        "blurb": _blurb,
        "address": address,
        "leave": LEAVE if leave else "",
    }
    mjml = _environment().get_template("issue.mjml").render(gaps)
    html = mjml2html(mjml, disable_comments=True)
    # the compiler knows no language of the document
    html = html.replace('lang="und"', f'lang="{issue.language}"').replace('dir="auto"', 'dir="ltr"')
    text = _environment().get_template("issue.txt").render(gaps)
    return Rendered(subject=subject(issue), html=html, text=_tidy(text))


def markdown(issue: Issue) -> str:
    """The issue as Markdown, for a content management system."""
    words = Words(issue.language)
    gaps = {
        "issue": issue,
        "sections": [section for section in issue.sections if section.chosen],
        "t": words.t,
        "day": words.day(issue.sent or issue.gathered),
        "facts": lambda entry: facts(entry, words),
        "blurb": _blurb,
    }
    return _tidy(_environment().get_template("issue.md").render(gaps))


def table(issue: Issue) -> str:
    """The entries that go out as CSV, with headings; no cell can start a formula."""
    words = Words(issue.language)
    out = io.StringIO()
    writer = csv.writer(out)
    headings = ("Section", "Title", "Link", "Blurb", "Source", "Date")
    writer.writerow([words.t(heading) for heading in headings])
    for section in issue.sections:
        for entry in section.chosen:
            date = entry.event_start or entry.date or ""
            row = (section.title, entry.title, entry.url, _blurb(entry), entry.publisher, date)
            writer.writerow([harmless(cell or "") for cell in row])
    return out.getvalue()


def subject(issue: Issue) -> str:
    """The subject of the mail: one line."""
    title = Words(issue.language).t(
        "{title}, issue {number}", title=issue.title, number=issue.number
    )
    return " ".join(title.split())


def facts(entry: Entry, words: Words) -> str:
    """Source, date, language and what must be known in time, in one line."""
    return " · ".join(_facts(entry, words))


def _facts(entry: Entry, words: Words) -> Iterator[str]:
    if entry.publisher:
        yield entry.publisher
    if entry.event_start:
        yield words.span(entry.event_start, entry.event_end)
        if entry.event_place:
            yield entry.event_place
    elif entry.date:
        yield words.date(entry.date)
    if entry.deadline:
        yield words.t("apply until {date}", date=words.date(entry.deadline))
    if entry.language:
        yield words.t("in {language}", language=language_name(entry.language, words.language))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay what they are."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell.strip()):
        return f"'{cell}"
    return cell


def _blurb(entry: Entry) -> str:
    """The curators' words; on a press article a note, never more (R24)."""
    return shortened(entry.blurb, PRESS_NOTE) if entry.type is ResourceType.NEWS else entry.blurb


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("hub.curation.newsletter"),
        autoescape=select_autoescape(["mjml"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["paragraphs"] = paragraphs
    environment.filters["linked"] = linked
    environment.filters["md"] = lambda text: _MARKDOWN.sub(r"\\\1", text)
    environment.filters["safe_link"] = lambda url: re.sub(r"[\s()<>]", _percent, url)
    return environment


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def paragraphs(text: str) -> list[str]:
    """A text at its blank lines."""
    return [part.strip() for part in _PARAGRAPH.split(text) if part.strip()]


def linked(text: str) -> Markup:
    """A paragraph as HTML: escaped, addresses made links, line breaks kept."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text):
        parts += [str(escape(text[at : found.start()])), _link(found[0])]
        at = found.end()
    parts.append(str(escape(text[at:])))
    return Markup("".join(parts).replace("\n", "<br />"))  # noqa: S704 (every part is escaped)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" class="link">{escape(address)}</a>'


def _tidy(text: str) -> str:
    """At most one blank line in a row, none at the ends."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
