"""What a harvester asks, read and checked; and where it goes on in a long list."""

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

FORMAT = "oai_dc"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_LONGEST = 4_000  #: bytes of a request

#: The arguments of every verb: those it needs, those it may have. A resumption token stands alone.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
}
RESUMABLE = frozenset({"ListIdentifiers", "ListRecords", "ListSets"})


class OaiError(Exception):
    """An error of the protocol: its code, and a sentence for the operator of the harvester."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class Span:
    """Which records are wanted, and after which one to go on."""

    first: str = ""  #: as it was written; "" for none
    last: str = ""
    set: str = ""
    after: tuple[str, str] = ("", "")  #: datestamp and id of the last record that was sent
    sent: int = 0  #: so many records were sent before

    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """The bounds, both included."""
        first = _moment(self.first) if self.first else dt.datetime.min.replace(tzinfo=dt.UTC)
        last = _moment(self.last) if self.last else dt.datetime.max.replace(tzinfo=dt.UTC)
        if self.last and len(self.last) == len("2026-01-31"):
            last = last.replace(hour=23, minute=59, second=59)
        return first, last


def read(query: bytes) -> Mapping[str, str]:
    """The arguments of a request, of a sound one. Raises OaiError."""
    if len(query) > _LONGEST:
        raise OaiError("badArgument", "The request is too long.")
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:  # also UnicodeDecodeError
        raise OaiError("badArgument", "The request is no UTF-8.") from error
    arguments = dict(pairs)
    verb = arguments.get("verb", "")
    if verb not in VERBS or sum(name == "verb" for name, _ in pairs) > 1:
        raise OaiError("badVerb", "The verb is missing, repeated or none of OAI-PMH 2.0.")
    if len(arguments) < len(pairs):
        raise OaiError("badArgument", "An argument is repeated.")
    _check(verb, set(arguments) - {"verb"})
    return arguments


def _check(verb: str, given: set[str]) -> None:
    if given == {"resumptionToken"} and verb in RESUMABLE:
        return
    needed, possible = VERBS[verb]
    if "resumptionToken" in given:
        raise OaiError("badArgument", "A resumptionToken stands alone, with a verb that lists.")
    if given - needed - possible:
        raise OaiError("badArgument", f"{verb} does not take all of these arguments.")
    if needed - given:
        raise OaiError("badArgument", f"{verb} needs {' and '.join(sorted(needed - given))}.")


def span(arguments: Mapping[str, str]) -> Span:
    """The records a list is asked for. Raises OaiError."""
    if "resumptionToken" in arguments:
        return _resumed(arguments["resumptionToken"])
    if arguments["metadataPrefix"] != FORMAT:
        raise OaiError("cannotDisseminateFormat", f"There is only {FORMAT}.")
    wanted = Span(arguments.get("from", ""), arguments.get("until", ""), arguments.get("set", ""))
    empty = [name for name in ("from", "until", "set") if arguments.get(name) == ""]
    if empty:
        raise OaiError("badArgument", f"{empty[0]} is empty.")
    return _sound(wanted)


def _sound(wanted: Span) -> Span:
    """The span, if its bounds are of one kind and in order."""
    bounds = [bound for bound in (wanted.first, wanted.last) if bound]
    if len({len(bound) for bound in bounds}) > 1:
        raise OaiError("badArgument", "from and until must be of the same granularity.")
    first, last = wanted.moments()
    if first > last:
        raise OaiError("badArgument", "from is later than until.")
    return wanted


def _moment(text: str) -> dt.datetime:
    if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
        try:
            return dt.datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=dt.UTC)
        except ValueError:
            pass
    sentence = "from and until are written 2026-01-31 or 2026-01-31T09:00:00Z."
    raise OaiError("badArgument", sentence)


def token(wanted: Span, last: tuple[str, str], sent: int) -> str:
    """Where to go on. It says no more than what was asked and sent, so it is not signed."""
    parts = [wanted.first, wanted.last, wanted.set, *last, str(sent)]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _resumed(text: str) -> Span:
    """What a token says. Raises OaiError for one that is none of ours."""
    parts = _parts(text)
    try:
        if not parts[5].isdigit() or not parts[5].isascii() or len(parts[5]) > 9:
            raise ValueError
        dt.datetime.strptime(parts[3], MOMENT)
        return replace(
            _sound(Span(parts[0], parts[1], parts[2])),
            after=(parts[3], parts[4]),
            sent=int(parts[5]),
        )
    except (ValueError, OaiError) as error:
        raise _foreign() from error


def _parts(text: str) -> Sequence[str]:
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _foreign() from error
    if isinstance(parts, list) and len(parts) == 6 and all(isinstance(p, str) for p in parts):
        return parts
    raise _foreign()


def _foreign() -> OaiError:
    return OaiError("badResumptionToken", "This token is none of this repository. Begin anew.")
