"""English words of one family that no stem joins: violent and violence, safe and safety.

Rules exchange one ending for another, both ways; what comes out counts only where the list of
English words knows it. Families whose words change within stand in a short list.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from hub.language.english import english_zipf
from hub.language.english_spelling import american_word
from hub.language.normalizing import word_list

_CACHED = 20_000
_SHORTEST = 5  #: letters that both words share, at least: patient has no patience
_KNOWN = 2.5  #: Zipf frequency; rarer words are often names or slips
#: Pairs of endings; "-" is none. Endings that make as many strangers as relatives are not among
#: them: party and part, property and proper, department and depart.
_RULES = tuple(
    tuple(ending.strip("-") for ending in rule.split("/"))
    for rule in word_list(
        "ence/ent ency/ent ance/ant ancy/ant ility/le ism/ist ist/y ship/- hood/- dom/- ical/y"
        " acy/ate ction/ce sion/d sion/de eption/eive ption/be ification/ify ation/-"
    )
)
#: Families of the field whose words no rule joins, one between two bars. Everyday families (work
#: and worker, safe and safety) are left out: their words stand everywhere and only blur an order.
_FAMILIES = """
crime criminal criminality|violence violent|theft thief thieve steal stolen|rob robber robbery
burgle burglar burglary|vandal vandalism vandalize|murder murderer murderous|arson arsonist
abuse abuser abusive|bully bullying|offend offender offense|victim victimize victimhood
harass harassment|stab stabbing|traffic trafficker|gang gangster|bomb bomber|shoot shooter shot
terror terrorism terrorist|race racism racist|sex sexism sexist
child childhood|young youth|neighbor neighborhood|citizen citizenship|private privacy
poor poverty|police policing|treat treatment
"""
#: Words that a rule takes for relatives and that are none.
_STRANGERS = {"organism": "organist", "classical": "classy", "shortlist": "shortly"}


@lru_cache(maxsize=_CACHED)
def english_relatives(small: str) -> tuple[str, ...]:
    """The words of the family of a small English one, by rule or in the list of families."""
    found: dict[str, None] = {}
    for word in map(american_word, _singular(small)):
        found |= dict.fromkeys((*_families().get(word, ()), *_by_rule(word)))
    return tuple(word for word in found if word != small)


def _singular(small: str) -> Iterator[str]:
    """The word, and what it may be the plural of."""
    yield small
    if small.endswith("ies"):
        yield f"{small[:-3]}y"
    elif small.endswith("s") and not small.endswith("ss"):
        yield small[:-1]


def _by_rule(small: str) -> Iterator[str]:
    for one, other in _RULES:
        for ending, instead in ((one, other), (other, one)):
            word = small.removesuffix(ending) + instead
            long_enough = len(small) - len(ending) >= _SHORTEST
            strangers = word in (_STRANGERS.get(small), small) or _STRANGERS.get(word) == small
            if not small.endswith(ending) or not long_enough or strangers:
                continue
            if english_zipf(word) >= _KNOWN:
                yield word


@cache
def _families() -> dict[str, tuple[str, ...]]:
    families: dict[str, tuple[str, ...]] = {}
    for line in _FAMILIES.replace("\n", "|").split("|"):
        family = word_list(line)
        families |= {word: (*families.get(word, ()), *family) for word in family}
    return families
