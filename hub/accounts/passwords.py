"""Passwords and codes: the rules, the hashes, and new ones that can be read out on the phone."""

import hashlib
import secrets
import threading
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from hub.errors import AccountError

SHORTEST = 12  #: characters of a password
LONGEST = 256  #: characters; a limit so that nobody can make us hash a book

TOO_SHORT = "The password is too short. Take at least {shortest} characters."
TOO_LONG = "The password is too long. Take at most {longest} characters."
TOO_PLAIN = "The password repeats the same few characters. Take one that is harder to guess."
IS_EMAIL = "The password must not be the email address. Take another one."

_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"  # no l, i, o, 0, 1: they are read wrongly


def new_password() -> str:
    """A strong password of four groups, such as ``k7mp-w3xq-9hdt-rb6f`` (79 bits)."""
    return _groups(4, 4)


def new_code() -> str:
    """A strong access code of four groups (99 bits)."""
    return _groups(4, 5)


def _groups(number: int, length: int) -> str:
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(length)) for _ in range(number))


def normalised(password: str) -> str:
    """The same password however the keyboard composed its characters."""
    return unicodedata.normalize("NFKC", password)


def check_rules(password: str, email: str) -> None:
    """Raise AccountError with the rule that a new password breaks."""
    password = normalised(password)
    if len(password) < SHORTEST:
        raise AccountError(TOO_SHORT, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise AccountError(TOO_LONG, longest=LONGEST)
    if password.casefold().strip() == email:
        raise AccountError(IS_EMAIL)
    if len(set(password.casefold())) < 5:
        raise AccountError(TOO_PLAIN)


def code_hash(code: str) -> str:
    """The hash an access code is found by; dashes, blanks and case do not matter."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", code).casefold() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


class Hashes:
    """argon2id hashes of passwords, made and compared two at a time: each takes 64 MB.

    ``hasher`` sets how costly they are; by default as its library advises.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = threading.BoundedSemaphore(2)

    def hash(self, password: str) -> str:
        """A new hash."""
        with self._room:
            return self._hasher.hash(normalised(password))

    def fits(self, password: str, hash: str | None) -> bool:
        """Whether the password belongs to the hash. Without a hash it takes the same time."""
        stand_in = self._stand_in
        if len(password) > LONGEST * 4:
            password = password[:LONGEST]  # too long for any account: only the time counts
            hash = None
        with self._room:
            try:
                self._hasher.verify(hash or stand_in, normalised(password))
            except VerificationError:
                return False
        return hash is not None

    def outdated(self, hash: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(hash)

    @cached_property
    def _stand_in(self) -> str:
        return self.hash(new_password())
