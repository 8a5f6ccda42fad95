"""Search follows the files: what may no longer be seen is hidden at once, the index catches up.

Between a change of a file and the next state of the index, the index is behind. In that time
``hidden`` names what it would still show and the catalogue no longer does; a thread of the server
brings the index up to date.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator

from hub.catalogue import Texts
from hub.errors import HubError, IndexBusy
from hub.index.documents import document, documents
from hub.index.port import Engine
from hub.index.updating import update
from hub.model import Access, Catalogue, Change, Removal, Resource

#: Seconds before another try where another process is writing the index.
PAUSE = 1.0
_log = logging.getLogger(__name__)


class Follower:
    """Keeps an index behind a catalogue that changes. Safe to share between threads."""

    def __init__(
        self, engine: Engine, texts: Texts, after: Callable[[], None] = lambda: None
    ) -> None:
        """``after`` is called by the thread when it has caught up with a change."""
        self._engine = engine
        self._texts = texts
        self._after = after
        self._state = threading.Lock()
        self._writing = threading.Lock()
        self._indexed: Catalogue | None = None  #: what the index holds; None: not known
        self._wanted: Catalogue | None = None  #: what the files hold
        self._behind: frozenset[str] = frozenset()  #: ids whose state in the index may be old
        self._thread: threading.Thread | None = None
        self._active = False

    def activate(self) -> None:
        """Bring the index up to date by a thread from now on: the server does so."""
        self._active = True

    def saw(self, catalogue: Catalogue) -> None:
        """Take note of the catalogue as its files hold it now."""
        with self._state:
            first = self._wanted is None
            self._wanted = catalogue
            self._behind = _changed(self._indexed, catalogue)
            if self._active and not first and self._thread is None:
                self._thread = threading.Thread(target=self._catch_up, daemon=True)
                self._thread.start()

    def hidden(self, access: Access) -> frozenset[str]:
        """Ids that this person may not see, whatever the index says of them."""
        with self._state:
            wanted, behind = self._wanted, self._behind
        now = wanted.resources if wanted else {}
        return frozenset(id for id in behind if id not in now or not access.sees(now[id]))

    @contextlib.contextmanager
    def writing(self, catalogue: Catalogue) -> Iterator[None]:
        """While this process brings the index to that catalogue; then it is no longer behind."""
        with self._writing:
            yield
        self._arrived(catalogue)

    def wait(self, timeout: float | None = None) -> None:
        """Until the thread, if there is one at work, has caught up."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout)

    def _arrived(self, catalogue: Catalogue) -> None:
        with self._state:
            self._indexed = catalogue
            if self._wanted is not None:
                self._behind = _changed(catalogue, self._wanted)

    def _catch_up(self) -> None:
        while (wanted := self._next()) is not None:
            try:
                with self.writing(wanted):
                    self._bring(wanted)
                self._after()
            except IndexBusy:
                threading.Event().wait(PAUSE)  # another command is at it; what is hidden stays so
            except HubError as error:
                _log.error("The index could not follow the files: %s", error)
                return self._give_up()
            except Exception:  # a full disk, a bug: the server must go on, and may try again
                _log.exception("The index could not follow the files")
                return self._give_up()
        return None

    def _give_up(self) -> None:
        """The next change of a file tries again; until then what is hidden stays hidden."""
        with self._state:
            self._thread = None

    def _next(self) -> Catalogue | None:
        with self._state:
            if self._wanted is self._indexed:
                self._thread = None
                return None
            return self._wanted

    def _bring(self, wanted: Catalogue) -> None:
        """Only what differs, unless tables did or nothing is known of the index."""
        indexed = self._indexed
        if indexed is None or not _same_tables(indexed, wanted):
            update(self._engine, documents(wanted, self._texts), wanted.problems)
            return
        changes = [self._change(id, wanted) for id in sorted(_changed(indexed, wanted))]
        if changes:
            self._engine.apply(changes)

    def _change(self, id: str, wanted: Catalogue) -> Change:
        resource = wanted.resources.get(id)
        if resource is None:
            return Removal(id)
        return document(resource, wanted, self._text(resource))

    def _text(self, resource: Resource) -> str:
        return (self._texts.read(resource.text) or "") if resource.text else ""


def _changed(before: Catalogue | None, now: Catalogue) -> frozenset[str]:
    """Ids of resources that differ; all there are where nothing is known of before.

    A file that has not changed gives the same object again, so that this is quick.
    """
    if before is None:
        return frozenset(now.resources)
    if before is now:
        return frozenset()
    ids = before.resources.keys() | now.resources.keys()
    return frozenset(
        id
        for id in ids
        if (old := before.resources.get(id)) is not (new := now.resources.get(id)) and old != new
    )


def _same_tables(one: Catalogue, other: Catalogue) -> bool:
    return (
        one.thesaurus.by_id == other.thesaurus.by_id
        and one.gazetteer.by_id == other.gazetteer.by_id
        and one.publishers.by_id == other.publishers.by_id
        and one.renamed == other.renamed
    )
