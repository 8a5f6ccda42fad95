"""How many searches there are, and what they look for in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "search_months",
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("searches", sa.Integer, nullable=False),
        sa.Column("empty", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("month", name="pk_search_months"),
    )
    op.create_table(
        "gaps",
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("partial", sa.Boolean, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first", sa.String(7), nullable=False),
        sa.Column("last", sa.String(7), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_gaps"),
    )
    op.create_table(
        "gap_ways",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("gap", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("offered", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gap_ways"),
        sa.ForeignKeyConstraint(["gap"], ["gaps.key"], name="fk_gap_ways_gap", ondelete="CASCADE"),
    )
    op.create_index("ix_gap_ways_gap", "gap_ways", ["gap"])


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("gap_ways")
    op.drop_table("gaps")
    op.drop_table("search_months")
