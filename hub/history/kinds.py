"""What can be done to the catalogue, one sentence each: a translatable text with gaps."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from hub.history.model import What
from hub.i18n.words import mark

#: What is said of a kind that a newer program has written.
UNKNOWN = mark("Changed the catalogue")

#: kind -> sentence. The part before the dot is the group that lists are narrowed to.
KINDS: Mapping[str, str] = {
    "files.found": "The history begins here",
    "files.changed": "Written by the command line",
    "files.edited": "Changed by hand in the files",
    "resource.added": "Added “{title}”",
    "resource.accepted": "Accepted the proposal “{title}”",
    "resource.merged": "Joined a proposal with “{title}”",
    "resource.edited": "Edited “{title}”",
    "resource.reviewed": "Reviewed “{title}”",
    "resource.withdrawn": "Withdrew “{title}”",
    "resource.superseded": "Replaced “{title}” by “{by}”",
    "resource.moved": "Followed the link of “{title}” to its new address",
    "resource.brought-back": "Brought back an earlier state of “{title}”",
    "bulk.accepted": "Accepted {number} proposals",
    "bulk.edited": "Edited {number} resources together",
    "bulk.add-tag": "Added the tag “{name}” to {number} resources",
    "bulk.remove-tag": "Took the tag “{name}” off {number} resources",
    "bulk.add-collection": "Put {number} resources into the collection “{name}” as well",
    "bulk.remove-collection": "Took {number} resources out of the collection “{name}”",
    "bulk.move-collection": "Moved {number} resources from the collection “{old}” to “{new}”",
    "bulk.set-type": "Set the type of {number} resources to “{name}”",
    "bulk.set-status": "Set the visibility of {number} resources to “{name}”",
    "bulk.reviewed": "Reviewed {number} resources",
    "import.files": "Imported {source}",
    "import.ingest": "Took in what {source} had",
    "import.all": "Took in what the sources had",
    "tag.saved": "Saved the tag “{name}”",
    "tag.removed": "Removed the tag “{name}”",
    "tag.renamed": "Renamed the tag “{old}” to “{new}”",
    "tag.merged": "Merged the tag “{old}” into “{new}”",
    "tag.nested": "Put the tag “{old}” below “{new}”",
    "tag.imported": "Imported concepts from {source}",
    "place.renamed": "Renamed the place “{old}” to “{new}”",
    "place.merged": "Merged the place “{old}” into “{new}”",
    "place.nested": "Put the place “{old}” below “{new}”",
    "place.removed": "Removed the place “{name}”",
    "target_group.renamed": "Renamed the target group “{old}” to “{new}”",
    "target_group.merged": "Merged the target group “{old}” into “{new}”",
    "target_group.removed": "Removed the target group “{name}”",
    "publisher.renamed": "Renamed the publisher “{old}” to “{new}”",
    "publisher.merged": "Merged the publisher “{old}” into “{new}”",
    "publisher.removed": "Removed the publisher “{name}”",
    "collection.renamed": "Renamed the collection “{old}” to “{new}”",
    "collection.merged": "Merged the collection “{old}” into “{new}”",
    "collection.removed": "Removed the collection “{name}”",
    "undo.done": "Undid change {id}",
}


def sentence(what: What, translate: Callable[[str], str]) -> str:
    """What was done, in the language that ``translate`` speaks."""
    values = defaultdict(lambda: "…", {name: str(value) for name, value in what.values.items()})
    return translate(KINDS.get(what.kind, UNKNOWN)).format_map(values)
