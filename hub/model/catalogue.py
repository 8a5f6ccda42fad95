"""Catalogue: all resources, collections and tables, as read from the files at one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hub.model.collection import Collection
from hub.model.renaming import Renames
from hub.model.resource import Resource
from hub.model.vocabulary import Gazetteer, Publishers, Thesaurus


@dataclass(frozen=True)
class Problem:
    """A file, or a part of one, that was set aside or needs an editor's eye."""

    path: str  #: relative to the catalogue folder
    reason: str  #: an English sentence that names what to mend
    line: int | None = None  #: counted from 1
    fatal: bool = True  #: the file is set aside; False: it was read, but look at it
    message: str = ""  #: the reason with its gaps, which is the key of its translation
    values: Mapping[str, str | int] = field(default_factory=dict, hash=False)  #: fill the gaps

    def text(self, translate: Callable[[str], str]) -> str:
        """The reason in the language that ``translate`` speaks."""
        return translate(self.message).format(**self.values) if self.message else self.reason


@dataclass(frozen=True)
class Catalogue:
    """Everything the catalogue folder holds. What is broken stands in ``problems``."""

    resources: Mapping[str, Resource] = field(default_factory=dict)  #: by id
    collections: Mapping[str, Collection] = field(default_factory=dict)  #: by id, in page order
    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    publishers: Publishers = field(default_factory=Publishers)
    renamed: Renames = field(default_factory=Renames)  #: what values were called before
    problems: tuple[Problem, ...] = ()
    version: str = ""  #: changes whenever a file does
