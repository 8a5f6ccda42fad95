"""What curators do with newsletters: templates and their sections. To all others: nothing here."""

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from hub.accounts import CURATORS, Account, Accounts, Session
from hub.curation import Curation
from hub.curation.newsletter import templating
from hub.curation.newsletter.desk import check_curator
from hub.curation.newsletter.editing import IssueProblem
from hub.curation.newsletter.store import CHANGED
from hub.model import ResourceType
from hub.model.curation import Sharing
from hub.model.newsletter import Newsletter
from hub.settings import Settings
from hub.web.actions import AccountActions, Action, Answer, Form
from hub.web.addresses import same_origin
from hub.web.forms import STALE, FormError, read_form, same

NO_ACTION = "This cannot be done with a newsletter. Load the page again."
_FIELDS = 600  #: a section may be fed by many saved searches


class CuratorActions(AccountActions):
    """Forms of curators only; for everybody else there is no such address."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts)
        self._curation = curation
        self._desk = curation.desk
        self._unknown = NO_ACTION
        self._back = "/newsletters"

    async def act(self, request: Request) -> Response:
        """Do what the form of a curator asks for."""
        if not is_curator(request):
            return self.page(request, "missing.html", 404)
        return await super().act(request)

    async def _proved(self, request: Request, session: object) -> Form:
        form = await read_form(request, _FIELDS)
        if not isinstance(session, Session) or not same(session.csrf, form.get("csrf", "")):
            raise FormError(403, STALE)
        if not same_origin(request, self._settings.public_url):
            raise FormError(403, STALE)
        return form

    def _do(self, work: Action | None, session: Session, form: Form, language: str) -> Answer:
        if session.email is not None:
            check_curator(self._accounts.account(session.email))
        return super()._do(work, session, form, language)


class NewsletterActions(CuratorActions):
    """Changes of templates; each names the revision it was made from."""

    def __init__(self, settings: Settings, accounts: Accounts, curation: Curation) -> None:
        super().__init__(settings, accounts, curation)
        self._actions = {
            "begin": self._begin,
            "texts": self._texts,
            "section": self._section,
            "add": self._add,
            "up": lambda who, form, _: self._move(form, -1),
            "down": lambda who, form, _: self._move(form, 1),
            "leave": self._leave,
            "remove": self._remove,
        }

    def _begin(self, who: Account, form: Form, language: str) -> str:
        known = [one.id for one in self._desk.newsletters.all()]
        chosen = "en" if form.get("language") == "en" else "de"
        newsletter = templating.begin(form.get("called", ""), chosen, known)
        self._desk.newsletters.save(newsletter)
        return _page(newsletter.id, "begun")

    def _texts(self, who: Account, form: Form, language: str) -> str:
        def work(old: Newsletter) -> Newsletter:
            title = " ".join(form.get("called", "").split())
            if not title:
                raise IssueProblem(templating.NO_NAME)
            names = ("introduction", "closing", "imprint", "sender_name", "reply_to")
            texts = {name: form[name].strip() for name in names if name in form}
            chosen = form.get("language") if form.get("language") in ("de", "en") else old.language
            titles = {**old.title, str(chosen): title}
            return templating.checked(
                {
                    **dict(old),
                    **texts,
                    "title": titles,
                    "language": chosen,
                    "archive_open": form.get("archive_open") == "1",
                }
            )

        return self._changed(form, work, "saved")

    def _section(self, who: Account, form: Form, language: str) -> str:
        types = [type for type in ResourceType if form.get(f"type-{type.value}") == "1"]
        searches = [number(name[7:]) for name in form if name.startswith("search-")]
        if form.get("search"):
            searches.append(self._shared(who, number(form["search"])))
        return self._changed(
            form,
            lambda old: templating.with_feed(
                old, form.get("section", ""), form.get("called", ""), types, searches
            ),
            "section",
        )

    def _shared(self, who: Account, search: int) -> int:
        """A search feeds a section for every curator, so all of them may open it."""
        found = self._curation.saved.get(who, search)
        if found.sharing is Sharing.PRIVATE:
            self._curation.saved.share(who, search, Sharing.CURATORS)
        return search

    def _add(self, who: Account, form: Form, language: str) -> str:
        title = form.get("called", "")
        return self._changed(form, lambda old: templating.with_section(old, title), "section")

    def _move(self, form: Form, by: int) -> str:
        section = form.get("section", "")
        return self._changed(form, lambda old: templating.moved(old, section, by), "moved")

    def _leave(self, who: Account, form: Form, language: str) -> str:
        section = form.get("section", "")
        return self._changed(form, lambda old: templating.without(old, section), "left")

    def _remove(self, who: Account, form: Form, language: str) -> str:
        self._desk.newsletters.remove(form.get("newsletter", ""))
        return "/newsletters?done=removed"

    def _changed(self, form: Form, work: Callable[[Newsletter], Newsletter], done: str) -> str:
        store = self._desk.newsletters
        old, revision = store.get(form.get("newsletter", ""))
        if number(form.get("revision", "")) != revision:
            raise IssueProblem(CHANGED)
        store.save(work(old), revision)
        return _page(old.id, done)


def is_curator(request: Request) -> bool:
    """Whether the session behind a request is one of a curator or admin."""
    session = request.scope.get("state", {}).get("hub_session")
    return isinstance(session, Session) and session.role in CURATORS


def number(text: str) -> int:
    """A number of a form; -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _page(newsletter: str, done: str) -> str:
    return f"/newsletter?{urlencode({'id': newsletter, 'done': done})}"
