"""The forms that change one value of the vocabulary, and the preview of what they change."""

from collections.abc import Sequence

from hub.catalogue.vocabulary.actions import NameTaken
from hub.errors import HubError
from hub.i18n import LANGUAGES, translator
from hub.i18n.words import mark
from hub.model import VocabularyKind
from hub.ui.desk import last, posting
from hub.ui.html import Child, Html, el, join
from hub.ui.reader import Reader
from hub.ui.state import Params, address
from hub.vocabulary import Entry, Preview
from hub.vocabulary.asking import FIELDS, action_of

HERE = "/vocabulary"
_K = VocabularyKind
TITLES = {
    _K.TAG: mark("Topics"),
    _K.PLACE: mark("Places"),
    _K.TARGET_GROUP: mark("Target groups"),
    _K.PUBLISHER: mark("Publishers"),
    _K.COLLECTION: mark("Collections"),
}
_ASKED = {
    "rename": mark("Rename “{name}” to “{other}”"),
    "merge": mark("Merge “{name}” into “{other}”"),
    "nest": mark("Put “{name}” under “{other}”"),
    "top": mark("Take “{name}” out of what it lies under"),
    "delete": mark("Delete “{name}”"),
}


def at(kind: VocabularyKind, **more: str) -> str:
    """An address of the page."""
    return address(HERE, [("kind", kind.value), *((k, v) for k, v in more.items() if v)])


def merge_address(kind: VocabularyKind, value: str, into: str) -> str:
    """Where a merge is previewed."""
    return at(kind, value=value, do="merge", to=into)


def has_ids(kind: VocabularyKind) -> bool:
    """Whether values of the kind have an id beside their name."""
    return kind in (_K.TAG, _K.PLACE, _K.COLLECTION)


# The forms


def change_forms(
    reader: Reader, kind: VocabularyKind, entry: Entry, found: Sequence[Entry]
) -> Html:
    """One form for each thing that can be done; each leads to a preview first."""
    words = reader.words
    others = el(
        "datalist",
        [el("option", value=e.label) for e in found if e.value != entry.value],
        id="others",
    )
    forms = [_rename(reader, kind, entry), _merge(reader, kind, entry)]
    if kind in (_K.TAG, _K.PLACE):
        forms.append(_nest(reader, kind, entry))
    forms.append(_delete(reader, kind, entry))
    return join(
        el("h2", words.t("Change")),
        el("p", words.t("Nothing happens before you have seen what would change.")),
        others,
        el("div", forms, class_="deeds"),
    )


def _form(
    reader: Reader, kind: VocabularyKind, entry: Entry, do: str, title: str, *fields: Child
) -> Html:
    carried = (("kind", kind.value), ("value", entry.value), ("do", do))
    return el(
        "form",
        el("h3", title),
        [el("input", type="hidden", name=name, value=value) for name, value in carried],
        fields,
        el(
            "p",
            el(
                "button",
                reader.words.t("See what changes"),
                type="submit",
                class_="plain",
                id=f"see-{do}",
                aria_label=f"{title}: {reader.words.t('See what changes')}",
            ),
            class_="actions",
        ),
        action=HERE,
        method="get",
        data_soft=True,
        class_="desk-form deed",
    )


def _field(label: str, name: str, id: str, *, value: str = "", offers: bool = False) -> Html:
    return el(
        "div",
        el("label", label, for_=id),
        el(
            "input",
            id=id,
            name=name,
            value=value,
            autocomplete="off",
            list="others" if offers else None,
        ),
        class_="entry",
    )


def _rename(reader: Reader, kind: VocabularyKind, entry: Entry) -> Html:
    words = reader.words
    fields: list[Child] = [
        _field(words.t("New name"), "called", "new-name", value=entry.label),
    ]
    if has_ids(kind):
        options = [
            el("option", _language(reader, c), value=c, selected=c == reader.language)
            for c in LANGUAGES
        ]
        select = el("select", options, name="language", id="new-language")
        label = el("label", words.t("Language of the name"), for_="new-language")
        fields.append(el("div", label, select, class_="entry"))
        more = _field(words.t("New id; empty, it stays"), "newid", "new-id")
        fields.append(el("details", el("summary", words.t("Another id too")), more))
    return _form(reader, kind, entry, "rename", words.t("Rename"), *fields)


def _language(reader: Reader, code: str) -> str:
    return reader.label("language", code)


def _merge(reader: Reader, kind: VocabularyKind, entry: Entry) -> Html:
    words = reader.words
    field = _field(words.t("The one that stays"), "to", "merge-to", offers=True)
    return _form(reader, kind, entry, "merge", words.t("Merge into another one"), field)


def _nest(reader: Reader, kind: VocabularyKind, entry: Entry) -> Html:
    words = reader.words
    label = words.t("The broader topic") if kind is _K.TAG else words.t("The larger place")
    out: Child = None
    if entry.above:
        text = words.t("Take it out of what it lies under")
        out = el("p", el("a", text, href=at(kind, value=entry.value, do="top")))
    return join(
        _form(
            reader,
            kind,
            entry,
            "nest",
            words.t("Put under another one"),
            _field(label, "to", "nest-to", offers=True),
            out,
        )
    )


def _delete(reader: Reader, kind: VocabularyKind, entry: Entry) -> Html:
    words = reader.words
    field = _field(
        words.t("What resources get instead; empty, they lose it"), "to", "delete-to", offers=True
    )
    return _form(reader, kind, entry, "delete", words.t("Delete"), field)


# The preview


def preview(reader: Reader, kind: VocabularyKind, entry: Entry, params: Params) -> Html | None:
    """What the action that the address asks for would change; None where it asks for none."""
    vocabulary, access = reader.hub.vocabulary, reader.access
    back = el("a", reader.words.t("Back"), href=at(kind, value=entry.value))
    try:
        action = action_of(vocabulary, lambda name: last(params, name), access)
        if action is None:
            return None
        found = vocabulary.preview(action, access)
    except NameTaken as error:
        text = el("p", error.text(translator(reader.language)))
        way = el(
            "a",
            reader.words.t("See what merging changes"),
            href=merge_address(kind, entry.value, error.other),
        )
        return el("div", text, el("p", way, " · ", back), class_="notice", role="alert")
    except HubError as error:
        text = el("p", error.text(translator(reader.language)))
        return el("div", text, el("p", back), class_="notice", role="alert")
    return _shown(reader, kind, entry, found, params)


def _shown(
    reader: Reader, kind: VocabularyKind, entry: Entry, found: Preview, params: Params
) -> Html:
    words, do = reader.words, last(params, "do")
    other = found.labels.get("new") or last(params, "to")
    title = words.t(_ASKED[do], name=entry.label, other=other)
    hidden = [
        el("input", type="hidden", name=name, value=last(params, name))
        for name in FIELDS
        if last(params, name)
    ]
    do_it = el(
        "p",
        el("button", words.t("Do it"), type="submit", class_="strong", id="do-it"),
        el("a", words.t("Cancel"), href=at(kind, value=entry.value)),
        class_="actions",
    )
    return el(
        "section",
        el("h2", title),
        el("ul", [el("li", line) for line in _lines(reader, found, do)], class_="changed"),
        posting(
            reader,
            f"{HERE}/do",
            hidden,
            el("input", type="hidden", name="version", value=found.version),
            do_it,
            busy=words.t("Changing …"),
        ),
        class_="outlook",
        aria_label=words.t("What would change"),
    )


def _lines(reader: Reader, found: Preview, do: str) -> list[str]:
    words = reader.words
    gone = do == "delete" and not found.labels.get("to")
    number = found.resources or found.tagged
    if gone:
        lines = [words.n("{n} resource loses it", "{n} resources lose it", number)]
    elif do == "rename" and not found.resources:  # its label is looked up: no file says it
        lines = [
            words.n("{n} resource shows the new name", "{n} resources show the new name", number)
        ]
    elif do in ("nest", "top"):
        lines = [words.n("{n} resource has it", "{n} resources have it", number)]
    else:
        lines = [words.n("{n} resource changes", "{n} resources change", number)]
    if found.more:
        lines.append(words.t("If there are resources that you may not see, they change likewise."))
    if found.saved_searches:
        number = found.saved_searches
        lines.append(
            words.n(
                "{n} saved search will say that it is gone",
                "{n} saved searches will say that it is gone",
                number,
            )
            if gone
            else words.n(
                "{n} saved search goes on with it",
                "{n} saved searches go on with it",
                number,
            )
        )
    lines += [
        words.n("{n} entry of {file} changes", "{n} entries of {file} change", number, file=table)
        for table, number in found.rows.items()
    ]
    if found.sources:
        names = ", ".join(reader.label("collection", id) for id in found.sources)
        lines.append(words.t("Sources of these collections are changed: {names}", names=names))
    lines += [
        words.t("The filter “{facet}” follows.", facet=reader.title(facet))
        for facet in found.facets
    ]
    if do in ("rename", "merge") or (do == "delete" and not gone):
        lines.append(words.t("Old names and addresses lead on."))
    return lines
