"""From what a form or an address says to an action; and back, for the form that carries it out."""

from collections.abc import Callable

from hub.catalogue.vocabulary.actions import Action, Delete, Merge, Nest, Rename
from hub.errors import CatalogueError
from hub.model import Access, VocabularyKind
from hub.vocabulary.vocabulary import Vocabulary

#: The fields of a form: what is to be done, to which value, and how. None is called ``name`` or
#: ``id``: the pages' cleaning of HTML takes such names away.
FIELDS = ("kind", "do", "value", "to", "called", "language", "newid")


def kind_of(name: str) -> VocabularyKind:
    """The kind of that name; tags where there is none."""
    return VocabularyKind(name) if name in tuple(VocabularyKind) else VocabularyKind.TAG


def action_of(vocabulary: Vocabulary, said: Callable[[str], str], access: Access) -> Action | None:
    """The action that the fields ask for; None where they ask for none.

    ``said`` gives a field by its name. Raises CatalogueError for what no value goes by.
    """
    kind, do, value = kind_of(said("kind")), said("do"), said("value")

    def other(*, needed: bool) -> str:
        name = said("to").strip()
        if needed and not name:
            raise CatalogueError("Name the other one first.")
        return vocabulary.find(kind, name, access) if name else ""

    if do == "rename":
        name, id = said("called"), said("newid").strip()
        language = said("language") or "de"
        return Rename(kind=kind, value=value, name=name, language=language, id=id)
    if do == "merge":
        return Merge(kind=kind, value=value, into=other(needed=True))
    if do == "nest":
        return Nest(kind=kind, value=value, under=other(needed=True))
    if do == "top":
        return Nest(kind=kind, value=value, under="")
    if do == "delete":
        return Delete(kind=kind, value=value, instead=other(needed=False))
    return None
