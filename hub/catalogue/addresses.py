"""Web addresses: clean-up that changes no page, and a key by which two are the same page."""

import re

_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"((?:[^@]*@)?)(\[[^\]]*\]|[^:@]*)((?::\d*)?)")
_DEFAULT_PORT = {"http": (":", ":80"), "https": (":", ":443")}
#: Parameters that tell where a reader came from and never which page it is.
_TRACKING = re.compile(
    r"utm_\w*|mtm_\w*|pk_(?:campaign|kwd|source|medium|content)|piwik_\w+|wt_z?mc|xtor|_ga|_gl"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id|oly_anon_id|oly_enc_id|_openstat",
    re.IGNORECASE,
)


def clean_address(url: str) -> str:
    """The address without tracking parameters, text fragment, default port and odd host spelling.

    What may make two pages different stays: path, other parameters and their order, fragment.
    What is no web address comes back as it is.
    """
    parts = _PARTS.fullmatch(url.strip())
    if not parts:
        return url
    scheme = parts[1].lower()
    fragment = (parts[5] or "").split(":~:", 1)[0]
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


def same_page_key(url: str) -> str:
    """A key that addresses of the same page share, as far as the address alone can tell.

    http and https, a leading www, a final slash, the order of parameters and the case of their
    names make no difference. Two different values always do.
    """
    parts = _PARTS.fullmatch(clean_address(url))
    if not parts:
        return url
    pairs = [pair.partition("=") for pair in (parts[4] or "?")[1:].split("&") if pair]
    query = "&".join(sorted(f"{name.lower()}={value}" for name, _, value in pairs))
    fragment = parts[5] or ""
    page = fragment if fragment.startswith(("#!", "#/")) else ""  # some sites route by it
    return parts[2].removeprefix("www.") + parts[3].rstrip("/") + "?" + query + page
