"""Which language a program wants its sentences in."""

from hub.i18n import LANGUAGES


def accepted_language(header: str, default: str) -> str:
    """The language we speak that an Accept-Language header likes best; else the hub's."""
    wanted = [_wish(part) for part in header[:1000].split(",")]
    liked = [(weight, -place, code) for place, (code, weight) in enumerate(wanted) if weight > 0]
    ours = [
        (weight, place, default if code == "*" else code)
        for weight, place, code in liked
        if code in LANGUAGES or code == "*"
    ]
    return max(ours, default=(0.0, 0, default))[2]


def _wish(part: str) -> tuple[str, float]:
    """The language of one wish, and its weight from 0 to 1; 0 for what makes no sense."""
    name, _, rest = part.partition(";")
    code = name.strip().lower().partition("-")[0]
    weight = rest.strip().lower().removeprefix("q=").strip() if rest else "1"
    try:
        return code, min(1.0, max(0.0, float(weight)))
    except ValueError:
        return code, 0.0
