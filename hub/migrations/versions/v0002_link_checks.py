"""Links: the state of each address, and the checks it rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "links",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("checked", sa.DateTime, nullable=False),
        sa.Column("since", sa.DateTime, nullable=False),
        sa.Column("fine", sa.DateTime),
        sa.Column("failing_since", sa.DateTime),
        sa.Column("dead", sa.Boolean, nullable=False),
        sa.Column("target", sa.Text),
        sa.PrimaryKeyConstraint("key", name="pk_links"),
    )
    op.create_index("ix_links_checked", "links", ["checked"])
    op.create_table(
        "link_checks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("target", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_link_checks"),
        sa.ForeignKeyConstraint(
            ["link"], ["links.key"], name="fk_link_checks_link", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_link_checks_link", "link_checks", ["link"])


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("link_checks")
    op.drop_table("links")
