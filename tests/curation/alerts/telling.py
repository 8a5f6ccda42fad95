"""Alerts to test with, and what their letters tell."""

from hub.accounts import Account
from hub.curation import Curation
from hub.model import Query
from hub.model.curation import Rhythm
from tests.curation.mail.post_office import PostOffice


def alert(
    curation: Curation,
    who: Account,
    query: Query = Query("Laternen"),  # noqa: B008  a frozen value
    rhythm: Rhythm = Rhythm.DAILY,
    language: str = "de",
) -> int:
    search = curation.saved.add(who, f"Suche von {who.name}", query)
    curation.alerts.switch(who, search.id, rhythm, language)
    return search.id


def titles(office: PostOffice, number: int = -1) -> set[str]:
    """The ids that a letter tells of, by the addresses in its plain text."""
    body = office.messages[number].get_body(("plain",)).get_content()
    return {line.partition("?id=")[2] for line in body.splitlines() if "/resource?id=" in line}
