"""The archive of all newsletters: the issues that were sent, for everybody with an account."""

from hub.errors import NotFound
from hub.i18n.words import mark
from hub.model.newsletter import Newsletter
from hub.ui.html import Html, el, join
from hub.ui.newsdesk import is_curator
from hub.ui.reader import Reader, View
from hub.ui.state import Params
from hub.ui.views.newsletters import title


def view(reader: Reader, params: Params) -> View:
    """Newsletters with their sent issues, newest first; drafts are shown to nobody here."""
    if reader.session.email is None:
        raise NotFound(mark("There is no such page."))
    words = reader.words
    parts = [_newsletter(reader, one) for one in reader.hub.curation.desk.newsletters.all()]
    shown = [part for part in parts if part is not None]
    none = el("p", words.t("No issue has been sent yet."), class_="lead")
    curators = is_curator(reader.session)
    return View(
        title=words.t("Newsletter archive"),
        body=join(
            el("p", el("a", words.t("All newsletters"), href="/newsletters"), class_="back")
            if curators
            else None,
            el("h1", words.t("Newsletter archive"), tabindex=-1),
            shown or none,
        ),
        current="newsletters" if curators else "archive",
    )


def _newsletter(reader: Reader, newsletter: Newsletter) -> Html | None:
    words = reader.words
    lines = [n for n in reader.hub.curation.desk.newsletters.issues(newsletter.id) if n.sent]
    if not lines:
        return None
    items = [
        el(
            "li",
            el(
                "a",
                f"{words.t('Issue {number}', number=line.number)}: {line.title}",
                href=f"/newsletter/{newsletter.id}/{line.number}",
            ),
            " ",
            el("span", words.day(line.sent) if line.sent else "", class_="facts"),
        )
        for line in lines
    ]
    key = f"n-{newsletter.id}"
    return el(
        "section",
        el("h2", title(reader, newsletter), id=key, class_="section"),
        el("ul", items, class_="lines issues"),
        el(
            "p",
            el("a", words.t("Page to subscribe, and archive"), href=f"/newsletter/{newsletter.id}"),
        ),
        aria_labelledby=key,
    )
