"""robots.txt: what a site asks programs not to fetch (RFC 9309)."""

import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from protego import Protego

#: What our User-Agent begins with, and what a robots.txt may call us by.
AGENT = "UrbanSecurityHub"

LARGEST = 512_000  #: bytes that are read of a robots.txt; the standard asks for 500 KiB
_LONGEST_PAUSE = 30.0  #: seconds: a longer wish would stop a run for hours
_MOST_SITES = 2_000
#: The name of a program ends where its letters end: "Foo Bar" and "Foo/1.0" are both "Foo".
_AGENT_LINE = re.compile(r"(?im)^([ \t]*user-?[ \t]?agent[ \t]*:[ \t]*)([a-z_-]+)[^\r\n]*$")


class Rules:
    """The rules of one site."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(_AGENT_LINE.sub(r"\1\2", text.replace("\x00", "")))

    def allows(self, address: str, agent: str = AGENT) -> bool:
        """Whether the program called ``agent`` may fetch the address."""
        return bool(self._rules.can_fetch(address, agent))

    @property
    def pause(self) -> float:
        """Seconds that the site wants between two requests; 0 where it says nothing."""
        return min(float(self._rules.crawl_delay(AGENT) or 0), _LONGEST_PAUSE)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names."""
        return tuple(self._rules.sitemaps)


ALLOW_ALL = Rules("")
DISALLOW_ALL = Rules("User-agent: *\nDisallow: /")


def read_rules(content: bytes) -> Rules:
    """The rules in the bytes of a robots.txt, whatever they are: nonsense forbids nothing."""
    text = content[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff")
    return Rules(text)


class RobotsCache:
    """The rules of the sites met lately. Two threads may both ask for a new one: no harm."""

    def __init__(self, load: Callable[[str], Rules]) -> None:
        self._load = load  #: from an origin such as https://example.org to its rules
        self._lock = Lock()
        self._known: OrderedDict[str, Rules] = OrderedDict()

    def of(self, origin: str) -> Rules:
        """The rules of a site."""
        with self._lock:
            if origin in self._known:
                self._known.move_to_end(origin)
                return self._known[origin]
        rules = self._load(origin)
        with self._lock:
            self._known[origin] = rules
            if len(self._known) > _MOST_SITES:
                self._known.popitem(last=False)
        return rules
