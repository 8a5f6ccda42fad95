"""The newsletter: templates, issues, what was known and sent, subscribers and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "newsletters",
        sa.Column("id", sa.String(120), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newsletters"),
    )
    op.create_table(
        "issues",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("newsletter", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issues"),
        sa.UniqueConstraint("newsletter", "number", name="uq_issues_newsletter"),
        _of_newsletter("issues"),
    )
    op.create_table(
        "newsletter_known",
        sa.Column("newsletter", sa.String(120), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("newsletter", "key", name="pk_newsletter_known"),
        _of_newsletter("newsletter_known"),
    )
    op.create_table(
        "newsletter_sent",
        sa.Column("newsletter", sa.String(120), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sent", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("newsletter", "key", name="pk_newsletter_sent"),
        _of_newsletter("newsletter_sent"),
    )
    _people()


def _people() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("newsletter", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked", sa.DateTime, nullable=False),
        sa.Column("confirmed", sa.DateTime),
        sa.Column("left", sa.DateTime),
        sa.Column("proof", sa.Text, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("newsletter", "email", name="uq_subscribers_newsletter"),
        _of_newsletter("subscribers"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("issue", sa.Integer, nullable=False),
        sa.Column("subscriber", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("issue", "subscriber", name="uq_deliveries_issue"),
        sa.ForeignKeyConstraint(["issue"], ["issues.id"], name="fk_deliveries_issue"),
        sa.ForeignKeyConstraint(
            *(["subscriber"], ["subscribers.id"]),
            name="fk_deliveries_subscriber",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_deliveries_issue", "deliveries", ["issue"])


def _of_newsletter(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["newsletter"], ["newsletters.id"], name=f"fk_{table}_newsletter"
    )


def downgrade() -> None:
    """Remove the tables."""
    for table in (
        *("deliveries", "subscribers", "newsletter_sent", "newsletter_known"),
        *("issues", "newsletters"),
    ):
        op.drop_table(table)
