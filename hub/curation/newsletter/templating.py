"""A newsletter's template: how it begins, and how it is changed. Pure functions."""

from collections.abc import Iterable

from pydantic import ValidationError
from slugify import slugify

from hub.curation.mail.addresses import MailProblem, mail_address
from hub.curation.newsletter.editing import IssueProblem
from hub.i18n import LANGUAGES
from hub.model import ResourceType
from hub.model.newsletter import Newsletter, Section

NO_NAME = "A newsletter needs a title."
NO_SECTION_NAME = "A section needs a title."
NO_SUCH_SECTION = "This section is no longer in the newsletter. Load the page again."
NOT_VALID = "This does not fit into a newsletter: {reason}. Correct it, then save again."
BAD_LANGUAGE = "A newsletter has headings in German or English: {value!r} must be de or en."
BAD_REPLY = "{address!r} is no e-mail address to reply to. Correct it, or leave the field empty."

#: The rubrics a new newsletter begins with: id, German and English title, what feeds it.
SECTIONS: tuple[tuple[str, str, str, tuple[ResourceType, ...]], ...] = (
    (
        "publikationen",
        "Neue Publikationen",
        "New publications",
        (ResourceType.DOCUMENT, ResourceType.ARTICLE),
    ),
    (
        "praxis",
        "Praxis und Projekte",
        "Practice and projects",
        (ResourceType.METHOD, ResourceType.PROJECT),
    ),
    ("foerdermittel", "Fördermittel", "Funding", (ResourceType.FUNDING,)),
    ("termine", "Termine", "Events", (ResourceType.EVENT,)),
    ("netzwerk", "Neues aus dem Netzwerk", "News from the network", (ResourceType.NEWS,)),
)


def begin(title: str, language: str, taken: Iterable[str] = ()) -> Newsletter:
    """A new newsletter with the usual rubrics. Raises IssueProblem without a title."""
    title = " ".join(title.split())
    if not title:
        raise IssueProblem(NO_NAME)
    sections = tuple(
        Section(id=id, title={"de": de, "en": en}, types=types) for id, de, en, types in SECTIONS
    )
    return checked(
        {
            "id": _free(slugify(title)[:80].strip("-") or "newsletter", taken),
            "title": {language: title},
            "language": language,
            "sections": sections,
            "sender_name": title[:100],
        }
    )


def checked(values: dict[str, object]) -> Newsletter:
    """A newsletter of these values. Raises IssueProblem that says what does not fit."""
    try:
        newsletter = Newsletter.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise IssueProblem(NOT_VALID, reason=reason) from error
    if newsletter.language not in LANGUAGES:
        raise IssueProblem(BAD_LANGUAGE, value=newsletter.language)
    _check_reply(newsletter.reply_to)
    return newsletter


def with_section(newsletter: Newsletter, title: str) -> Newsletter:
    """With another section at the end."""
    title = _title(title)
    id = _free(slugify(title)[:80].strip("-") or "rubrik", [s.id for s in newsletter.sections])
    section = Section(id=id, title={newsletter.language: title})
    return _with(newsletter, (*newsletter.sections, section))


def with_feed(
    newsletter: Newsletter,
    section: str,
    title: str,
    types: Iterable[ResourceType],
    searches: Iterable[int],
) -> Newsletter:
    """With another title, other types and other searches of a section."""
    wanted = _section(newsletter, section)
    values: dict[str, object] = {
        "title": {**wanted.title, newsletter.language: _title(title)},
        "types": tuple(types),
        "searches": tuple(dict.fromkeys(searches)),
    }
    changed = wanted.model_copy(update=values)
    return _with(newsletter, (changed if s.id == section else s for s in newsletter.sections))


def moved(newsletter: Newsletter, section: str, by: int) -> Newsletter:
    """With a section so many places further down (or up, below 0)."""
    wanted = _section(newsletter, section)
    place = max(0, newsletter.sections.index(wanted) + by)
    rest = [s for s in newsletter.sections if s.id != section]
    rest.insert(place, wanted)
    return _with(newsletter, rest)


def without(newsletter: Newsletter, section: str) -> Newsletter:
    """Without a section. Issues that are there keep it."""
    _section(newsletter, section)
    return _with(newsletter, (s for s in newsletter.sections if s.id != section))


def title_of(titles: dict[str, str], language: str) -> str:
    """A title in a language, or in the first one there is."""
    return titles.get(language) or next(iter(titles.values()), "")


def _with(newsletter: Newsletter, sections: Iterable[Section]) -> Newsletter:
    return checked({**dict(newsletter), "sections": [dict(section) for section in sections]})


def _section(newsletter: Newsletter, id: str) -> Section:
    found = next((s for s in newsletter.sections if s.id == id), None)
    if found is None:
        raise IssueProblem(NO_SUCH_SECTION)
    return found


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise IssueProblem(NO_SECTION_NAME)
    return title


def _free(wanted: str, taken: Iterable[str]) -> str:
    """The id, with a number behind it where it is taken."""
    known = set(taken)
    numbered = (f"{wanted}-{number}" for number in range(2, len(known) + 3))
    return next(id for id in (wanted, *numbered) if id not in known)


def _check_reply(address: str) -> None:
    if not address:
        return
    try:
        mail_address(address)
    except MailProblem as error:
        raise IssueProblem(BAD_REPLY, address=address[:100]) from error
