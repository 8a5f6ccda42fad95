"""Which part of the history somebody may see: nothing of what is in collections shut to them."""

from collections.abc import Sequence
from dataclasses import replace

from hub.catalogue.renamed import RENAMED
from hub.catalogue.scan import COLLECTION_FILE
from hub.errors import HistoryConflict
from hub.history.log import resource_of
from hub.history.model import Change, FieldChange, Value, What
from hub.history.rows import is_table
from hub.model import Access, Catalogue

_NAMING = "collection."  #: kinds whose sentence names a collection
_INTO_COLLECTIONS = ("bulk.add-collection", "bulk.remove-collection", "bulk.move-collection")


class Sight:
    """What of the history a person with this access may see."""

    def __init__(self, catalogue: Catalogue, access: Access) -> None:
        self._catalogue = catalogue
        self._access = access

    @property
    def whole(self) -> bool:
        """Whether nothing is hidden from this person."""
        return self._access.collections is None

    def collection(self, id: str) -> bool:
        """Whether a collection, also by an old name, is open."""
        today = self._catalogue.renamed.now("collection", id)
        return any(True for _ in self._access.visible((id, today)))

    def path(self, path: str) -> bool:
        """Whether a file is: tables are, others as their resource is today, or their collection."""
        if self.whole or is_table(path):
            return True
        resource = self._catalogue.resources.get(resource_of(path))
        if resource is not None:
            return self._access.sees(resource)
        return self.collection(path.partition("/")[0])

    def change(self, change: Change) -> Change | None:
        """The change with what may be seen of it; None where that is nothing."""
        if self.whole:
            return change
        paths = tuple(path for path in change.paths if self.path(path))
        own = [path for path in paths if not is_table(path)]
        others = [path for path in change.paths if not is_table(path)]
        if others and not own:
            return None
        if change.what.kind.startswith(_NAMING) and not self._names(change.paths):
            return None
        files = change.files - (len(change.paths) - len(paths))
        return replace(change, paths=paths, files=files, what=self._what(change.what))

    def _names(self, paths: Sequence[str]) -> bool:
        """Whether every collection that a change is about may be seen."""
        about = [path for path in paths if path.endswith("/" + COLLECTION_FILE)]
        return bool(about) and self.all_of(about)

    def _what(self, what: What) -> What:
        """The sentence without the names of what may not be seen."""
        values = dict(what.values)
        if what.kind in _INTO_COLLECTIONS:
            shut = [k for k in ("name", "old", "new") if not self.collection(str(values.get(k)))]
            values |= dict.fromkeys((k for k in shut if k in values), "…")
        if "by" in values and not self._titled(values["by"]):
            values["by"] = "…"
        return What(what.kind, values)

    def all_of(self, paths: Sequence[str]) -> bool:
        """Whether every one of these files may be seen."""
        return all(self.path(path) for path in paths)

    def check(self, paths: Sequence[str]) -> None:
        """Raises HistoryConflict where a change touches what is not open to this person."""
        if not self.all_of(paths):
            raise HistoryConflict(
                "This change also touches what is not open to you. Ask an administrator to undo it."
            )

    def conflict(self, error: HistoryConflict) -> HistoryConflict:
        """The conflict without the title of a resource that may not be seen."""
        if not self.whole and "by" in error.values and not self._titled(error.values["by"]):
            error.values["by"] = "…"
        return error

    def _titled(self, title: object) -> bool:
        resources = self._catalogue.resources.values()
        return any(r.title == title and self._access.sees(r) for r in resources)

    def fields(self, path: str, fields: Sequence[FieldChange]) -> list[FieldChange]:
        """What may be seen of differences: names of shut collections and their resources go."""
        if self.whole:
            return [*fields]
        if path == RENAMED:
            kept = {
                f.row
                for f in fields
                if not f.row.startswith("collection/") or self.collection(_last(f.row))
            }
            return [f for f in fields if f.row in kept]
        return [f for field in fields if (f := self._field(field)) is not None]

    def _field(self, field: FieldChange) -> FieldChange | None:
        if field.field == "collections":
            field = replace(field, old=self._open(field.old), new=self._open(field.new))
        elif field.field == "superseded_by":
            field = replace(field, old=self._seen(field.old), new=self._seen(field.new))
        return None if field.old == field.new else field

    def _open(self, value: Value) -> Value:
        if not isinstance(value, tuple):
            return value
        return tuple(id for id in value if self.collection(id)) or None

    def _seen(self, value: Value) -> Value:
        resource = self._catalogue.resources.get(value) if isinstance(value, str) else None
        return value if resource is not None and self._access.sees(resource) else None


def _last(row: str) -> str:
    return row.partition("/")[2]
