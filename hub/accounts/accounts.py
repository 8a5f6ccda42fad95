"""Accounts: who may come in, and who is in."""

import datetime as dt
import threading
from collections.abc import Callable, Iterable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Transaction

from hub.accounts import passwords, records, sessions, throttle, tokens
from hub.accounts.model import AccessCode, Account, AuditEntry, Role, Session
from hub.accounts.rows import (
    account_of,
    any_account,
    checked_email,
    code_of,
    find,
    keep_an_admin,
    normal_email,
    plain,
    utc_now,
)
from hub.accounts.tables import (
    AccountRow,
    CodeCollectionRow,
    CodeRow,
    GrantRow,
    SessionRow,
)
from hub.database import Database
from hub.errors import AccountError
from hub.settings import Settings

KEPT = dt.timedelta(days=365)  #: how long the audit log is kept
CLEANED = dt.timedelta(hours=1)  #: how often the database is cleaned at most

WRONG = "Email address or password is wrong. Check both, then try again."
WRONG_CODE = "This access code is wrong or no longer valid. Check it, or ask who gave it to you."
WRONG_OLD = "The old password is wrong. Check it, then try again."
EXISTS = "There is already an account for {email}. Change that one, or take another address."
NO_GUESTS = "An account cannot be a guest: guests come in by access code. Take another role."
NO_ACCOUNT = "Guests have no password to change. Log in with an account."
SAME = "The new password is the old one. Take another."
NO_COLLECTIONS = "An access code needs at least one collection. Name the collections it opens."
PAST = "The access code would expire in the past ({expires}). Take a later date."
NO_CODE = "There is no access code number {id}. 'hub account code list' shows all."


class Accounts:
    """Accounts, access codes and sessions in the database. ``clock`` gives aware times."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], dt.datetime] = utc_now,
        hashes: passwords.Hashes | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hashes = hashes or passwords.Hashes()
        self.tokens = tokens.Tokens(database, clock)
        self._lifetime = sessions.Lifetime(
            idle=dt.timedelta(minutes=settings.session_idle_minutes),
            whole=dt.timedelta(days=settings.session_days),
        )
        self._cleaned: dt.datetime | None = None
        self._cleaning = threading.Lock()

    # Accounts

    def add(
        self,
        email: str,
        role: Role = Role.MEMBER,
        *,
        name: str = "",
        password: str | None = None,
    ) -> str:
        """Make an account; its password, which is generated when none is given.

        Raises AccountError when the address is none or taken, or the password breaks a rule.
        """
        email = checked_email(email)
        if role is Role.GUEST:
            raise AccountError(NO_GUESTS)
        password, hash = self._new_hash(password, email)
        try:
            with self._database.write() as transaction:
                self._insert(transaction, email, role, plain(name), hash)
        except IntegrityError:
            raise AccountError(EXISTS, email=email) from None
        return password

    def ensure_admin(self, email: str) -> str | None:
        """Make the first admin when there is no account at all; the password, only this once."""
        email = checked_email(email)
        with self._database.read() as transaction:
            if any_account(transaction):
                return None
        password, hash = self._new_hash(None, email)
        try:
            with self._database.write() as transaction:
                if any_account(transaction):
                    return None
                self._insert(transaction, email, Role.ADMIN, "", hash)
        except IntegrityError:
            return None  # another process was faster
        return password

    def list(self) -> tuple[Account, ...]:
        """All accounts by address."""
        with self._database.read() as transaction:
            grants: dict[int, set[str]] = {}
            for grant in transaction.scalars(select(GrantRow)):
                grants.setdefault(grant.account, set()).add(grant.collection)
            rows = transaction.scalars(select(AccountRow).order_by(AccountRow.email))
            return tuple(account_of(row, grants.get(row.id, ())) for row in rows)

    def account(self, email: str) -> Account:
        """The account of an address. Raises AccountError when there is none."""
        with self._database.read() as transaction:
            row = find(transaction, email)
            grants = select(GrantRow.collection).where(GrantRow.account == row.id)
            return account_of(row, transaction.scalars(grants))

    def set_password(self, email: str, password: str | None = None) -> str:
        """Set (or generate) the password, ending all sessions and tokens; the password."""
        password, hash = self._new_hash(password, normal_email(email))
        with self._database.write() as transaction:
            row = find(transaction, email)
            self._replace_password(transaction, row, hash)
        return password

    def change_password(self, session: Session, old: str, new: str, address: str = "") -> str:
        """A person's own change: ends all sessions and tokens; the token of a fresh session."""
        if session.email is None:
            raise AccountError(NO_ACCOUNT)
        row = self._proved(session.email, old, address, WRONG_OLD)
        if passwords.normalised(old) == passwords.normalised(new):
            raise AccountError(SAME)
        _, hash = self._new_hash(new, row.email)
        with self._database.write() as transaction:
            current = find(transaction, row.email)
            if not current.enabled or current.password != row.password:
                raise AccountError(WRONG_OLD)
            self._replace_password(transaction, current, hash)
            return self._start(transaction, account=current.id)

    def set_role(self, email: str, role: Role) -> None:
        """Give another role; it holds at once. Refused for the last active admin."""
        if role is Role.GUEST:
            raise AccountError(NO_GUESTS)
        with self._database.write() as transaction:
            row = find(transaction, email)
            if role is not Role.ADMIN:
                keep_an_admin(transaction, row)
            row.role = role.value
            self._note(transaction, "role-changed", account=row.id, detail=role.value)

    def disable(self, email: str) -> None:
        """Shut the account, end its sessions and tokens. Refused for the last active admin."""
        with self._database.write() as transaction:
            row = find(transaction, email)
            keep_an_admin(transaction, row)
            row.enabled = False
            sessions.end_all(transaction, account=row.id)
            self._note(transaction, "disabled", account=row.id)

    def enable(self, email: str) -> None:
        """Open a disabled account again."""
        with self._database.write() as transaction:
            row = find(transaction, email)
            row.enabled = True
            self._note(transaction, "enabled", account=row.id)

    def grant(self, email: str, collection: str) -> None:
        """Open a restricted collection to the account."""
        with self._database.write() as transaction:
            row = find(transaction, email)
            if transaction.get(GrantRow, (row.id, collection)) is None:
                transaction.add(GrantRow(account=row.id, collection=collection))
                self._note(transaction, "granted", account=row.id, detail=collection)

    def revoke_grant(self, email: str, collection: str) -> None:
        """Shut a restricted collection to the account."""
        with self._database.write() as transaction:
            row = find(transaction, email)
            found = transaction.get(GrantRow, (row.id, collection))
            if found is not None:
                transaction.delete(found)
                self._note(transaction, "grant-revoked", account=row.id, detail=collection)

    # Access codes

    def add_code(self, collections: Iterable[str], expires: dt.datetime, *, name: str = "") -> str:
        """Make an access code for these collections; the code, which is not kept."""
        now = self._clock()
        opened = sorted(set(collections))
        if not opened:
            raise AccountError(NO_COLLECTIONS)
        if expires <= now:
            raise AccountError(PAST, expires=f"{expires:%Y-%m-%d}")
        code = passwords.new_code()
        row = CodeRow(
            hash=passwords.code_hash(code), name=plain(name), created=now, expires=expires
        )
        with self._database.write() as transaction:
            transaction.add(row)
            transaction.flush()
            transaction.add_all(CodeCollectionRow(code=row.id, collection=c) for c in opened)
            self._note(transaction, "code-added", code=row.id, detail=" ".join(opened))
        return code

    def codes(self) -> tuple[AccessCode, ...]:
        """All access codes, newest first, also those that open nothing any more."""
        with self._database.read() as transaction:
            opened: dict[int, set[str]] = {}
            for part in transaction.scalars(select(CodeCollectionRow)):
                opened.setdefault(part.code, set()).add(part.collection)
            rows = transaction.scalars(select(CodeRow).order_by(CodeRow.id.desc()))
            return tuple(code_of(row, opened.get(row.id, ())) for row in rows)

    def revoke_code(self, id: int) -> None:
        """Shut an access code and end the sessions of its guests."""
        with self._database.write() as transaction:
            row = transaction.get(CodeRow, id)
            if row is None:
                raise AccountError(NO_CODE, id=id)
            row.revoked = row.revoked or self._clock()
            sessions.end_all(transaction, code=row.id)
            self._note(transaction, "code-revoked", code=row.id)

    # Coming in and going out

    def log_in(self, email: str, password: str, address: str) -> str:
        """The token of a new session. Raises AccountError, the same for every reason."""
        row = self._proved(email, password, address, WRONG)
        fresh = self._hashes.hash(password) if self._hashes.outdated(row.password) else None
        with self._database.write() as transaction:
            current = transaction.get_one(AccountRow, row.id)
            if not current.enabled or current.password != row.password:
                raise AccountError(WRONG)  # changed while we were comparing
            current.password = fresh or current.password
            current.last_login = self._clock()
            self._note(transaction, "login", account=row.id, address=address)
            token = self._start(transaction, account=row.id)
        self._clean_sometimes()
        return token

    def enter(self, code: str, address: str) -> str:
        """The token of a guest's session. Raises AccountError for a code that opens nothing."""
        now = self._clock()
        with self._database.write() as transaction:
            attempt = throttle.begin(transaction, now, None, address)
        token = None
        with self._database.write() as transaction:
            wanted = CodeRow.hash == passwords.code_hash(code)
            row = transaction.scalar(select(CodeRow).where(wanted))
            if row is not None and row.revoked is None and now < row.expires:
                throttle.succeeded(transaction, now, attempt)
                self._note(transaction, "code-login", code=row.id, address=address)
                token = self._start(transaction, code=row.id)
            else:
                id = row.id if row is not None else None
                self._note(transaction, "code-failed", code=id, address=address)
        if token is None:
            raise AccountError(WRONG_CODE)
        self._clean_sometimes()
        return token

    def session(self, token: str | None, *, touch: bool = True) -> Session | None:
        """The living session of a token. ``touch`` says that somebody did something just now."""
        if not token or len(token) > 200:
            return None
        now = self._clock()
        with self._database.read() as transaction:
            found = sessions.find(transaction, token, now, self._lifetime)
        if found is None:
            return None
        session, stale = found
        if touch and stale:
            with self._database.write() as transaction:
                sessions.touch(transaction, session.id, now)
        return session

    def log_out(self, token: str | None) -> None:
        """End the session of a token. One that has none is out already."""
        if not token:
            return
        with self._database.write() as transaction:
            row = transaction.get(SessionRow, sessions.token_hash(token))
            if row is not None:
                transaction.delete(row)
                self._note(transaction, "logout", account=row.account, code=row.code)

    # Keys, log, cleaning

    def form_key(self) -> str:
        """The key that signs forms of people who are not in yet."""
        with self._database.write() as transaction:
            return records.secret(transaction, "forms", self._clock(), None)

    def audit(self, limit: int = 100) -> tuple[AuditEntry, ...]:
        """The newest lines of the audit log, newest first."""
        with self._database.read() as transaction:
            return records.entries(transaction, limit)

    def clean_up(self) -> int:
        """Remove dead sessions, forgotten attempts and old log lines; how many rows."""
        now = self._clock()
        with self._database.write() as transaction:
            return (
                sessions.forget_dead(transaction, now, self._lifetime)
                + throttle.forget_old(transaction, now)
                + records.forget_before(transaction, now - KEPT)
            )

    def _clean_sometimes(self) -> None:
        now = self._clock()
        with self._cleaning:
            if self._cleaned is not None and now - self._cleaned < CLEANED:
                return
            self._cleaned = now
        self.clean_up()

    def _proved(self, email: str, password: str, address: str, wrong: str) -> AccountRow:
        """The enabled account whose password this is.

        Unknown, disabled or wrong: the same work, the same sentence, the same record.
        """
        now = self._clock()
        email = normal_email(email[:1000])
        with self._database.write() as transaction:
            attempt = throttle.begin(transaction, now, email, address)
        with self._database.read() as transaction:
            row = transaction.scalar(select(AccountRow).where(AccountRow.email == email))
        fits = self._hashes.fits(password, row.password if row else None)
        with self._database.write() as transaction:
            if row is not None and row.enabled and fits:
                throttle.succeeded(transaction, now, attempt)
                return row
            id = row.id if row else None
            self._note(transaction, "login-failed", account=id, address=address)
        raise AccountError(wrong)

    def _new_hash(self, password: str | None, email: str) -> tuple[str, str]:
        """A password that keeps the rules, and its hash."""
        if password is None:
            password = passwords.new_password()
        passwords.check_rules(password, email)
        return password, self._hashes.hash(password)

    def _insert(
        self, transaction: Transaction, email: str, role: Role, name: str, hash: str
    ) -> None:
        row = AccountRow(
            email=email,
            name=name,
            role=role.value,
            password=hash,
            enabled=True,
            created=self._clock(),
        )
        transaction.add(row)
        transaction.flush()
        self._note(transaction, "account-added", account=row.id, detail=role.value)

    def _replace_password(self, transaction: Transaction, row: AccountRow, hash: str) -> None:
        row.password = hash
        sessions.end_all(transaction, account=row.id)
        self._note(transaction, "password-changed", account=row.id)

    def _start(
        self, transaction: Transaction, *, account: int | None = None, code: int | None = None
    ) -> str:
        now = self._clock()
        expires = now + self._lifetime.whole
        return sessions.start(transaction, now, expires, account=account, code=code)

    def _note(
        self,
        transaction: Transaction,
        event: str,
        *,
        account: int | None = None,
        code: int | None = None,
        detail: str = "",
        address: str = "",
    ) -> None:
        records.note(
            transaction,
            self._clock(),
            event,
            account=account,
            code=code,
            detail=detail,
            address=address,
        )
