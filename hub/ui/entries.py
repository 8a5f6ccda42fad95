"""The entries of a draft: chosen ones to be written and moved, the others to be chosen."""

from collections.abc import Sequence

from hub.curation.newsletter.checking import Lack, Remark, marks
from hub.curation.newsletter.rendering import facts
from hub.model.newsletter import TITLE_LENGTH, Entry, Issue, IssueSection
from hub.ui import newsdesk
from hub.ui.html import Child, Html, el
from hub.ui.issue_place import Place
from hub.ui.newsdesk import LACKS, area, autosaved, button, field, form, select
from hub.ui.reader import Reader
from hub.ui.state import resource_address

_LONGEST = str(TITLE_LENGTH)
PAGE = 20  #: entries of a section on one page


class Desk:
    """Shows the sections of one draft."""

    def __init__(
        self, reader: Reader, issue: Issue, place: Place, remarks: Sequence[Remark]
    ) -> None:
        self._reader = reader
        self._words = reader.words
        self._issue = issue
        self._place = place
        self._fields = place.fields(issue)
        self._lacks: dict[str, list[Lack]] = {}
        for remark in remarks:
            if remark.entry:
                self._lacks.setdefault(remark.entry, []).append(remark.lack)

    def section(self, section: IssueSection) -> Html:
        """One section: what goes out, what was gathered besides, and a free entry."""
        chosen = section.chosen
        rest = [entry for entry in section.entries if not entry.chosen]
        start = (self._place.page - 1) * PAGE
        shown = chosen[start : start + PAGE]
        key = f"section-{section.id}"
        none = self._words.t("Nothing is chosen here yet. An empty section is left out.")
        return el(
            "section",
            el(
                "h2",
                section.title,
                " ",
                el("span", f"({self._words.number(len(chosen))})", class_="count"),
                id=key,
                class_="section",
                tabindex=-1,
            ),
            el("ol", [self._chosen(section, chosen, entry) for entry in shown], class_="cards-list")
            if shown
            else el("p", none, class_="facts"),
            self._gathered(section, rest[start : start + PAGE], len(rest)),
            self._paging(section, max(len(chosen), len(rest))),
            self._free(section),
            aria_labelledby=key,
            data_drop=section.id,
            data_next=chosen[start + PAGE].id if len(chosen) > start + PAGE else None,
        )

    # Entries that go out

    def _chosen(self, section: IssueSection, chosen: Sequence[Entry], entry: Entry) -> Html:
        name = entry.title
        return el(
            "li",
            el(
                "div",
                el("span", class_="grip", title=self._words.t("Drag to move"), aria_hidden="true"),
                self._facts(entry),
                self._moves(chosen, entry, name),
                class_="row-head",
            ),
            el("p", name, class_="drag-title", dir="auto"),
            self._remarks(entry),
            self._both(entry) if entry.others else None,
            self._texts(entry),
            self._more(section, entry),
            class_="entry-card",
            id=f"entry-{entry.id}",
            data_entry=entry.id,
        )

    def _facts(self, entry: Entry) -> Html:
        kind = self._reader.label("type", entry.type.value) if entry.type else ""
        kind = kind or self._words.t("Free entry")
        known = facts(entry, self._words)
        return el(
            "p", el("span", kind, class_="kind"), f" · {known}" if known else "", class_="facts"
        )

    def _moves(self, chosen: Sequence[Entry], entry: Entry, name: str) -> Html:
        words, first, last = self._words, chosen[0], chosen[-1]
        ways = (
            ("top", words.t("To the top: {title}", title=name), "⤒", entry is first),
            ("up", words.t("Move up: {title}", title=name), "↑", entry is first),
            ("down", words.t("Move down: {title}", title=name), "↓", entry is last),
        )
        moves = [
            self._act(
                "shift",
                entry,
                button(text, id=f"{way}-{entry.id}", sign=sign, idle=there),
                way=way,
            )
            for way, text, sign, there in ways
        ]
        leave = self._choose(entry, chosen=False)
        return el("div", self._back(entry, name), moves, leave, class_="moves")

    def _back(self, entry: Entry, name: str) -> Html | None:
        """The way back for what was just dragged, or sent to the top or to another section."""
        moved = self._place.moved
        if moved is None or moved.entry != entry.id:
            return None
        text = self._words.t("Undo the move")
        fields = {"into": moved.section, "ahead-of": moved.ahead_of, "back": "1", "then": "up"}
        return self._act("shift", entry, button(text, id=f"back-{entry.id}", about=name), **fields)

    def _choose(self, entry: Entry, *, chosen: bool) -> Html:
        words = self._words
        text = words.t("Take in") if chosen else words.t("Leave out")
        press = el(
            "button",
            text,
            type="submit",
            id=f"choose-{entry.id}",
            class_="small plain",
            aria_label=f"{text}: {entry.title}",
        )
        return self._act("choose", entry, press, chosen="1" if chosen else "0")

    def _remarks(self, entry: Entry) -> Html | None:
        lacks = [lack for lack in self._lacks.get(entry.id, []) if lack is not Lack.CLASH]
        if not lacks:
            return None
        items = []
        for lack in lacks:
            ways: Child = self._take_over(entry) if lack is Lack.CHANGED else None
            items.append(el("li", self._words.t(LACKS[lack]), ways))
        return el("ul", items, class_="remarks")

    def _take_over(self, entry: Entry) -> Html:
        words = self._words
        facts_only = button(words.t("Take over link and facts"))
        all_of_it = button(words.t("Take over title and text, too"))
        return el(
            "div",
            self._act("recopy", entry, facts_only),
            self._act("recopy", entry, all_of_it, texts="1"),
            class_="actions",
        )

    def _both(self, entry: Entry) -> Html:
        """The versions that were written at once; nothing is lost until somebody decides."""
        words = self._words
        written = [
            newsdesk.Version(
                other.by,
                el("strong", other.title),
                other.blurb,
                self._act("settle", entry, button(words.t("Take this version")), take=str(number)),
            )
            for number, other in enumerate(entry.others)
        ]
        keep = self._act("settle", entry, button(words.t("Keep what stands below")), take="")
        return newsdesk.versions(self._reader, written, keep)

    def _texts(self, entry: Entry) -> Html:
        words = self._words
        return autosaved(
            self._reader,
            "/issue/write",
            area(
                words.t("Title"), "called", f"title-{entry.id}", entry.title, 1, maxlength=_LONGEST
            ),
            area(words.t("Your text"), "blurb", f"blurb-{entry.id}", entry.blurb, 4),
            fields={**self._fields, "entry": entry.id, "revision": str(entry.revision)},
            id=f"write-{entry.id}",
        )

    def _more(self, section: IssueSection, entry: Entry) -> Html:
        words = self._words
        others = [(s.id, s.title) for s in self._issue.sections if s.id != section.id]
        elsewhere = self._act(
            "shift",
            entry,
            select(words.t("Move to another section"), "into", f"sections-{entry.id}", others),
            button(words.t("Move"), id=f"into-{entry.id}"),
            class_="desk-form one-line",
        )
        notes = words.n("{n} note", "{n} notes", len(entry.notes)) if entry.notes else ""
        heading = words.t("Section, notes, origin")
        return el(
            "details",
            el("summary", f"{heading} · {notes}" if notes else heading),
            elsewhere if others else None,
            self._notes(entry),
            self._origin(entry),
            id=f"more-{entry.id}",
            class_="edit",
        )

    def _notes(self, entry: Entry) -> Html:
        words = self._words
        said = [
            el(
                "li",
                el("p", f"{note.by}, {words.day(note.when)}", class_="facts"),
                el("p", note.text, class_="lines-kept", dir="auto"),
            )
            for note in entry.notes
        ]
        return el(
            "div",
            el("ul", said, class_="versions") if said else None,
            self._act(
                "note",
                entry,
                area(
                    words.t("Note to fellow curators; it is never sent"),
                    "text",
                    f"note-{entry.id}",
                    "",
                    2,
                ),
                button(words.t("Leave the note")),
                class_="desk-form",
            ),
        )

    def _origin(self, entry: Entry) -> Html:
        words = self._words
        links: list[Child] = []
        if entry.resource:
            links.append(el("a", words.t("In the hub"), href=resource_address(entry.resource)))
        if entry.url:
            links.append(el("a", words.t("Original"), href=entry.url, rel="noopener noreferrer"))
        remove: Child = None
        if entry.resource is None:
            remove = self._act("remove", entry, button(words.t("Remove this free entry")))
        return el("div", [el("p", link) for link in links], remove, class_="actions")

    # The others

    def _gathered(self, section: IssueSection, rest: Sequence[Entry], total: int) -> Html | None:
        if not total:
            return None
        words = self._words
        heading = words.n("{n} more gathered, not chosen", "{n} more gathered, not chosen", total)
        items = [
            el(
                "li",
                el(
                    "div",
                    el("p", _title(entry), dir="auto"),
                    self._facts(entry),
                    self._marks(entry),
                ),
                self._choose(entry, chosen=True),
                class_="left-entry",
            )
            for entry in rest
        ]
        return el(
            "details",
            el("summary", el("h3", heading)),
            el("ul", items, class_="left-entries"),
            id=f"rest-{section.id}",
            class_="edit",
            open=not section.chosen,
        )

    def _marks(self, entry: Entry) -> Html | None:
        found = [self._words.t(LACKS[lack]) for lack in marks(entry, self._reader.today)]
        return el("p", " ".join(found), class_="warning") if found else None

    def _free(self, section: IssueSection) -> Html:
        words, key = self._words, f"free-{section.id}"
        return el(
            "details",
            el("summary", el("h3", words.t("Add a free entry"))),
            form(
                self._reader,
                "/issue/free",
                field(
                    words.t("Title"),
                    "called",
                    f"{key}-title",
                    required=True,
                    maxlength=TITLE_LENGTH,
                    dir="auto",
                ),
                field(
                    words.t("Web address"), "url", f"{key}-url", type="url", placeholder="https://"
                ),
                area(words.t("Your text"), "blurb", f"{key}-blurb", "", 3),
                el("div", button(words.t("Add the entry"), plain=False), class_="actions"),
                fields={**self._fields, "section": section.id},
                class_="desk-form",
            ),
            id=key,
            class_="edit",
        )

    def _paging(self, section: IssueSection, most: int) -> Html | None:
        """A long section goes on over several pages."""
        if most <= PAGE:
            return None
        words, issue, place = self._words, self._issue, self._place
        pages, here = -(-most // PAGE), place.page
        links = []
        for page, text in ((here - 1, words.t("Back")), (here + 1, words.t("Further entries"))):
            if 1 <= page <= pages:
                to = newsdesk.issue_address(
                    issue.newsletter, issue.number, section=section.id, page=str(page)
                )
                links.append(el("li", el("a", text, href=to)))
        at = words.t("Page {page} of {pages}", page=here, pages=pages)
        label = words.t("Pages of {title}", title=section.title)
        return el("nav", el("p", at, class_="facts"), el("ul", links), class_="paging",
                  aria_label=label)  # fmt: skip

    # Small things

    def _act(
        self, action: str, entry: Entry, *content: Child, class_: str | None = None, **more: str
    ) -> Html:
        """A form that does one thing with one entry and stays where it is."""
        return form(
            self._reader,
            f"/issue/{action}",
            *content,
            fields={**self._fields, "entry": entry.id, **more},
            class_=class_,
            quick=True,
        )


def _title(entry: Entry) -> Child:
    """The title, which leads to the resource: one looks before one chooses."""
    if entry.resource is None:
        return entry.title
    return el("a", entry.title, href=resource_address(entry.resource))
