"""Import of a folder with collections, resources and tables into the catalogue."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from hub.catalogue.addresses import same_page_key
from hub.catalogue.batch import RESOURCES, read_batch
from hub.catalogue.folder import CatalogueFolder
from hub.catalogue.merging import merge_collections, merge_renamed, merge_tables
from hub.catalogue.plan import Planner, Step, duplicates
from hub.catalogue.problems import notice
from hub.catalogue.report import ImportReport
from hub.model import Problem

#: Told how many of how many resources are done.
Progress = Callable[[int, int], None]


def import_folder(
    source: Path,
    folder: CatalogueFolder,
    now: dt.datetime,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Bring the files of ``source`` into the catalogue; what has not changed stays untouched.

    ``now`` becomes the moment of entry of new resources. One that is wrong is rejected with its
    reason, and the rest goes on. Raises CatalogueError, before anything is written, if a file
    cannot be read as a whole. A run that was cut short is completed by the next one.
    """
    batch = read_batch(source)
    folder.make()
    notices = [*batch.problems, *merge_tables(batch, folder), *merge_collections(batch, folder)]
    merge_renamed(batch, folder)
    catalogue = folder.load()
    steps = list(Planner(batch, catalogue, now).steps())
    taken = [step.resource for step in steps if step.resource]
    notices += [n for step in steps for n in step.notices]
    for first, second, url in duplicates(taken, catalogue, same_page_key):
        message = "'{first}' and '{second}' have the same address and may be the same: {url}"
        notices.append(notice(RESOURCES, message, first=first, second=second, url=url))
    _apply(steps, folder, progress)
    return _report(steps, notices)


def _apply(steps: list[Step], folder: CatalogueFolder, progress: Progress) -> None:
    for done, step in enumerate(steps, 1):
        # A run that was killed may have left an unchanged resource in a strange folder.
        new = step.resource
        if new and (new != step.before or not folder.path_of(new).is_file()):
            folder.save(new)
        progress(done, len(steps))


def _report(steps: list[Step], notices: list[Problem]) -> ImportReport:
    done = [(step.resource, step.before) for step in steps if step.resource]
    return ImportReport(
        added=tuple(new.id for new, old in done if not old),
        changed=tuple(new.id for new, old in done if old and new != old),
        unchanged=tuple(new.id for new, old in done if new == old),
        rejected=tuple(step.rejected for step in steps if step.rejected),
        cleaned=tuple(step.cleaned for step in steps if step.cleaned),
        notices=tuple(notices),
    )
