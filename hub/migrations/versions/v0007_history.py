"""The history: changes of the catalogue, the files they touched, and what these held."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "history_changes",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("gaps", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("undoes", sa.Integer),
        sa.Column("undone_by", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_history_changes"),
    )
    op.create_table(
        "history_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("change", sa.Integer, nullable=False),
        sa.Column("path", sa.String(400), nullable=False),
        sa.Column("resource", sa.String(200), nullable=False),
        sa.Column("before", sa.String(64)),
        sa.Column("after", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_history_steps"),
        sa.ForeignKeyConstraint(
            *(["change"], ["history_changes.id"]),
            name="fk_history_steps_change",
            ondelete="CASCADE",
        ),
    )
    for column in ("change", "path", "resource"):
        op.create_index(f"ix_history_steps_{column}", "history_steps", [column])
    op.create_table(
        "history_contents",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_history_contents"),
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in ("history_contents", "history_steps", "history_changes"):
        op.drop_table(table)
