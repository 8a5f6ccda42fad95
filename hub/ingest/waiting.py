"""Which proposals wait in the inbox, and what each of them came from."""

from array import array

from hub.ingest.identity import Ids, Rows, hashed


class Waiting:
    """Knows ids and origins of proposals by hashes: a run may propose tens of thousands."""

    def __init__(self) -> None:
        self._ids = Ids()
        self._origins = array("Q")  #: by number of the id; 0 for what waits no more
        self._of = Rows()

    def __contains__(self, id: object) -> bool:
        row = self._ids.find(id) if isinstance(id, str) else None
        return row is not None and self._origins[row] != 0

    def add(self, id: str, source: str, key: str) -> None:
        """A proposal waits that a source's thing has become."""
        row = self._ids.row(id)
        if row == len(self._origins):
            self._origins.append(0)
        origin = hashed(source, key)
        if self._origins[row] != origin:
            self._of.remove(self._origins[row], row)
            self._of.add(origin, row)
            self._origins[row] = origin

    def is_of(self, id: str, source: str, key: str) -> bool:
        """Whether a proposal that waits came from this thing of this source."""
        row = self._ids.find(id)
        return row is not None and self._origins[row] == hashed(source, key)

    def of(self, source: str, key: str) -> str | None:
        """The id of the proposal that a source's thing became and that still waits."""
        row = self._of.first(hashed(source, key))
        return None if row is None else self._ids[row]

    def remove(self, id: str) -> None:
        """A proposal waits no more."""
        row = self._ids.find(id)
        if row is not None and self._origins[row]:
            self._of.remove(self._origins[row], row)
            self._origins[row] = 0
