"""The thesaurus for editors: all concepts, and one with all that is said of it."""

from collections.abc import Iterable

from hub.accounts import EDITORS, Role
from hub.errors import NotFound
from hub.i18n import translator
from hub.i18n.words import mark
from hub.model import Concept, Query, Thesaurus, label_in
from hub.ui import results
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader, View
from hub.ui.state import Params, address, search_address, toggled

HERE = "/thesaurus"
EDIT = "/thesaurus/edit"
_SHOWN = 5  #: hits of a search for the concept
_DONE = {
    "saved": mark("The concept is saved. The next search knows it."),
    "deleted": mark("The concept is deleted."),
}


def cares(role: Role) -> bool:
    """Whether somebody of that role may see this page."""
    return role in EDITORS


def view(reader: Reader, params: Params) -> View:
    """All concepts, or one. Who may not care for them finds no such page."""
    if not cares(reader.session.role):
        raise NotFound(mark("There is no such page."))
    thesaurus = reader.hub.catalogue().thesaurus
    concept = thesaurus.get(_last(params, "concept"))
    body, status = (
        _concept(reader, concept, thesaurus)
        if concept
        else _list(reader, thesaurus, _last(params, "words"))
    )
    title = label_in(concept, reader.language) if concept else reader.words.t("Thesaurus")
    return View(
        title=title,
        body=join(_done(reader, params), _broken(reader), body),
        status=status,
        current="thesaurus",
    )


def _last(params: Params, name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""


def _done(reader: Reader, params: Params) -> Html | None:
    text = _DONE.get(_last(params, "done"))
    return (
        el("div", el("p", reader.words.t(text)), class_="notice", role="status") if text else None
    )


def _broken(reader: Reader) -> Html | None:
    """What is wrong with the file, while the last good one is in force."""
    problems = reader.hub.thesaurus.broken()
    if not problems:
        return None
    words, say = reader.words, translator(reader.language)
    lines = [
        el("li", words.t("Line {line}:", line=p.line) + " " if p.line else "", p.text(say))
        for p in problems
    ]
    said = words.t(
        "The file thesaurus.yaml is broken. The last thesaurus that was in order stays in force, "
        "and nothing can be changed here until this is mended:"
    )
    return el("div", el("p", said), el("ul", lines), class_="notice", role="alert")


# All concepts


def _list(reader: Reader, thesaurus: Thesaurus, wanted: str) -> tuple[Html, str]:
    words = reader.words
    chosen = [c for c in thesaurus.by_id.values() if _has(c, wanted)]
    chosen.sort(key=lambda c: label_in(c, reader.language).casefold())
    number = words.n("{n} concept", "{n} concepts", len(chosen))
    used = reader.hub.thesaurus.used()
    body = join(
        el("h1", words.t("Thesaurus"), tabindex=-1),
        el("p", words.t("The words of the field, and which of them mean the same."), class_="lead"),
        _filter(reader, wanted),
        el(
            "p",
            number,
            " · ",
            el("a", words.t("New concept"), href=EDIT),
            class_="facts",
        ),
        el("ul", [_row(reader, c, used.get(c.id, 0)) for c in chosen], class_="concepts"),
    )
    return body, number


def _has(concept: Concept, wanted: str) -> bool:
    """Whether any of its names, or its id, holds the words."""
    named = (
        concept.id,
        *concept.label.values(),
        *(w for s in concept.synonyms.values() for w in s),
    )
    return any(wanted.strip().casefold() in name.casefold() for name in named)


def _filter(reader: Reader, wanted: str) -> Html:
    words = reader.words
    return el(
        "form",
        el("label", words.t("Show concepts with"), for_="words"),
        el(
            "div",
            el("input", type="search", id="words", name="words", value=wanted, autocomplete="off"),
            el("button", words.t("Show"), type="submit", id="words-go"),
            class_="field",
        ),
        action=HERE,
        method="get",
        class_="narrow",
    )


def _row(reader: Reader, concept: Concept, number: int) -> Html:
    words = reader.words
    synonyms = sum(map(len, concept.synonyms.values()))
    others = [
        el("span", label, lang=code)
        for code, label in concept.label.items()
        if code != reader.language
    ]
    facts: list[Child] = [
        *others,
        words.n("{n} synonym", "{n} synonyms", synonyms),
        words.n("{n} resource", "{n} resources", number),
    ]
    return el(
        "li",
        el("a", label_in(concept, reader.language), href=_address(concept.id)),
        el("p", results.separated(facts), class_="facts"),
    )


def _address(id: str) -> str:
    return address(HERE, [("concept", id)])


# One concept


def _concept(reader: Reader, concept: Concept, thesaurus: Thesaurus) -> tuple[Html, str]:
    words = reader.words
    label = label_in(concept, reader.language)
    narrower = [c.id for c in thesaurus.by_id.values() if concept.id in c.broader]
    tagged = reader.hub.thesaurus.used().get(concept.id, 0)
    edit = el("a", words.t("Edit"), href=address(EDIT, [("concept", concept.id)]), class_="button")
    facts = [
        *_words(reader, concept),
        *_links(words.t("Broader concepts"), concept.broader, thesaurus, reader),
        *_links(words.t("Narrower concepts"), narrower, thesaurus, reader),
        *_links(words.t("Related concepts"), concept.related, thesaurus, reader),
        _fact(
            words.t("Resources with this tag"),
            el("dd", el("a", words.number(tagged), href=search_address(_tagged(concept)))),
        ),
        _fact(words.t("Id"), el("dd", el("code", concept.id))),
    ]
    body = join(
        el(
            "nav",
            el("a", words.t("All concepts"), href=HERE),
            class_="crumbs",
            aria_label=words.t("You are here"),
        ),
        el("h1", label, tabindex=-1),
        el("p", edit, class_="actions"),
        el("dl", facts, class_="fields"),
        _preview(reader, label),
    )
    return body, label


def _tagged(concept: Concept) -> Query:
    return toggled(Query(), "tag", concept.id)


def _fact(title: str, *values: Html) -> Html:
    """What something is called, with all that is said of it."""
    return el("div", el("dt", title), values)


def _words(reader: Reader, concept: Concept) -> Iterable[Html]:
    """Label, synonyms and note, language by language."""
    for code in dict.fromkeys((*concept.label, *concept.synonyms, *concept.note)):
        yield _fact(reader.label("language", code), *_said(reader, concept, code))


def _said(reader: Reader, concept: Concept, code: str) -> Iterable[Html]:
    words = reader.words
    if code in concept.label:
        yield el("dd", el("strong", concept.label[code]), lang=code)
    if concept.synonyms.get(code):
        yield el("dd", words.t("Synonyms:"), " ", el("span", _row_of(concept, code), lang=code))
    if concept.note.get(code):
        yield el("dd", words.t("Note:"), " ", el("span", concept.note[code], lang=code))


def _row_of(concept: Concept, code: str) -> str:
    return ", ".join(concept.synonyms[code])


def _links(
    title: str, ids: Iterable[str], thesaurus: Thesaurus, reader: Reader
) -> tuple[Html, ...]:
    others = [c for id in ids if (c := thesaurus.get(id))]
    if not others:
        return ()
    links = [el("a", label_in(c, reader.language), href=_address(c.id)) for c in others]
    return (_fact(title, el("dd", results.separated([*links]))),)


def _preview(reader: Reader, label: str) -> Html:
    """The first hits of a search for the label, with the reasons they are found by."""
    words = reader.words
    found = reader.hub.search(Query(label, limit=_SHOWN), reader.access)
    number = words.n("{n} hit", "{n} hits", found.total)
    return el(
        "section",
        el("h2", words.t("A search for “{words}” finds: {number}", words=label, number=number)),
        el("ol", [results.hit_entry(reader, hit) for hit in found.hits], class_="hits"),
        el("p", el("a", words.t("Show all hits"), href=search_address(Query(label)))),
        class_="section",
    )
