"""The folder ``inbox/`` of the data directory: one file for each proposal, replaced whole."""

import fcntl
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from hub.catalogue.loading import is_id
from hub.catalogue.writing import replace_files, sync_folder, unwritable
from hub.errors import IngestError
from hub.ingest.inbox.files import pack, unpack
from hub.ingest.model import Proposal
from hub.model import Resource

_Signature = tuple[int, int, int]
#: Gives a resource the names that tags, places and collections have today.
Renewing = Callable[[Resource], Resource]


class InboxFolder:
    """Any number may read; whoever decides holds the lock. Proposals are kept once they are read,
    for as long as their files do not change."""

    def __init__(self, folder: Path, today: Callable[[], Renewing] | None = None) -> None:
        """``today`` tells how a proposal that has waited is brought up to today's names."""
        self.folder = folder
        self._today = today or _as_it_is
        self._known: dict[str, tuple[_Signature, Proposal]] = {}
        self._guard = threading.Lock()
        self._swept = False

    def ids(self) -> frozenset[str]:
        """The ids of all proposals."""
        return frozenset(entry[: -len(".json")] for entry in self._names())

    def _names(self) -> list[str]:
        try:
            return [e.name for e in os.scandir(self.folder) if _is_proposal(e.name)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def all(self) -> tuple[Proposal, ...]:
        """Every proposal that can be read, the oldest first."""
        found = self._renewed(p for n in self._names() if (p := self._load(n)) is not None)
        return tuple(sorted(found, key=lambda p: (p.when, p.id)))

    def each(self) -> Iterator[Proposal]:
        """Every proposal, one after the other, none of them kept in memory."""
        read = (self._read(self.folder / name) for name in self._names())
        yield from self._renewed(proposal for proposal in read if proposal is not None)

    def broken(self) -> tuple[Path, ...]:
        """Files that are no proposals any more: damaged, or of a newer program."""
        return tuple(self.folder / n for n in self._names() if self._load(n) is None)

    def get(self, id: str) -> Proposal | None:
        """A proposal, or None."""
        found = self._load(f"{id}.json") if is_id(id) else None
        return next(self._renewed((found,))) if found else None

    def _renewed(self, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
        renew: Renewing | None = None  # asked for once, and only where something waits
        for proposal in proposals:
            renew = renew or self._today()
            resource = renew(proposal.resource)
            same = resource is proposal.resource
            yield proposal if same else replace(proposal, resource=resource)

    def _load(self, name: str) -> Proposal | None:
        path = self.folder / name
        try:
            status = path.stat()
        except OSError:
            self._known.pop(name, None)
            return None
        signature = (status.st_mtime_ns, status.st_size, status.st_ino)
        with self._guard:
            known = self._known.get(name)
            if known and known[0] == signature:
                return known[1]
        proposal = self._read(path)
        if proposal is not None:
            with self._guard:
                self._known[name] = (signature, proposal)
        return proposal

    @staticmethod
    def _read(path: Path) -> Proposal | None:
        try:
            return unpack(path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, proposal: Proposal) -> None:
        """Write a proposal, or replace it. Raises CatalogueError where it cannot be written."""
        self.put_all([proposal])

    def put_all(self, proposals: Iterable[Proposal]) -> None:
        """Write several proposals, as ``put`` does; the disk is waited for but once."""
        with self._alone(".writing"):
            self._sweep()
            replace_files({self.folder / f"{p.id}.json": pack(p) for p in proposals}, 0o600)

    def _sweep(self) -> None:
        """Remove what a killed writer has left; only one writes at a time."""
        if not self._swept:
            for rest in self.folder.glob(".*.json.*.tmp"):
                rest.unlink(missing_ok=True)
            self._swept = True

    def remove(self, id: str) -> None:
        """Remove a proposal; none is fine."""
        (self.folder / f"{id}.json").unlink(missing_ok=True)
        with self._guard:
            self._known.pop(f"{id}.json", None)
        if self.folder.is_dir():
            sync_folder(self.folder)

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """One decision at a time, over all processes; the others wait."""
        with self._alone(".lock"):
            yield

    @contextmanager
    def _alone(self, lock: str) -> Iterator[None]:
        self._make()
        handle = os.open(self.folder / lock, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def wanted(self, id: str) -> Proposal:
        """A proposal. Raises IngestError where it is gone: somebody else was faster."""
        proposal = self.get(id)
        if proposal is None:
            raise IngestError(
                "There is no proposal '{id}' in the inbox: it has been decided on, or is written "
                "differently. Look at the list again.",
                id=id,
            )
        return proposal

    def _make(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error


def _as_it_is() -> Renewing:
    return lambda resource: resource


def _is_proposal(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".")
