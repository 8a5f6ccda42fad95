"""Words broken at line ends made whole (R11).

A hyphen at a line end is one of three: it breaks a word (Informations-/sammlungen), it belongs to
one (Efus-/Konferenz), or it stands for what follows later (Print-/und Onlineformat). Evidence, the
strongest first: what follows, how the document writes the word elsewhere, the German lexicon.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from hub.ingest.extract.cleaning import words
from hub.language import detect, split_compound
from hub.language.english import english_zipf
from hub.language.lexicon import german_lexicon

#: Hyphens that may end a line: plain, soft, hyphen, non-breaking, and PDFium's sign for a break.
HYPHENS = "\u00ad\u2010\u2011\ufffe-"
_SOFT = "\u00ad"

#: A hyphen at a line end between a word and a word.
_BREAK = re.compile(
    rf"(?<=[^\s{HYPHENS}])(?:(?P<soft>\u00ad)\s*|[-\u2010\u2011][^\S\n]{{0,20}}\n\s{{0,20}}|\ufffe\s*)"
    r"(?=[^\W_])"
)
_BROKEN = re.compile(r"\w{1,60}(?:\u00ad\s*|[-\u2010\u2011]\s{0,20}\n\s{0,20}|\ufffe\s*)\w{1,60}")
_LONGEST = 60  #: characters looked at on either side
_BEFORE = re.compile(r"\S+\Z")
_AFTER = re.compile(r"(?:[\w*:]|[-/](?=\w))+")
_TOKEN = re.compile(r"[^\W\d_](?:\w|[-‐‑](?=\w)){0,80}")

#: After a suspended hyphen comes what joins the two halves.
_CONJUNCTIONS = words(
    "und oder sowie bzw beziehungsweise als bis noch aber statt wie u o sondern"
    " and or nor et ou to y"
)
#: Small words that no syllable equals; they follow a suspended hyphen now and then.
_SMALL = words("auf zum zur mit nach von vom für im zu gegenüber über durch ohne anstatt anstelle")

#: English: what a hyphen joins to whatever follows.
_ALWAYS_PARTED = words("non self quasi semi mid e i x multi post pseudo")
_LAST_MEMBERS = words(
    "shaped held fed owned controlled supplied largest"
    " based oriented related led driven term level making made free friendly specific funded known"
    " esteem defined aware sensitive centred centered focused informed effective risk quality"
    " income profit government governmental sector private public old year day sized style minded"
    " sharing solving setting raising taking reported harm help sided linked policing"
)
#: Beginnings that are not joined by a hyphen.
_NEVER_PARTED = words("un dis mis re")
#: What Europe writes with a hyphen: anti-social, second-hand, long-standing, post-war, on-site.
_BRITISH_FIRST = words("non anti socio first second third")
_DEGREES = words("long far wide hard well ill ever much")
_SPANS = words("full part real long short mid medium near")
_BRITISH_SECOND = {
    "war": words("pre post inter anti"),
    "site": words("on off multi"),
    "time": _SPANS,
    "term": _SPANS,
}
#: Members of what became one word late, or not for everybody: front-page, one-time, trade-off.
_LATE_FIRST = words(
    "non pre half one two real front long short high low full free well ill far left right"
    " top bottom"
)
_LATE_SECOND = words("up on off offs in out down time end page form depth trip around away")
#: A particle is joined by a hyphen to few words: start-up, but without and throughout.
_PARTICLES = words("up on off in out down by to how wide")
_BEFORE_PARTICLES = words(
    "start kick follow make check pop know hands add drop opt log plug pick push spin warm drive"
    " walk passer stand lock burn sign scale grown one face peer city school community state nation"
)
#: Adjectives that are joined by a hyphen with one another, as in deutsch-französisch.
_PEERS = re.compile(
    r"(?:deutsch|französisch|englisch|britisch|polnisch|tschechisch|niederländisch|österreichisch"
    r"|schweizerisch|italienisch|spanisch|russisch|ukrainisch|türkisch|dänisch|europäisch|belgisch"
    r"|amerikanisch|israelisch|palästinensisch|arabisch|christlich|jüdisch|evangelisch|katholisch"
    r"|islamisch|psychisch|physisch|rechtlich|juristisch|technisch|organisatorisch|ökologisch"
    r"|ökonomisch|kulturell|emotional)(?:e[mnrs]?)?"
)
_COLOURS = words("schwarz weiß rot grün blau gelb braun grau rosa lila orange gold")
_LANDS = {
    ("nordrhein", "west"),
    ("baden", "würt"),
    ("sachsen", "anha"),
    ("rheinland", "pfäl"),
    ("mecklenburg", "vorp"),
    ("schleswig", "hols"),
}
#: Small words inside of chains.
_INNER = words("für zu auf in im am an und oder um to of on by the and or at de la le al en el zur")
_ADDRESS = re.compile(r"://|^www\.|@|\.(?:de|org|com|eu|net|html?|pdf)\b|^\w+\.\w+/", re.IGNORECASE)
_KNOWN = 1.0  #: from this Zipf frequency on a form counts as a word
_COMMON = 3.0  #: and from this on as one that stands alone
#: English: from _SEEN on a word is whole, one of late members from _WHOLE on, a British one from
#: _SETTLED on, and any that is so little rarer than its halves; from _HALF on a half is a word.
#: Fitted on words of Wikipedia and of manuals of programs.
_SEEN, _WHOLE, _SETTLED, _RARER, _HALF = 2.3, 2.9, 3.5, 1.5, 2.0


class Mender:
    """Mends the line ends of one document, whose own words are its best evidence."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        beginnings: list[str] = []
        for text in texts:
            whole = _BROKEN.sub(" ", text)  # what is broken is no evidence
            self._seen.update(token.lower() for token in _TOKEN.findall(whole))
            if sum(map(len, beginnings)) < 5000:
                beginnings.append(whole[:2000])
        self._english = detect("\n".join(beginnings), default="de") == "en"

    def mend(self, text: str) -> str:
        """The text with broken words whole; the line goes on after them."""
        return _BREAK.sub(self._linked, text).replace("\ufffe", "-")

    def _linked(self, found: re.Match[str]) -> str:
        text, start, end = found.string, found.start(), found.end()
        before = _BEFORE.search(text[max(0, start - _LONGEST) : start])
        after = _AFTER.match(text, end, end + _LONGEST)
        if before is None or after is None:
            return found[0]
        return self.link(before[0], after[0].rstrip(":*"), soft=found["soft"] is not None)

    def link(self, before: str, after: str, *, soft: bool = False) -> str:
        """What stands between the two halves: nothing, a hyphen, or a hyphen and a space."""
        if _ADDRESS.search(before):
            return "" if soft else "-"
        word = re.split(r"[-‐‑/(„\"'»«]", before)[-1]
        if after.lower().rstrip(".") in _CONJUNCTIONS and not self._has(word + after):
            return "- "
        if soft:
            return ""
        if not word or not (word[-1].isalpha() or word[-1] in "*:_"):
            return "-"
        if not after[0].islower():
            return self._before_capital(word, after)
        return self._before_small(before, word, after)

    def _before_capital(self, word: str, after: str) -> str:
        """A capital begins a member of its own, but not in a gender form or among capitals."""
        if after in ("In", "Innen") and word[-1:].islower():
            return ""
        head = re.split("[-/]", after)[0]
        if not (word.isupper() and head.isupper() and len(head) > 1):
            return "-"
        if self._seen[f"{word}-{head}".lower()] > self._seen[(word + head).lower()]:
            return "-"
        return "" if self._writes(word + head) else "-"

    def _before_small(self, before: str, word: str, after: str) -> str:
        head = re.split("[-/]", after)[0]
        whole, parted = self._seen[(word + head).lower()], self._seen[f"{word}-{head}".lower()]
        if whole != parted:
            return "" if whole > parted else "-"
        if len(word) == 1 or word.isupper() or _is_acronym(word):
            return "-"
        if head in _PARTICLES and word.lower() in _BEFORE_PARTICLES:
            return "-"
        if self._english:
            return self._in_english(before, word, after)
        if after.lower() in _SMALL and not _is_word(word + after):
            return "- "
        if _are_peers(word, head.lower()) or _is_chain(before, word, after):
            return "-"
        if head.lower() in _LAST_MEMBERS and (word in _ALWAYS_PARTED or self._known(word.lower())):
            return "-"
        if _is_word(word + head):
            return ""
        if not _may_be_german(word + head):
            return self._in_english(before, word, after)
        return "-" if _two_words(word, head) and "-" in before else ""

    def _in_english(self, before: str, word: str, after: str) -> str:
        """A word that English knows whole is whole; else two that it knows are joined."""
        if _is_chain(before, word, after):
            return "-"
        return _between_english(word.lower(), re.split("[-/]", after)[0].lower())

    def _writes(self, word: str) -> bool:
        """Whether the document, or the lexicon, knows the word in one piece."""
        return self._seen[word.lower()] > 0 or _is_word(word)

    def _has(self, word: str) -> bool:
        """Whether the very word is known: rund makes a compound of any part before und."""
        return self._seen[word.lower()] > 0 or german_lexicon().zipf(word.lower()) >= _KNOWN

    def _known(self, word: str) -> bool:
        return self._seen[word] > 0 or german_lexicon().zipf(word) >= _COMMON


@cache
def _is_word(word: str) -> bool:
    """Whether the lexicon knows the form, or takes it for a compound."""
    small = word.lower()
    if german_lexicon().zipf(small) >= _KNOWN:
        return True
    return _may_be_german(small) and len(split_compound(small)) > 1


def _between_english(first: str, second: str) -> str:
    """What stands between the halves of an English word, or between two English words."""
    if (first, second[0]) in (("co", "o"), ("re", "e")):
        return "-"  # no syllable ends there but the prefix
    if first in _NEVER_PARTED:
        return ""
    whole, halves = english_zipf(first + second), (english_zipf(first), english_zipf(second))
    two = min(halves) >= _HALF
    if two and whole < _SETTLED and halves[1] >= _COMMON and _is_british(first, second):
        return "-"
    late = first in _LATE_FIRST or second in _LATE_SECOND or second in _LAST_MEMBERS
    if whole >= (_WHOLE if late else _SEEN):
        return ""
    if whole and not late and whole >= min(halves) - _RARER:
        return ""
    if first in _ALWAYS_PARTED and len(second) > 3:
        return "-"
    return "-" if two else ""


def _is_british(first: str, second: str) -> bool:
    """What Europe's English writes with a hyphen, and America often without."""
    if second in _BRITISH_SECOND:
        return first in _BRITISH_SECOND[second]
    degree = first in _DEGREES and second.endswith(("ing", "ed"))
    return degree or (first in _BRITISH_FIRST and len(second) > 2)


def _are_peers(first: str, second: str) -> bool:
    """Whether two adjectives stand side by side: sozial-ökologisch, but sozialpolitisch.

    An adjective in -isch is never broken behind it, nor is one put behind it without a hyphen.
    """
    small = first.lower()
    if len(first) > 6 and small.endswith("isch") and (first == small or "isch" in second):
        return True
    first = small
    if first == "nicht" or (first, second) == ("ad", "hoc"):
        return True
    if first in _COLOURS and any(second.startswith(colour) for colour in _COLOURS):
        return True
    if (first, second[:4]) in _LANDS:
        return True
    return bool((first == "sozial" or _PEERS.fullmatch(first)) and _PEERS.fullmatch(second))


def _is_chain(before: str, word: str, after: str) -> bool:
    """Whether a small word stands between hyphens: Schritt-für-Schritt, end-to-end."""
    head, hyphen, _ = after.partition("-")
    inner = hyphen and head.lower() in _INNER
    return bool(inner or ("-" in before and word.lower() in _INNER))


def _may_be_german(word: str) -> bool:
    return not re.search(r"(?:ing|tion|ness|ity|ally|ments?|based|wh|ough|[^s]ck?y)$", word.lower())


def _two_words(first: str, second: str) -> bool:
    """Whether both halves are common words: Face-to-face, Eins-zu-eins."""
    lexicon = german_lexicon()
    return min(lexicon.zipf(first.lower()), lexicon.zipf(second.lower())) >= _COMMON


def _is_acronym(word: str) -> bool:
    """More capitals than one: GmbH, KMUs, BürgerInnen is none."""
    capitals = sum(letter.isupper() for letter in word)
    return capitals >= 2 and not word[1:2].islower() and len(word) <= 6
