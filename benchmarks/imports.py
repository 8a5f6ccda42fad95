"""What the imports and sources read out of the evaluation data: `python -m benchmarks.imports`.

Of each record the fields that the hub has a place for are compared with those that Zotero finds:
title, persons, date, address, DOI, abstract, container, publisher, language, keywords, pages.
A field with several values counts only if all of them are found.
"""

import datetime as dt
import io
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser

from hub.errors import IngestError
from hub.ingest.dates import partial_date
from hub.ingest.imports import ExportFile, ImportOptions, read_export
from hub.ingest.model import Fetched, Item
from hub.ingest.records import doi, language_code, plain, spoken, web_address
from hub.ingest.sources.feed import entries_of, parse_feed

CONTAINERS = (
    *("publicationTitle", "bookTitle", "proceedingsTitle", "encyclopediaTitle"),
    *("dictionaryTitle", "websiteTitle", "blogTitle", "programTitle", "forumTitle"),
)
PUBLISHERS = (
    *("publisher", "university", "institution", "distributor", "studio"),
    *("label", "company", "network"),
)


def folded(text: object) -> str:
    """Its letters and digits alone, small."""
    return " ".join(re.findall(r"\w+", plain(str(text)).casefold()))


def wanted(record: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The fields of a record as Zotero finds them, in our words."""
    for field, names in (
        ("title", ("title", "caseName", "nameOfAct", "subject")),
        ("description", ("abstractNote",)),
        ("container", CONTAINERS),
        ("publisher", PUBLISHERS),
        ("pages", ("pages",)),
    ):
        found = next((record[name] for name in names if record.get(name)), None)
        if found:
            yield field, [folded(found)]
    if record.get("creators"):
        people = [f"{c.get('firstName', '')} {c.get('lastName', '')}" for c in record["creators"]]
        yield "authors", [folded(name) for name in people]
    if date := partial_date(record.get("date") or ""):
        yield "date", [folded(date)]
    if web_address(record.get("url")):
        yield "address", [folded(record["url"])]
    if number := doi(record.get("DOI")):
        yield "doi", [folded(number)]
    if code := language_code(record.get("language") or ""):
        yield "language", [folded(code)]
    if record.get("tags"):
        tags = [tag["tag"] if isinstance(tag, dict) else tag for tag in record["tags"]]
        yield "keywords", [folded(tag) for tag in tags]


def found(item: Item, field: str) -> set[str]:
    """What the hub has read of a field."""
    if field == "address":
        return {folded(item.address or "")}
    values = [fact.value for fact in item.facts.every(field)]
    if field == "authors":
        values += [spoken(value) for value in values]
    return {folded(value) for value in values}


def bibliographies(folder: Path) -> tuple[Counter[str], Counter[str], list[str]]:
    """Expected and found fields by name, and what is missing."""
    expected, met, missing = Counter[str](), Counter[str](), list[str]()
    for line in (folder / "expected.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        file = ExportFile(entry["file"], folder / entry["file"])
        read = list(read_export(file, ImportOptions()))
        same = len(read) == len(entry["items"])
        items = [one for one in read if isinstance(one, Item)]
        for number, record in enumerate(entry["items"]):
            named = read[number] if same else best(items, record)
            item = named if isinstance(named, Item) else None
            for field, values in wanted(record):
                expected[field] += 1
                if item and set(values) <= found(item, field):
                    met[field] += 1
                else:
                    there = found(item, field) if item else set()
                    lost = [value for value in values if value not in there]
                    missing.append(f"{entry['file']} {field}: {lost} / {sorted(there)[:4]}"[:300])
    return expected, met, missing


def best(items: list[Item], record: dict[str, Any]) -> Item | None:
    """The item that has most of the record's fields; each serves one record."""
    fields = list(wanted(record))

    def score(item: Item) -> int:
        return sum(set(values) <= found(item, field) for field, values in fields)

    chosen = max(items, key=score, default=None)
    if chosen and score(chosen):
        items.remove(chosen)
        return chosen
    return None


def at(value: Any, path: list[Any]) -> Any:
    """What stands at a path; the step ``#len`` is a length."""
    for step in path:
        value = len(value) if step == "#len" else value[step]
    return value


def met(value: Any, path: list[Any], expected: Any) -> bool:
    """Whether it is the expected value."""
    try:
        return bool(at(value, path) == expected)
    except (KeyError, IndexError, AttributeError, TypeError):
        return False


def feeds(folder: Path, every: int = 1) -> dict[str, int]:
    """How many expectations our reading of feeds meets, and feedparser alone."""
    counts = Counter[str]()
    for line in (folder / "expect.jsonl").read_text("utf-8").splitlines()[::every]:
        entry = json.loads(line)
        content, headers = (folder / entry["file"]).read_bytes(), entry["headers"]
        address = f"http://127.0.0.1:8097/{entry['file']}"
        kind, _, charset = headers.get("content-type", "application/xml").partition("charset=")
        fetched = Fetched(
            address=address,
            final=headers.get("content-location", address),
            status=200,
            media_type=kind.split(";")[0],
            content=content,
            when=dt.datetime.now(dt.UTC),
            encoding=charset.strip("\"' ") or None,
        )
        counts["files"] += 1
        try:
            for named in entries_of(fetched, "feed"):
                counts["items" if isinstance(named, Item) else "rejected"] += 1
        except IngestError:
            counts["no feed"] += 1
        alone = feedparser.parse(io.BytesIO(content), response_headers=headers)
        feed, entries = parse_feed(fetched)
        ours = {**alone, "feed": feed, "entries": entries}
        for path, expected in entry["expect"] or []:
            counts["expectations"] += 1
            counts["met by feedparser"] += met(alone, path, expected)
            counts["met by the hub"] += met(ours, path, expected)
    return dict(counts)


def read_all(folder: Path) -> Counter[str]:
    """How many files of a folder are read, and how many answer with a sentence; others raise."""
    counts = Counter[str]()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            list(read_export(ExportFile(path.name, path), ImportOptions()))
            counts["read"] += 1
        except IngestError:
            counts["refused"] += 1
    return counts


def main() -> None:
    """Print all figures; with --missing every field that is not found."""
    named = os.environ.get("HUB_EVAL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "eval"
    expected, got, missing = bibliographies(folder / "bib" / "zotero")
    print(f"fields that Zotero finds: {got.total()} of {expected.total()}"
          f" = {got.total() / expected.total():.1%}")  # fmt: skip
    for field, number in expected.most_common():
        print(f"  {field:12} {got[field]:4} of {number:4}")
    if "--missing" in sys.argv:
        print(*missing, sep="\n")
    print("RIS samples:", dict(read_all(folder / "bib" / "ris")))
    print("OPML:", dict(read_all(folder / "opml")))
    print("feeds:", feeds(folder / "feeds"))


if __name__ == "__main__":
    main()
