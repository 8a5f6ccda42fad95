"""`hub account token`: the admin lists and revokes what people have made on their pages."""

import datetime as dt

from hub.accounts import Accounts
from hub.accounts.tables import AccountRow
from hub.database import open_database
from hub.settings import Settings


def test_tokens_are_listed_and_revoked(empty_home):
    settings = Settings(data=empty_home.data)
    database = open_database(settings)
    now = dt.datetime.now(dt.UTC)
    rows = [
        AccountRow(
            email=f"{name}@example.org", name="", role="member", password="-", enabled=True,
            created=now,
        )
        for name in "ab"
    ]  # fmt: skip
    with database.write() as transaction:
        transaction.add_all(rows)
    accounts = Accounts(database, settings)
    secret = accounts.tokens.add(1, "Zotero", now + dt.timedelta(days=1))
    accounts.tokens.add(2, "Seite")
    listed = empty_home.run("account", "token", "list", "--json")
    assert secret not in listed.out
    assert [(t["account"], t["name"], t["open"]) for t in listed.json] == [
        ("b@example.org", "Seite", True),
        ("a@example.org", "Zotero", True),
    ]
    own = empty_home.run("account", "token", "list", "a@example.org").out
    assert "Zotero" in own
    assert "Seite" not in own
    number = str(listed.json[1]["id"])
    assert empty_home.run("account", "token", "revoke", number).status == 0
    again = empty_home.run("account", "token", "revoke", number)
    assert (again.status, again.out) == (1, "")
    assert "There is no such token." in again.err
    assert [t.name for t in accounts.tokens.list()] == ["Seite"]
    database.close()
