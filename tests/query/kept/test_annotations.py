"""Notes stand at their time."""

from typing import Any

import pytest

from tests.query.conftest import Ask


def test_notes_are_listed_by_time_changed_and_deleted(shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/annotations"
    late = ask("POST", path, {"at": "2026-11-02T10:00:00+01:00", "text": "Sale"})
    early = ask("POST", path, {"at": "2026-11-01", "text": "Release"})
    assert (late.status, late.json["at"]) == (201, "2026-11-02T09:00:00+00:00")
    assert ask("GET", path).json == {"annotations": [early.json, late.json]}
    assert ask("GET", f"{path}?from=2026-11-02").json == {"annotations": [late.json]}
    assert ask("GET", f"{path}?to=2026-11-01").json == {"annotations": []}
    assert ask("GET", f"{path}?to=2026-11-01&timezone=America/New_York").json == {"annotations": [early.json]}
    one = f"{path}/{early.json['id']}"
    assert ask("PATCH", one, {"text": "Launch"}).json == {**early.json, "text": "Launch"}
    assert ask("PATCH", one, {"at": "2026-11-03"}).json["at"] == "2026-11-03T00:00:00+00:00"
    assert ask("DELETE", one).status == 204
    assert ask("PATCH", one, {"text": "x"}).status == 404


@pytest.mark.parametrize(
    "said", [{"at": "soon"}, {"text": ""}, {"text": " \n"}, {"text": "a\0"}, {"at": 5}, {"colour": "red"}]
)
def test_a_note_that_makes_no_sense_is_refused(shop: str, ask: Ask, said: dict[str, Any]) -> None:
    note = {"at": "2026-11-01", "text": "Release", **said}
    assert ask("POST", f"/api/apps/{shop}/annotations", note).status == 422
