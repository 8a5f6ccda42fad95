"""Ingest: runs and their rows, what is remembered of sources and addresses, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = (
    "ingest_decisions",
    "ingest_captures",
    "ingest_addresses",
    "ingest_items",
    "ingest_rows",
    "ingest_runs",
)


def upgrade() -> None:
    """Make the tables."""
    _runs()
    _memory()
    _captures()
    _decisions()


def downgrade() -> None:
    """Remove the tables."""
    for table in TABLES:
        op.drop_table(table)


def _runs() -> None:
    op.create_table(
        "ingest_runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("alive", sa.DateTime, nullable=False),
        sa.Column("ended", sa.DateTime),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("dry", sa.Boolean, nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingest_runs"),
    )
    op.create_table(
        "ingest_rows",
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("source", "key", "address", "title"),
        sa.Column("outcome", sa.String(10), nullable=False),
        *_texts("message", "gaps"),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("run", "number", name="pk_ingest_rows"),
        sa.ForeignKeyConstraint(
            ["run"], ["ingest_runs.id"], name="fk_ingest_rows_run", ondelete="CASCADE"
        ),
    )


def _memory() -> None:
    op.create_table(
        "ingest_items",
        sa.Column("id", sa.String(64), nullable=False),
        *_texts("source", "key"),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("facts", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingest_items"),
    )
    op.create_index("ix_ingest_items_resource", "ingest_items", ["resource"])
    op.create_table(
        "ingest_addresses",
        sa.Column("key", sa.String(64), nullable=False),
        *_texts("address"),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("fetched", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_ingest_addresses"),
    )
    op.create_index("ix_ingest_addresses_content", "ingest_addresses", ["content"])
    op.create_index("ix_ingest_addresses_resource", "ingest_addresses", ["resource"])


def _captures() -> None:
    op.create_table(
        "ingest_captures",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        *_texts("address"),
        sa.Column("text", sa.String(64)),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(200), nullable=False),
        sa.Column("file", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_ingest_captures"),
    )
    op.create_index("ix_ingest_captures_resource", "ingest_captures", ["resource"])


def _decisions() -> None:
    op.create_table(
        "ingest_decisions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("proposal", sa.String(120), nullable=False),
        sa.Column("resource", sa.String(120), nullable=False),
        *_texts("title"),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        *_texts("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_ingest_decisions"),
    )
    for column in ("proposal", "item", "address"):
        op.create_index(f"ix_ingest_decisions_{column}", "ingest_decisions", [column])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
