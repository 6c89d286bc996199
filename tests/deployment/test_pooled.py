"""The pooler of a known provider is found from the direct address."""

import pytest

from deployment.database.pooled import Pooler, candidates, given, straight

NEON = "ep-cool-name-123456.eu-central-1.aws.neon.tech"
POOLED_NEON = "ep-cool-name-123456-pooler.eu-central-1.aws.neon.tech"
SUPABASE = "aws-0-eu-central-1.pooler.supabase.com"


@pytest.mark.parametrize(
    ("host", "user", "found"),
    [
        (NEON, "owner", [Pooler(POOLED_NEON, "5432")]),
        (SUPABASE, "postgres.abcdef", [Pooler(SUPABASE, "6543", ".abcdef")]),
        ("db.abcdef.supabase.co", "postgres", [Pooler("db.abcdef.supabase.co", "6543")]),
        ("x.postgres.database.azure.com", "owner", [Pooler("x.postgres.database.azure.com", "6432")]),
        ("spoor.abc.eu-central-1.rds.amazonaws.com", "owner", []),
        ("neon.tech.example.com", "owner", []),
    ],
)
def test_a_known_provider_tells_where_its_pooler_is(host: str, user: str, found: list[Pooler]) -> None:
    assert candidates({"host": host, "user": user, "port": "5432"}) == found


def test_who_gives_the_pooled_address_of_a_known_provider_means_the_direct_one() -> None:
    assert straight({"host": POOLED_NEON})["host"] == NEON
    assert straight({"host": NEON})["host"] == NEON
    assert straight({"host": SUPABASE, "port": "6543"})["port"] == "5432"
    assert straight({"host": "db.example.com", "port": "6543"})["port"] == "6543"


def test_a_pooler_that_the_deployer_names_may_have_a_port() -> None:
    direct = {"host": "db.example.com", "port": "5433"}
    assert given("pool.example.com:6432", direct) == Pooler("pool.example.com", "6432")
    assert given("pool.example.com", direct) == Pooler("pool.example.com", "5433")
    assert given("none", direct) == given("", direct) == Pooler("db.example.com", "5433")


def test_the_url_of_a_login_escapes_what_it_is_made_of() -> None:
    url = Pooler("h", "6543", ".ref").url("spoor", "a/b@c", "my db", {"sslmode": "require"})
    assert url == "postgresql://spoor.ref:a%2Fb%40c@h:6543/my%20db?sslmode=require"
