"""Markdown (CommonMark) for wikis and notes: a list with titles that lead to the originals."""

import re
from collections.abc import Iterable, Iterator

from hub.exporting.cleaning import block, line
from hub.exporting.describing import facts, summing
from hub.exporting.model import Edition
from hub.model import Resource

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")
_AT_BEGIN = re.compile(r"(?m)^(\d{1,9})([.)])|^([+\-=:])")
_URL = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", " ": "%20", "`": "%60"})


def write(resources: Iterable[Resource], edition: Edition) -> Iterator[bytes]:
    """A heading, what the list is of, and an item for each resource."""
    title = escaped(line(edition.title)) or edition.words.t("Resources")
    yield f"# {title}\n\n{escaped(summing(edition))}\n\n".encode()
    for resource in resources:
        yield _item(resource, edition).encode()


def _item(resource: Resource, edition: Edition) -> str:
    title = f"**{escaped(line(resource.title) or resource.id)}**"
    if resource.url:
        title = f"[{title}](<{_address(resource.url)}>)"
    parts = [title, escaped(" · ".join(facts(resource, edition)))]
    parts += [escaped(part) for part in block(resource.summary or "").split("\n") if part]
    return "- " + "\n\n  ".join(parts) + "\n\n"


def escaped(text: str) -> str:
    """Text that stays text: no sign of it is taken for markup."""
    plain = _SIGNS.sub(r"\\\1", text)
    return _AT_BEGIN.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def _address(url: str) -> str:
    """The address between angle brackets, where entities would be read."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", line(url).translate(_URL))
