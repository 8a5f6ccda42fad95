"""What the tests of the newsletter's pages ask for, and of whom."""

from hub.accounts import Role

ORIGIN = "https://hub.example"
PEOPLE = (Role.MEMBER, Role.EDITOR, Role.CURATOR, Role.ADMIN)


def issue(hub, number=1):
    return hub.curation.desk.newsletters.issue("netzwerk", number)


def at(**more):
    return {"newsletter": "netzwerk", "number": "1", **more}
