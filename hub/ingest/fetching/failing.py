"""Why something could not be fetched: a cause for programs and a sentence for people."""

from collections.abc import Mapping
from enum import StrEnum

from hub.errors import IngestError


class Cause(StrEnum):
    """Why a fetch failed."""

    BAD_ADDRESS = "bad_address"  #: it is no web address
    NOT_ALLOWED = "not_allowed"  #: it leads where the hub must not go: private network, odd port
    ROBOTS = "robots"  #: robots.txt asks programs to stay away
    REFUSED = "refused"  #: 401, 403, 429 and their kin: the server will not give it to us
    GONE = "gone"  #: 404 or 410
    UNKNOWN_HOST = "unknown_host"  #: there is no such host
    UNREACHABLE = "unreachable"  #: nobody answers at this address
    TIMED_OUT = "timed_out"  #: no answer, or not all of it, in time
    BAD_CERTIFICATE = "bad_certificate"  #: nobody can tell whether it is the right server
    SERVER_ERROR = "server_error"  #: 5xx
    BROKEN_ANSWER = "broken_answer"  #: what came is no proper answer, or breaks off
    REDIRECT_LOOP = "redirect_loop"  #: it leads in a circle, or on and on
    TOO_LARGE = "too_large"  #: larger than the setting allows


#: What a person is told, by cause. ``{host}`` and ``{limit}`` are always there.
SENTENCES: Mapping[Cause, str] = {
    Cause.BAD_ADDRESS: "{address} is no web address. Copy it again from the browser.",
    Cause.NOT_ALLOWED: (
        "{address} leads into a private network or to a service that is no web site, and is not "
        "fetched. If the host is your own, name it in HUB_FETCH_OPEN_HOSTS."
    ),
    Cause.ROBOTS: (
        "{host} asks programs not to fetch this address (robots.txt). Open it in the browser and "
        "enter the resource by hand, or save the page and add the file."
    ),
    Cause.REFUSED: (
        "{host} refuses to give the page to the hub (status {status}). Open it in the browser; "
        "if it shows there, save it and add the file."
    ),
    Cause.GONE: (
        "{host} says that there is no such page (status {status}). Look for its new address on "
        "the site, and correct it."
    ),
    Cause.UNKNOWN_HOST: "There is no host named {host}. Check the spelling of the address.",
    Cause.UNREACHABLE: (
        "{host} does not answer ({reason}). Check the address, or try again later."
    ),
    Cause.TIMED_OUT: "{host} did not answer in time. Try again later.",
    Cause.BAD_CERTIFICATE: (
        "The certificate of {host} is not valid ({reason}). Open the address in the browser and "
        "tell the people who run the site; a certificate of your own goes into HUB_FETCH_CA_FILE."
    ),
    Cause.SERVER_ERROR: "{host} reports an error of its own (status {status}). Try again later.",
    Cause.BROKEN_ANSWER: (
        "What {host} sent is no proper answer ({reason}). Try again later, or save the page in "
        "the browser and add the file."
    ),
    Cause.REDIRECT_LOOP: (
        "{address} leads on and on without an end. Open it in the browser and copy the address "
        "where it ends."
    ),
    Cause.TOO_LARGE: (
        "What {host} sends is larger than {limit} MB and is not fetched. Raise "
        "HUB_FETCH_LIMIT_MB if you want it all the same."
    ),
}


_WAIT = 429
#: It is a refusal for now: a browser would be refused, too, and the next run is not.
ASKED_TO_WAIT = "{host} asks the hub to wait (status {status}). Run the same again later."


class FetchFailed(IngestError):
    """Something could not be fetched; ``str()`` is a sentence that says what to do."""

    def __init__(
        self,
        cause: Cause,
        address: str,
        *,
        host: str = "",
        status: int | None = None,
        limit: int | None = None,
        reason: object = "",
        final: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(
            ASKED_TO_WAIT if status == _WAIT else SENTENCES[cause],
            address=_short(address),
            host=host or _short(address),
            status=status,
            limit=limit,
            reason=_short(str(reason)),
        )
        self.cause = cause
        self.address = address  #: as asked for
        self.status = status  #: of HTTP, where there was an answer
        self.final = final or address  #: where it failed, after redirects
        self.retry_after = retry_after  #: seconds that the server asks to wait

    def __reduce__(self) -> tuple[object, ...]:
        """Two processes may hand it to each other."""
        return _again, (self.cause, self.address, self.values, self.final, self.retry_after)


def _again(
    cause: Cause,
    address: str,
    values: Mapping[str, object],
    final: str,
    retry_after: float | None,
) -> FetchFailed:
    failed = FetchFailed(cause, address, final=final, retry_after=retry_after)
    failed.values = dict(values)
    status = values.get("status")
    failed.status = status if isinstance(status, int) else None
    return failed


def _short(text: str) -> str:
    """Text of others in a sentence of ours: one line, printable, not too long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[:2000])
    plain = " ".join(plain.split())
    return plain if len(plain) <= 300 else plain[:299] + "…"
