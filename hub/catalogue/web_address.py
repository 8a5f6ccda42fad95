"""A web address read as browsers read it (the WHATWG URL standard, http and https only).

Two programs that read the same odd address differently are how a fetcher is led astray. So every
address is read here, once, and goes on as plain ASCII that leaves nothing to interpret.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar
from urllib.parse import quote, unquote_to_bytes

import idna

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_EDGES = "".join(map(chr, range(0x21)))  # control characters and space
_FORBIDDEN = re.compile(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "!$%&'()*+,-./:;=@[]^_|~\\"
_QUERY_SAFE = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_FRAGMENT_SAFE = "!#$%&'()*+,-./:;=?@[\\]^_{|}~"
_HERE = frozenset({".", "%2e"})
_UP = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})
_REMEMBERED, _WORTH_REMEMBERING = 4096, 2000  #: addresses, and characters of one
_LONGEST = 32_000  #: characters; what is longer is no address anybody meant

T = TypeVar("T")


@dataclass(frozen=True)
class WebParts:
    """An address in parts, all plain ASCII. A name and a password in it are left out."""

    scheme: str
    host: str  #: small letters, punycode; IPv4 in four decimals; IPv6 in brackets
    port: int | None  #: None for the usual one
    path: str  #: begins with a slash, without dot segments
    query: str | None = None
    fragment: str | None = None

    @property
    def effective_port(self) -> int:
        """The port to call."""
        return self.port or _DEFAULT_PORTS[self.scheme]

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def request(self) -> str:
        """The address without its fragment, as it is requested."""
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.origin}{self.path}{query}"

    @property
    def href(self) -> str:
        """The whole address."""
        return self.request + ("" if self.fragment is None else f"#{self.fragment}")

    @property
    def ip(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The network address that the host is, where it is not a name."""
        try:
            return ipaddress.ip_address(self.host.strip("[]"))
        except ValueError:
            return None


def remembered(work: Callable[[str], T]) -> Callable[[str], T]:
    """A function of one address that knows its latest answers: the same is asked again and again.

    Very long addresses are not remembered, so that the memory stays bounded.
    """
    known = lru_cache(_REMEMBERED)(work)

    @wraps(work)
    def answer(address: str) -> T:
        return known(address) if len(address) <= _WORTH_REMEMBERING else work(address)

    return answer


def scheme_of(address: str) -> str:
    """The scheme in small letters; empty where there is none."""
    found = _SCHEME.match(_trimmed(address))
    return found[1].lower() if found else ""


def read_web_address(address: str, base: str | None = None) -> WebParts | None:
    """The parts of an address, relative to ``base`` where it is relative.

    None for what is no http or https address. Never raises, whatever it is given.
    """
    return _read(address, read_web_address(base)) if base else _read_absolute(address)


@remembered
def _read_absolute(address: str) -> WebParts | None:
    return _read(address, None)


def _read(address: str, above: WebParts | None) -> WebParts | None:
    text = _trimmed(address)
    scheme = scheme_of(text)
    if len(text) > _LONGEST or (scheme and scheme not in _DEFAULT_PORTS):
        return None
    rest = text[len(scheme) + 1 :] if scheme else text
    tail, _, fragment = rest.partition("#")
    tail, question, query = tail.partition("?")
    tail = tail.replace("\\", "/")
    encoded = (
        quote(query, safe=_QUERY_SAFE) if question else None,
        quote(fragment, safe=_FRAGMENT_SAFE) if "#" in rest else None,
    )
    if scheme and (above is None or above.scheme != scheme or tail.startswith("//")):
        return _absolute(scheme, tail.lstrip("/"), *encoded)
    if above is None:
        return None
    if tail.startswith("//"):
        return _absolute(above.scheme, tail.lstrip("/"), *encoded)
    return _relative(above, tail, *encoded)


def _trimmed(address: str) -> str:
    text = address.strip(_EDGES)
    for sign in "\t\n\r":
        text = text.replace(sign, "")
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates go


def _absolute(scheme: str, rest: str, query: str | None, fragment: str | None) -> WebParts | None:
    authority, slash, path = rest.partition("/")
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", authority.rpartition("@")[2])
    host = _host(found[1]) if found else None
    digits = ((found and found[2]) or "").lstrip("0") or ("0" if found and found[2] else "")
    if host is None or len(digits) > 5 or int(digits or 0) > 65535:
        return None
    port = int(digits) if digits else None
    port = None if port == _DEFAULT_PORTS[scheme] else port
    return WebParts(scheme, host, port, _path(slash + path), query, fragment)


def _relative(above: WebParts, tail: str, query: str | None, fragment: str | None) -> WebParts:
    if not tail:
        path, query = above.path, above.query if query is None else query
    elif tail.startswith("/"):
        path = _path(tail)
    else:
        path = _path(above.path.rpartition("/")[0] + "/" + tail)
    return WebParts(above.scheme, above.host, above.port, path, query, fragment)


def _host(text: str) -> str | None:
    """The host in its one spelling, or None."""
    if text.startswith("["):
        return _ipv6(text[1:-1])
    name = unquote_to_bytes(text).decode("utf-8", "replace")
    ascii_name = _ascii(name)
    if not ascii_name or _FORBIDDEN.search(ascii_name):
        return None
    last = ascii_name.removesuffix(".").rpartition(".")[2]
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        return _ipv4(ascii_name)
    return ascii_name


def _ipv6(text: str) -> str | None:
    try:
        return f"[{ipaddress.IPv6Address(text)}]" if "%" not in text else None
    except ValueError:
        return None


def _ascii(name: str) -> str | None:
    """The name in punycode. More forgiving than a registry, as browsers are."""
    if name.isascii():
        return name.lower()
    try:
        mapped = idna.uts46_remap(name, std3_rules=False, transitional=False)
    except (idna.IDNAError, UnicodeError):
        return None
    labels = [_label(label) for label in mapped.split(".")]
    return None if any(label is None for label in labels) else ".".join(map(str, labels))


def _label(label: str) -> str | None:
    if label.isascii():
        return label.lower()
    try:
        return "xn--" + label.encode("punycode").decode("ascii")
    except UnicodeError:
        return None


def _ipv4(host: str) -> str | None:
    """Four decimals from any spelling: short, decimal, octal, hexadecimal."""
    numbers = [_number(part) for part in host.removesuffix(".").split(".")]
    if len(numbers) > 4 or any(number is None for number in numbers):
        return None
    *high, low = [number or 0 for number in numbers]
    if any(number > 255 for number in high) or low >= 256 ** (5 - len(numbers)):
        return None
    return str(ipaddress.IPv4Address(low + sum(n << 8 * (3 - i) for i, n in enumerate(high))))


def _number(part: str) -> int | None:
    if not part.isascii() or not part or len(part) > 64:
        return None
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16) if "_" not in part else None
        if "_" in part or not part.isdigit():
            return None
        return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)
    except ValueError:
        return None


def _path(path: str) -> str:
    """The path without dot segments, percent-encoded."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for position, segment in enumerate(segments):
        plain = segment.lower()
        if plain in _UP:
            del kept[-1:]
        if plain not in _UP | _HERE:
            kept.append(segment)
        elif position == len(segments) - 1:
            kept.append("")
    return "/" + quote("/".join(kept), safe=_PATH_SAFE)
