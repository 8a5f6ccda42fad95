"""Web addresses: clean-up that changes no page, and a key by which two are the same page."""

import html
import re
from urllib.parse import quote, unquote

from hub.catalogue.web_address import read_web_address, remembered

_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"((?:[^@]*@)?)(\[[^\]]*\]|[^:@]*)((?::\d*)?)")
_DEFAULT_PORT = {"http": (":", ":80"), "https": (":", ":443")}
#: Parameters that tell where a reader came from and never which page it is.
_TRACKING = re.compile(
    r"utm_\w*|mtm_\w*|pk_(?:campaign|kwd|source|medium|content)|piwik_\w+|wt_z?mc|xtor|_ga|_gl"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_anon_id|oly_enc_id|_openstat"
    r"|etcc_\w+|at_(?:medium|campaign\w*|custom\d|link_\w+|ptr_\w+)|wt_ga|ns_(?:mchannel|campaign)"
    r"|hsa_\w+|sfmc_\w+|elqtrack(?:id)?|elqcampaignid|ml_subscriber(?:_hash)?|dm_i|srsltid"
    r"|gad_(?:source|campaignid)|fb_(?:ref|source|action_\w+)|ga_(?:source|medium|campaign|content)"
    r"|matomo_\w+|_branch_match_id|s_kwcid|trk_(?:contact|msg|sid)|cleverpush\w*",
    re.IGNORECASE,
)
#: Parameters that name a visit, not a page; they count for no key.
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_UNRESERVED = "-._~!$'()*,:@;+&="

#: What texts, tables and mails put around and into an address.
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WRAPPED = (("<", ">"), ("(", ")"), ("[", "]"), ('"', '"'), ("'", "'"), ("„", "“"), ("«", "»"))
_BARE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}(?:[:/?#]\S*)?", re.IGNORECASE)


def unwrapped(address: str) -> str:
    """The address without what a text, a table or a mail has put around and into it."""
    text = _INVISIBLE.sub("", address).strip()
    for opening, closing in _WRAPPED:
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    if "&amp;" in text or "&#" in text:
        text = html.unescape(text)
    return f"https://{text}" if _BARE.fullmatch(text) else text


def clean_address(url: str) -> str:
    """The address without tracking parameters, text fragment, default port and odd host spelling.

    What may make two pages different stays: path, other parameters and their order, fragment.
    What is no web address comes back as it is.
    """
    parts = _PARTS.fullmatch(url.strip())
    if not parts:
        return url
    scheme = parts[1].lower()
    fragment = _clean_fragment(parts[5] or "")
    return "".join(
        (
            f"{scheme}://",
            _clean_host(parts[2], scheme),
            parts[3],
            _clean_query(parts[4] or ""),
            "" if fragment == "#" and parts[5] != "#" else fragment,
        )
    )


def _clean_host(host: str, scheme: str) -> str:
    parts = _HOST.fullmatch(host)
    if not parts:
        return host
    name = parts[2].lower().rstrip(".") or parts[2]
    return parts[1] + name + ("" if parts[3] in _DEFAULT_PORT[scheme] else parts[3])


def _clean_query(query: str) -> str:
    given = query[1:].split("&")
    kept = [pair for pair in given if not _TRACKING.fullmatch(pair.split("=", 1)[0])]
    if kept == given:
        return query
    return "?" + "&".join(kept) if kept else ""


def _clean_fragment(fragment: str) -> str:
    """Without a text fragment, and without what only counts readers."""
    fragment = fragment.split(":~:", 1)[0]
    pairs = fragment[1:].split("&")
    counting = "=" in fragment and all(_TRACKING.fullmatch(p.partition("=")[0]) for p in pairs)
    return "" if counting else fragment


@remembered
def same_page_key(url: str) -> str:
    """A key that addresses of the same page share, as far as the address alone can tell.

    http and https, a leading www, a final slash or dot, the fragment, the order of parameters and
    the case of their names, the spelling of a host in punycode and of signs in percent make no
    difference. Two different values always do. What is no web address is its own key.
    """
    parts = read_web_address(clean_address(url))
    if parts is None:
        return url
    host = parts.host.rstrip(".").removeprefix("www.")
    port = "" if parts.port is None else f":{parts.port}"
    path = _one_spelling(_SESSION_IN_PATH.sub("", parts.path)).rstrip("/")
    fragment = "#" + (parts.fragment or "")
    page = fragment if fragment.startswith(("#!", "#/")) else ""  # some sites route by it
    return host + port + path + "?" + _query_key(parts.query or "") + page


def _query_key(query: str) -> str:
    pairs = [pair.partition("=") for pair in query.replace("+", "%20").split("&") if pair]
    named = [(_one_spelling(name).lower(), _one_spelling(value)) for name, _, value in pairs]
    return "&".join(sorted(f"{n}={value}" for n, value in named if not _SESSION.fullmatch(n)))


def _one_spelling(text: str) -> str:
    """Each sign either bare or in percent, never now this, now that."""
    pieces = re.split(r"(%2[fF]|%3[fF]|%23|%26)", text)  # those would change their meaning
    return "".join(
        piece.upper()
        if n % 2
        else quote(
            unquote(piece, errors="surrogateescape").encode("utf-8", "surrogateescape"),
            safe="/" + _UNRESERVED,
        )
        for n, piece in enumerate(pieces)
    )
