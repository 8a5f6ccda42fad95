"""Signed links that end letters without a login: one for each kind and recipient."""

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

_LONGEST = 500


class Leaving:
    """Makes and reads the tokens of such links. ``key`` is a secret of this hub."""

    def __init__(self, key: str) -> None:
        self._signer = URLSafeSerializer(key, salt="hub-leave")

    def token(self, kind: str, *what: int | str) -> str:
        """The token for ending one thing. It stays good: old mail can be unsubscribed from."""
        return self._signer.dumps([kind, *what]).replace(".", "~")

    def read(self, token: str) -> tuple[str, tuple[Any, ...]] | None:
        """Kind and details of a token; None for one that is not ours."""
        if len(token) > _LONGEST or "." in token or not token.isascii():
            return None
        try:
            kind, *what = self._signer.loads(token.replace("~", "."))
        except (BadSignature, ValueError, TypeError):
            return None
        return str(kind), tuple(what)


def leave_path(token: str) -> str:
    """Where the link leads, within the hub."""
    return f"/mail/leave/{token}"
