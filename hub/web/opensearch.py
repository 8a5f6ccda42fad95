"""OpenSearch: a browser can be told to search the hub from its address bar.

The description names the hub and its address and nothing of what is in it, so everybody may read
it: browsers fetch it without a cookie. The search itself leads through the gate as ever. Offering
suggestions in the address bar is left out: browsers ask for them without a cookie, too, and
nobody without a session is told any.
"""

from typing import Protocol

from lxml import etree
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.i18n import LANGUAGES, translator
from hub.settings import Settings
from hub.web.headers import BARE_POLICY, reader_language

PATH = "/opensearch.xml"
MEDIA_TYPE = "application/opensearchdescription+xml"
_OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_MOZILLA = "http://www.mozilla.org/2006/browser/search/"


class Parts(Protocol):
    """What this needs of the hub."""

    @property
    def settings(self) -> Settings:
        """How the hub is set up."""


def opensearch_routes(hub: Parts) -> list[Route]:
    """The description document."""

    def describe(request: Request) -> Response:
        asked = request.query_params.get("language", "")
        language = asked if asked in LANGUAGES else reader_language(request, hub.settings)
        home = (hub.settings.public_url or str(request.base_url)).rstrip("/")
        headers = {"Content-Security-Policy": BARE_POLICY}
        return Response(description(home, language), 200, headers, media_type=MEDIA_TYPE)

    return [Route(PATH, describe)]


def description(home: str, language: str) -> bytes:
    """The description in one language. ``home``: address of the hub, no slash at its end."""
    say = translator(language)
    root = etree.Element(_in("OpenSearchDescription"), nsmap={None: _OPEN_SEARCH, "moz": _MOZILLA})
    for name, text in (
        ("ShortName", say("Knowledge hub")),  # at most 16 characters
        ("LongName", say("Knowledge Hub Urban Security")),
        ("Description", say("Search and browse what cities know about preventing crime.")),
        ("Language", language),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
        ("SyndicationRight", "private"),
    ):
        etree.SubElement(root, _in(name)).text = text
    image = etree.SubElement(root, _in("Image"), width="16", height="16", type="image/svg+xml")
    image.text = f"{home}/login/icon.svg"
    etree.SubElement(
        root,
        _in("Url"),
        type="text/html",
        method="get",
        template=f"{home}/search?q={{searchTerms}}",
    )
    itself = f"{home}{PATH}?language={language}"
    etree.SubElement(root, _in("Url"), type=MEDIA_TYPE, rel="self", template=itself)
    etree.SubElement(root, f"{{{_MOZILLA}}}SearchForm").text = f"{home}/search"
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return content


def _in(name: str) -> str:
    return f"{{{_OPEN_SEARCH}}}{name}"
