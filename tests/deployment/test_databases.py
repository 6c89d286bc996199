"""The page of each kind of database is right, and AWS's own authorities are those that are pinned."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deployment.database import pooled
from deployment.database.login import _HERE
from scripts import rds_authorities
from scripts.rds_authorities import FILE, Wrong, check, written
from spoor.postgres import database_url

PAGE = (Path(__file__).parents[2] / "docs/databases.md").read_text()
SHOWN = re.findall(r"^\| (direct|pooled) \| `(postgresql://[^`]+)` \|$", PAGE, re.MULTILINE)


def test_every_address_of_the_page_is_read_as_functions_read_theirs() -> None:
    assert len(SHOWN) == 8
    for kind, url in SHOWN:
        params = database_url.read(url, "URL").params
        assert params["sslmode"] in {"verify-full", "require"}
        if root := params.get("sslrootcert"):
            assert root == pooled.authorities(params["host"]), url
            assert Path(_HERE[root]).is_file()
        if kind == "direct" and (found := pooled.candidates(params)):
            assert any(f"@{found[0].host}:" in other or f"@{found[0].host}/" in other for _, other in SHOWN)


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("x.abc.eu-central-1.rds.amazonaws.com", pooled.OF_RDS),
        ("x.cluster-abc.eu-central-1.rds.amazonaws.com", pooled.OF_RDS),
        ("x.abc.cn-north-1.rds.amazonaws.com.cn", pooled.OF_RDS),
        ("x.proxy-abc.eu-central-1.rds.amazonaws.com", pooled.AUTHORITIES),
        ("rds.amazonaws.com.example.com", pooled.AUTHORITIES),
    ],
)
def test_the_authorities_follow_the_host(host: str, found: str) -> None:
    assert pooled.authorities(host) == found


def test_the_authorities_of_rds_are_those_that_are_pinned_and_all_of_them_are_good() -> None:
    text = FILE.read_text()
    check(text)
    assert text.count("BEGIN") == 81
    assert written(text) == text, "whoever writes it anew of what AWS publishes gets the same"
    with pytest.raises(Wrong, match="pinned"):
        check(text.replace("eu-central-1", "eu-central-9"))
    with pytest.raises(Wrong, match="is over"):
        check(text, datetime(2200, 1, 1, tzinfo=UTC))


def test_what_signs_itself_and_is_not_of_rds_is_no_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    import certifi

    text = "".join(re.findall(r"-----BEGIN.*?END CERTIFICATE-----\n", certifi.contents(), re.DOTALL)[:1])
    monkeypatch.setattr(rds_authorities, "PINNED", hashlib.sha256(text.encode()).hexdigest())
    with pytest.raises(Wrong, match="no authority of RDS"):
        check(text)
