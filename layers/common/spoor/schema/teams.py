"""Teams, who is in them or invited, what a sign-in session is about, and which apps are shared."""

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Table, Text, UniqueConstraint, text

from spoor.schema.columns import NOW, UTC_CLOCK, app_id, metadata


def _organization_id(table: str) -> Column[str]:
    name = f"{table}_organization_id_organization_id_fk"
    key = ForeignKey("spoor.organization.id", name=name, ondelete="CASCADE")
    return Column("organization_id", Text, key, nullable=False)


def _user_id(table: str, column: str) -> Column[str]:
    key = ForeignKey("public.user.id", name=f"{table}_{column}_user_id_fk", ondelete="CASCADE")
    return Column(column, Text, key, nullable=False)


organizations = Table(
    "organization",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("logo", Text),
    Column("created_at", UTC_CLOCK, nullable=False),
    Column("metadata", Text),
    Column("second_factor_required", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("slug", name="organization_slug_unique"),
    schema="spoor",
)

members = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    _organization_id("member"),
    _user_id("member", "user_id"),
    Column("role", Text, nullable=False, server_default=text("'member'")),
    Column("created_at", UTC_CLOCK, nullable=False),
    UniqueConstraint("organization_id", "user_id", name="member_organization_id_user_id_unique"),
    Index("idx_member_user", "user_id"),
    schema="spoor",
)

known_members = Table(
    "known_members",
    metadata,
    Column(
        "organization_id",
        Text,
        ForeignKey(
            "spoor.organization.id", name="known_members_organization_id_organization_id_fk", ondelete="CASCADE"
        ),
        primary_key=True,
    ),
    Column(
        "user_id",
        Text,
        ForeignKey("public.user.id", name="known_members_user_id_user_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Index("idx_known_member_user", "user_id"),
    schema="spoor",
)

invitations = Table(
    "invitation",
    metadata,
    Column("id", Text, primary_key=True),
    _organization_id("invitation"),
    Column("email", Text, nullable=False),
    Column("role", Text),
    Column("status", Text, nullable=False, server_default=text("'pending'")),
    Column("expires_at", UTC_CLOCK, nullable=False),
    Column("created_at", UTC_CLOCK, nullable=False, server_default=NOW),
    _user_id("invitation", "inviter_id"),
    Index("idx_invitation_organization", "organization_id"),
    Index("idx_invitation_email", "email"),
    Index("idx_invitation_inviter", "inviter_id"),
    schema="spoor",
)

session_organizations = Table(
    "session_organizations",
    metadata,
    Column(
        "session_id",
        Text,
        ForeignKey("public.session.id", name="session_organizations_session_id_session_id_fk", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("organization_id", Text, nullable=False),
    schema="spoor",
)

app_teams = Table(
    "app_teams",
    metadata,
    app_id("app_teams", primary_key=True),
    Column("organization_id", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    ForeignKeyConstraint(
        ["organization_id", "owner_id"],
        ["spoor.member.organization_id", "spoor.member.user_id"],
        name="app_teams_member_fk",
        ondelete="CASCADE",
    ),
    Index("idx_app_team_member", "organization_id", "owner_id"),
    schema="spoor",
)
