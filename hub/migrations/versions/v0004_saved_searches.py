"""Saved searches, alerts, letters, feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = ("feeds", "letters", "alert_told", "alerts", "saved_looks", "saved_searches")


def upgrade() -> None:
    """Make the tables."""
    _searches()
    _alerts()
    _letters()
    _feeds()


def downgrade() -> None:
    """Remove the tables."""
    for table in TABLES:
        op.drop_table(table)


def _searches() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.Integer, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("key", sa.String(500)),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("labels", sa.Text, nullable=False),
        sa.Column("sharing", sa.String(20), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("deleted", sa.DateTime),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.UniqueConstraint("owner", "key", name="uq_saved_searches_owner"),
        _reference("saved_searches", "owner", "accounts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_saved_searches_sharing", "saved_searches", ["sharing"])
    op.create_table(
        "saved_looks",
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("search", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("hits", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("account", "search", name="pk_saved_looks"),
        _reference("saved_looks", "account", "accounts"),
        _reference("saved_looks", "search", "saved_searches"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("search", sa.Integer, nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("account", "search", name="uq_alerts_account"),
        _reference("alerts", "account", "accounts"),
        _reference("alerts", "search", "saved_searches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_search", "alerts", ["search"])
    op.create_table(
        "alert_told",
        sa.Column("alert", sa.Integer, nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("letter", sa.Integer),
        sa.PrimaryKeyConstraint("alert", "resource", name="pk_alert_told"),
        _reference("alert_told", "alert", "alerts"),
    )
    op.create_index("ix_alert_told_letter", "alert_told", ["letter"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.Integer, nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("touched", sa.DateTime, nullable=False),
        sa.Column("problem", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
        sa.UniqueConstraint("message_id", name="uq_letters_message_id"),
        sqlite_autoincrement=True,
    )
    for column in ("kind", "subject", "state"):
        op.create_index(f"ix_letters_{column}", "letters", [column])


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("account", "kind", "subject", name="uq_feeds_account"),
        sa.UniqueConstraint("token", name="uq_feeds_token"),
        _reference("feeds", "account", "accounts"),
        sqlite_autoincrement=True,
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
