"""What the ASGI app is made of: our routes, and the middleware around everything."""

from typing import Protocol

from starlette.middleware import Middleware
from starlette.routing import Route

from hub.accounts import Accounts
from hub.curation import Curation
from hub.settings import Settings
from hub.web.account import AccountPage
from hub.web.feeds import FeedPages
from hub.web.gate import Gate
from hub.web.headers import SecurityHeaders, Shell
from hub.web.issue_actions import IssueActions
from hub.web.mail_links import LeavePages
from hub.web.newsletter import NewsletterPages
from hub.web.newsletter_actions import NewsletterActions
from hub.web.pages import ASSETS, Pages
from hub.web.saved import SavedActions


class Parts(Protocol):
    """What the web needs of the hub."""

    @property
    def settings(self) -> Settings:
        """How the hub is set up."""

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""


def routes(hub: Parts) -> list[Route]:
    """The plain pages: way in, way out, language, own password, health."""
    pages, own = Pages(hub.settings, hub.accounts), AccountPage(hub.settings, hub.accounts)
    return [
        Route("/login", pages.login, methods=["GET", "POST"]),
        *(Route(path, pages.asset) for path in ASSETS),
        Route("/logout", pages.logout, methods=["GET", "POST"]),
        Route("/language", pages.language),
        Route("/account", own.account, methods=["GET", "POST"]),
        Route("/account/tokens", own.tokens, methods=["GET", "POST"]),
        Route("/health", pages.health),
    ]


class CurationParts(Parts, Protocol):
    """What the routes of curation need besides."""

    @property
    def curation(self) -> Curation:
        """Saved searches, alerts, feeds and mail."""


def curation_routes(hub: CurationParts) -> list[Route]:
    """Feeds, links in mail, and the forms of saved searches."""
    feeds = FeedPages(hub.settings, hub.curation)
    leaving = LeavePages(hub.settings, hub.accounts, hub.curation)
    saved = SavedActions(hub.settings, hub.accounts, hub.curation)
    return [
        *(Route(f"/feed/{{token}}.{form}", feeds.feed) for form in ("atom", "ics")),
        Route("/mail/leave/{token}", leaving.leave, methods=["GET", "POST"]),
        Route("/saved/{action}", saved.act, methods=["POST"]),
        *_newsletter_routes(hub),
    ]


def _newsletter_routes(hub: CurationParts) -> list[Route]:
    """The newsletter: for its readers, and the desk of the curators."""
    parts = (hub.settings, hub.accounts, hub.curation)
    pages = NewsletterPages(*parts)
    return [
        Route("/mail/confirm/{token}", pages.confirm, methods=["GET", "POST"]),
        Route("/newsletter/{id}.atom", pages.feed),
        Route("/newsletter/{id}/subscribe", pages.subscribe, methods=["POST"]),
        Route("/newsletter/{id}/{number:int}", pages.issue),
        Route("/newsletter/{id}", pages.archive),
        Route("/issue/preview", pages.preview),
        Route("/issue/mail", pages.mail),
        Route("/issue/file", pages.file),
        Route("/newsletters/{action}", NewsletterActions(*parts).act, methods=["POST"]),
        Route("/issue/{action}", IssueActions(*parts).act, methods=["POST"]),
    ]


def middleware(hub: Parts) -> list[Middleware]:
    """Headers on everything, then the gate, then Streamlit's page made ours."""
    return [
        Middleware(SecurityHeaders, secure=hub.settings.secure),
        Middleware(Gate, accounts=hub.accounts, public_url=hub.settings.public_url),
        Middleware(Shell, settings=hub.settings),
    ]
