"""Forms: read with limits, and proved to come from a page of ours."""

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request

LIMIT = 64 * 1024  #: bytes of a form
_PATIENCE = 8 * 1024 * 1024  # so much is read and thrown away, that the browser shows our answer
_FIELDS = 20
_DAY = 24 * 60 * 60

TOO_LARGE = "What was sent is too large for this form."
NOT_A_FORM = "What was sent is no form of this page. Please fill in the form below."
STALE = "This form was open for too long or comes from another page. Please try again."


class FormError(Exception):
    """A form that cannot be used: an HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status, sentence)
        self.status = status
        self.sentence = sentence


async def read_form(request: Request, most: int = _FIELDS) -> Mapping[str, str]:
    """The fields of a form, at most so many. Raises FormError for what is too large or no form."""
    body = b""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > _PATIENCE:
            break
        if size <= LIMIT:
            body += chunk
    if size > LIMIT:
        raise FormError(413, TOO_LARGE)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise FormError(415, NOT_A_FORM)
    return _fields(body, most)


def _fields(body: bytes, most: int) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=most,
        )
    except ValueError as error:  # also UnicodeDecodeError
        raise FormError(400, NOT_A_FORM) from error
    if any("\0" in text for pair in pairs for text in pair):
        raise FormError(400, NOT_A_FORM)
    return dict(pairs)


class OutsideForms:
    """Proofs for people who have no session yet: a cookie, and its signed copy in the form."""

    COOKIE = "hub_form"

    def __init__(self, key: str) -> None:
        self._signer = URLSafeTimedSerializer(key, salt="hub-form")

    def visitor(self, request: Request) -> str:
        """The random value in the visitor's cookie, or a new one."""
        value = request.cookies.get(self.COOKIE, "")
        return value if 20 <= len(value) <= 100 and value.isascii() else secrets.token_urlsafe(24)

    def proof(self, visitor: str) -> str:
        """What the form carries."""
        return self._signer.dumps(visitor)

    def check(self, request: Request, form: Mapping[str, str]) -> None:
        """Raise FormError unless the form came from a page we gave to this visitor."""
        try:
            visitor = self._signer.loads(form.get("csrf", ""), max_age=_DAY)
        except BadSignature as error:
            raise FormError(403, STALE) from error
        if not same(visitor, request.cookies.get(self.COOKIE, "")):
            raise FormError(403, STALE)


def same(one: object, other: object) -> bool:
    """Whether two secrets are alike, without telling by the time it takes."""
    return bool(one) and hmac.compare_digest(str(one).encode(), str(other).encode())
