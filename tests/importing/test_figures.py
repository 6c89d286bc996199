"""What Plausible counted is kept day by day as its export says it, apart: it makes no event and no visitor, once."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.app import handler as ingest
from query.app import handler
from tests.gateway import call
from tests.importing.conftest import Import
from tests.people import Direct, sign_up, stored, track

_COUNTS = "visitors,visits,visit_duration,bounces,pageviews"
_UTM = "utm_source,utm_medium,utm_campaign,utm_content,utm_term"
HEADS = {
    "visitors": "date,visitors,pageviews,bounces,visits,visit_duration",
    "sources": f"date,source,referrer,{_UTM},pageviews,visitors,visits,visit_duration,bounces",
    "pages": "date,hostname,page,visits,visitors,pageviews",
    "entry_pages": "date,entry_page,visitors,entrances,visit_duration,bounces,pageviews",
    "exit_pages": "date,exit_page,visitors,visit_duration,exits,bounces,pageviews",
    "custom_events": "date,name,link_url,path,visitors,events",
    "locations": f"date,country,region,city,{_COUNTS}",
    "devices": f"date,device,{_COUNTS}",
    "browsers": f"date,browser,browser_version,{_COUNTS}",
    "operating_systems": f"date,operating_system,operating_system_version,{_COUNTS}",
}
"""The first rows of the ten tables, as Plausible documents them."""
ROWS = {
    "visitors": ['"2024-02-09",119,304,77,134,21070', '"2024-02-10",166,325,117,180,21467', '"2024-02-11",0,0,0,0,0'],
    "sources": ['"2024-02-09","DuckDuckGo","duckduckgo.com","","","","","",2,1,1,19,0'],
    "pages": [
        '"2024-02-09","site.example","/a",8,7,9',
        '"2024-02-10","site.example","/a",3,3,4',
        '"2024-02-10","site.example","/""b"", ü",1,1,1',
    ],
    "entry_pages": ['"2024-02-09","/a",1,2,922,0,7'],
    "exit_pages": ['"2024-02-09","/a",1,0,3,1,1'],
    "custom_events": ['"2024-02-09","404","","/no",1,1', '"2024-02-09","Signup","","",3,5'],
    "locations": ['"2024-02-09","FR","FR-PAC",3027647,1,1,4,0,2', '"2024-02-09","GB","",0,1,1,0,1,1'],
    "devices": ['"2024-02-09","Mobile",12,13,140,10,17'],
    "browsers": ['"2024-02-09","Safari","16.3",5,6,512,2,10'],
    "operating_systems": ['"2024-02-09","","",1,1,8,0,24'],
}
WRONG = {
    '"2024-02-12",1,1,1,1,-1': "INVALID_NUMBER",
    '"2024-02-12",1,1,1,1,1.5': "INVALID_NUMBER",
    '"2024-02-12",1,1,1,1,99999999999999': "INVALID_NUMBER",
    '"2024-02-12",1,1,1': "ROW_TOO_SHORT",
    '"",1,1,1,1,1': "TIME_MISSING",
    '"2024-02-30",1,1,1,1,1': "INVALID_TIME",
    '"20240212",1,1,1,1,1': "INVALID_TIME",
    '"2999-01-01",1,1,1,1,1': "TIME_OUT_OF_RANGE",
}


class Stream(io.BytesIO):
    """Bytes that are written one after another, as to a browser."""

    def seekable(self) -> bool:
        """Never."""
        return False


def export(rows: dict[str, list[str]]) -> bytes:
    """Plausible's zip: entries are stored as they are, their sizes come after them."""
    inside = Stream()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_STORED) as archive:
        for table, lines in rows.items():
            head = HEADS[table].replace(",", '","')
            archive.writestr(f"imported_{table}_20240209_20240211.csv", "\n".join([f'"{head}"', *lines, ""]))
    return inside.getvalue()


def imported(app_id: str, query: str = "", user_id: str = "ann") -> Any:
    """What the API says of it."""
    reply = call(handler, "GET", f"/api/apps/{app_id}/imported", user_id=user_id, query=query)
    return reply.json["imported"] if reply.status == 200 else (reply.status, reply.json["code"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The export."""
    path = tmp_path / "site.example_20240211.zip"
    path.write_bytes(export(ROWS))
    return path


def test_figures_of_days_are_kept_once_as_the_export_says_and_make_no_event(
    database: Direct, shop: str, run: Import, file: Path
) -> None:
    rows = sum(map(len, ROWS.values()))
    assert run("plausible", file).outcome == (rows, 0, 0, 0)
    days = imported(shop)
    assert run("plausible", file, options=("--batch", "2")).outcome == (0, rows, 0, 0)
    assert imported(shop) == days
    keys = ("visitors", "pageviews", "bounces", "visits", "visitDurationS")
    assert [(one["day"], *(one[key] for key in keys)) for one in days] == [
        ("2024-02-11", 0, 0, 0, 0, 0),
        ("2024-02-10", 166, 325, 117, 180, 21467),
        ("2024-02-09", 119, 304, 77, 134, 21070),
    ]
    assert [one["day"] for one in imported(shop, "from=2024-02-10&to=2024-02-11")] == ["2024-02-10"]
    pages = imported(shop, "dimension=page")
    said = [
        (one["value"], one["days"], one["visitors"], one["visits"], one["pageviews"], one["bounces"]) for one in pages
    ]
    assert said == [
        ({"hostname": "site.example", "page": "/a"}, 2, None, 11, 13, None),  # visitors of two days are nobody's sum
        ({"hostname": "site.example", "page": '/"b", ü'}, 1, 1, 1, 1, None),
    ]
    assert [one["visitors"] for one in imported(shop, "dimension=page&to=2024-02-10")] == [7]
    values = {
        "source": [{"source": "DuckDuckGo", "referrer": "duckduckgo.com"}],
        "event": [{"name": "Signup"}, {"name": "404", "path": "/no"}],
        "location": [{"country": "FR", "region": "FR-PAC", "city": "3027647"}, {"country": "GB"}],
        "device": [{"device": "Mobile"}],
        "browser": [{"browser": "Safari", "browser_version": "16.3"}],
        "operatingSystem": [{}],
    }
    for dimension, expected in values.items():
        assert [one["value"] for one in imported(shop, f"dimension={dimension}")] == expected, dimension
    counts = [imported(shop, f"dimension={each}")[0] for each in ("entryPage", "exitPage", "event")]
    assert [(one["visits"], one["events"]) for one in counts] == [(2, None), (3, None), (None, 5)]
    assert call(handler, "GET", f"/api/apps/{shop}/imported", user_id="ann", query="format=csv").text.count("\n") == 4
    for wrong in ("dimension=visitor", "from=2024-2-1", "from=2024-02-10&to=2024-02-09", "timezone=UTC"):
        assert imported(shop, wrong)[0] == 422, wrong
    assert stored(database, shop) == []
    [held] = database.execute(
        "SELECT (SELECT count(*) FROM spoor.identities) + (SELECT count(*) FROM spoor.outcomes) AS made"
    ).fetchall()
    assert held["made"] == 0


def test_a_row_that_cannot_be_is_refused_with_its_line_and_a_later_export_takes_the_place_of_a_day(
    shop: str, run: Import, tmp_path: Path
) -> None:
    first = tmp_path / "a.zip"
    longest = f'"2024-02-09","site.example","/{"x" * 2600}",1,1,1'
    first.write_bytes(export({"visitors": [*ROWS["visitors"], *WRONG], "pages": [longest, *ROWS["pages"]]}))
    told = run("plausible", first)
    assert told.outcome == (6, 0, len(WRONG) + 1, 0)
    lines = {(each["file"].rpartition("imported_")[2][:5], each["line"]): each["refused"] for each in told.report}
    assert lines == {("visit", at): code for at, code in enumerate(WRONG.values(), 4)} | {
        ("pages", 1): "VALUE_TOO_LONG"
    }
    assert all(each["reason"] for each in told.report)
    other = tmp_path / "sources.csv"  # of the dashboard's own download
    other.write_text("name,visitors\nGoogle,3\n")
    assert run("plausible", other).counts["refused"] == {"TABLE_UNKNOWN": 1}
    later = tmp_path / "b.zip"
    later.write_bytes(export({"visitors": [*ROWS["visitors"][:2], '"2024-02-11",9,9,9,9,9']}))
    again = run("plausible", later)
    assert (again.outcome, again.counts["warnings"]) == ((0, 3, 0, 0), {"FIGURES_REPLACED": 1})
    assert [one["visitors"] for one in imported(shop)] == [9, 166, 119]


def test_figures_are_seen_by_their_app_alone_come_by_upload_too_and_go_with_it(
    database: Direct, shop: str, run: Import, file: Path
) -> None:
    other = track(database, sign_up(database, "eve"), "spk_eve")
    begun = call(handler, "POST", f"/api/apps/{shop}/imports", {"format": "plausible"}, user_id="ann").json
    headers = {"authorization": f"Bearer {begun['id']}", "content-type": "application/octet-stream"}
    sent = call(ingest, "POST", "/v1/imports", file.read_bytes(), headers=headers, query="file=site.zip")
    rows = sum(map(len, ROWS.values()))
    assert (sent.json["counts"]["records"], sent.json["counts"]["new"], sent.json["more"]) == (rows, rows, False)
    assert run("plausible", file).outcome == (0, rows, 0, 0)
    assert imported(shop, user_id="eve") == (404, "APP_NOT_FOUND")
    assert imported(other, user_id="eve") == []
    assert call(handler, "DELETE", f"/api/apps/{shop}", user_id="ann").status == 204
    assert database.execute("SELECT * FROM spoor.imported_days").fetchall() == []
    assert imported(shop) == (404, "APP_NOT_FOUND")
