"""How to cite a resource, on its page; and what the button of Zotero reads there and in lists."""

from collections.abc import Iterable

from hub.exporting import citation
from hub.exporting.coins import coins
from hub.exporting.model import Edition
from hub.model import Resource
from hub.ui.html import Child, Html, el, hidden, join
from hub.ui.reader import Reader
from hub.ui.state import address


def section(reader: Reader, resource: Resource) -> Html:
    """The resource as a reference, to copy and to save, in several formats."""
    words, edition = reader.words, _edition(reader)
    found = citation.cited(resource, edition)
    forms = (
        (words.t("As text"), "text", citation.plain(found, edition), None),
        ("BibTeX", "bibtex", citation.as_bibtex(found, edition), "bib"),
        ("RIS", "ris", citation.as_ris(found, edition), "ris"),
        ("CSL-JSON", "csl", citation.as_csl(found, edition), "json"),
    )
    plain_page = el(
        "a", words.t("Page for reference managers"), href=address("/cite", [("id", resource.id)])
    )
    return el(
        "details",
        el("summary", el("h2", words.t("Cite"))),
        [_form(reader, resource.id, *form) for form in forms],
        el("p", plain_page),
        id="cite",
        class_="cite",
    )


def marks(reader: Reader, resources: Iterable[Resource]) -> Html:
    """An empty element for each resource, which tells the button of Zotero what it is."""
    edition = _edition(reader)
    spans = [
        el("span", class_="Z3988", title=coins(citation.cited(resource, edition)))
        for resource in resources
    ]
    return join(*spans)


def _edition(reader: Reader) -> Edition:
    return reader.hub.exporter.edition(reader.access, reader.language, reader.today)


def _form(reader: Reader, id: str, name: str, key: str, text: str, suffix: str | None) -> Html:
    words = reader.words
    buttons: list[Child] = [
        _button(words.t("Copy"), name, data_copy=f"cite-{key}", data_done=words.t("Copied"))
    ]
    if suffix:
        file = f"{id}.{suffix}"
        buttons.append(_button(words.t("Save"), name, data_save=f"cite-{key}", data_file=file))
    return el(
        "div",
        el("h3", name, id=f"cite-{key}-title"),
        el("pre", text, id=f"cite-{key}", tabindex=0, aria_labelledby=f"cite-{key}-title"),
        el("p", buttons, class_="actions"),
        class_="citation",
    )


def _button(text: str, name: str, **data: str) -> Html:
    return el("button", text, hidden(f" ({name})"), type="button", **data)
