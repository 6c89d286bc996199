"""What a sealed day holds: all of its events, in order, exactly; and who changes it says so."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from uuid import UUID

import duckdb
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from rollup.lake import export, staging
from rollup.lake import files as layout
from rollup.lake.work import LakePatience, due, sweep, work
from spoor import database as layer
from spoor.lake.folder import Folder
from spoor.lake.manifest import SealedDay, file_digest
from tests.people import Direct, happen
from tests.rollup.lake.lake import DAY, at, files, ingest, manifest, marked, read, seal_day

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=400)
AT_ONCE = LakePatience(rested=timedelta(), left=timedelta(), counted=timedelta())
AWKWARD = ["plain", "with \x1f and \n and \t", "quotes \" \\ '", "größer 😀", "\x7f", " ", "a,b", "null", "1"]


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    """A lake in a folder."""
    return Folder(tmp_path / "lake")


def test_a_sealed_day_holds_its_events_exactly_and_in_order(
    database: Direct, shop: str, store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PAGE_ROWS", 37)
    random = Random(5)
    times = [random.uniform(0, 86_399) for _ in range(40)] + [0.0, 86_399.999999]
    happen(
        database,
        shop,
        [
            (
                random.choice(AWKWARD),
                random.choice([None, *AWKWARD]),
                at(random.choice(times)),
                {"k": random.choice(AWKWARD)},
            )
            for _ in range(300)
        ],
    )
    happen(database, shop, [("outside", "v", at(86_400)), ("outside", "v", at(-0.000001)), ("bare", None, at(5))])
    assert seal_day(shop, store).rows == 301
    rows = database.execute(
        "SELECT id::text AS id, name, anonymous_id, properties::text AS said,"
        " (extract(epoch FROM occurred_at) * 1000000)::bigint AS us FROM public.events"
        " WHERE occurred_at >= %s AND occurred_at < %s ORDER BY occurred_at, id",
        [at(0), at(86_400)],
    ).fetchall()
    assert read(database, store, manifest(database)) == [dict(row) for row in rows]


def test_the_manifest_tells_what_is_in_the_files(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(899.9995)), ("open", "v2", at(900)), ("buy", None, at(86_399))])
    seal_day(shop, store)
    sealed = manifest(database)
    assert (sealed.rows, sealed.visitors, sealed.whole_ms, sum(sealed.names.values())) == (3, 2, False, 3)
    assert sorted(sealed.names.values()) == [1, 2]
    assert list(sealed.quarters[:3]) == [0, 1, 2]
    assert sealed.quarters[95] == 2
    assert sealed.core_sha256 == file_digest(store.root / sealed.core)
    assert sealed.properties_bytes == (store.root / sealed.properties).stat().st_size
    [chunk] = sealed.chunks
    assert chunk["rows"] == 3
    assert set(chunk) == {"rows", "visitor", "name", "t_ms", "t_us"}
    offset, size = chunk["t_ms"]
    assert 4 <= offset < offset + size <= sealed.core_bytes


@pytest.mark.parametrize("column", [name for name in SealedDay.__dataclass_fields__ if name not in ("app_id", "day")])
def test_a_column_of_the_manifest_that_was_changed_is_noticed(
    database: Direct, shop: str, store: Folder, column: str
) -> None:
    happen(database, shop, [("open", "v1", at(5))])
    seal_day(shop, store)
    changed = {
        "names": sql.Literal(Jsonb({"1": 2})),
        "keys": sql.SQL("'{}'"),
        "quarters": sql.SQL("'{}'"),
        "chunks": sql.Literal(Jsonb([])),
        "whole_ms": sql.Literal(False),
    }
    name = sql.Identifier(column)
    more = sql.SQL(" || 'x'" if "sha" in column or column in ("core", "properties") else " + 1")
    value = changed.get(column, sql.Composed([name, more]))
    database.execute(sql.SQL("UPDATE spoor.lake_days SET {} = {}").format(name, value))
    with pytest.raises(ValueError, match="changed"):
        manifest(database)


@pytest.mark.parametrize(
    ("values", "kind", "wanted"),
    [
        (['"a"', '"1"', "null"], "text", ["a", "1", None]),
        (["1", "1.0", '"1"', "true"], "json", ["1", "1", '"1"', "true"]),
        (["1.10", "0.0000001", "-0.50"], "json", ["1.1", "0.0000001", "-0.5"]),
        (["12345678901234567890123.10", "0.1000000000000000055511151231257827", "1e25"], "json",
         ["12345678901234567890123.1", "0.1000000000000000055511151231257827", "10000000000000000000000000"]),
        (['"1.0"', '"x.0"', "2.0"], "json", ['"1.0"', '"x.0"', "2"]),
        (['"\\u0001\\" "', "123456789012345678901234567890", "1.5"], "json",
         ['"\\u0001\\" "', "123456789012345678901234567890", "1.5"]),
    ],
)  # fmt: skip
def test_equal_values_are_written_equally_and_no_digit_is_lost(
    database: Direct, shop: str, store: Folder, values: list[str], kind: str, wanted: list[str | None]
) -> None:
    happen(database, shop, [("open", "v1", at(second)) for second, _ in enumerate(values)])
    for second, value in enumerate(values):
        said = f'{{"k": {value}, "other": ": 12345678901234567890"}}' if second else f'{{"k": {value}}}'
        database.execute("UPDATE public.events SET properties = %s WHERE occurred_at = %s", [said, at(second)])
    seal_day(shop, store)
    sealed = manifest(database)
    key = sealed.keys["columns"]["k"]
    assert key["kind"] == kind
    with duckdb.connect() as duck:
        path = str(store.root / sealed.properties)
        found = duck.execute(f"SELECT {key['column']} FROM read_parquet(?)", [path]).fetchall()
    assert [value for (value,) in found] == wanted


def test_keys_that_hold_objects_or_are_too_many_have_no_column(database: Direct, shop: str, store: Folder) -> None:
    many = {f"k{at}": 1 for at in range(70)}
    happen(
        database, shop, [("open", "v1", at(5), {"flat": 1, "deep": {"a": 1.0}, "a.b": 2}), ("open", "v1", at(6), many)]
    )
    seal_day(shop, store)
    keys = manifest(database).keys
    assert len(keys["columns"]) == 63  # the most, but for the one that holds an object
    assert "deep" in keys["left_out"]
    assert "a.b" not in keys["columns"]
    assert set(many) | {"flat", "deep"} == {*keys["columns"], *keys["left_out"]}


@pytest.mark.parametrize("deep", [[1.0], {"a": 1}])
def test_a_key_that_holds_objects_has_no_column_whatever_number_is_beside_them(
    database: Direct, shop: str, store: Folder, deep: object
) -> None:
    happen(
        database, shop, [("e", "v", at(1), {"deep": deep, "k": 1e20}), ("e", "v", at(2), {"k": 12345678901234567890})]
    )
    seal_day(shop, store)
    keys = manifest(database).keys
    assert keys["left_out"] == ["deep"]
    assert list(keys["columns"]) == ["k"]


def test_a_key_has_a_column_of_its_own_whatever_it_is_made_to_look_like(
    database: Direct, shop: str, store: Folder
) -> None:
    alike = f"a_{sha256(b'A').hexdigest()[:12]}"  # what the column of A is called
    happen(database, shop, [("open", "v1", at(5), {"A": "1", alike: "2", "a": "3"})])
    seal_day(shop, store)
    columns = {key: told["column"] for key, told in manifest(database).keys["columns"].items()}
    with duckdb.connect() as duck:
        path = str(store.root / manifest(database).properties)
        found = duck.execute(
            f"SELECT {', '.join(columns[key] for key in ('A', alike, 'a'))} FROM read_parquet(?)", [path]
        )
        assert found.fetchall() == [("1", "2", "3")]


_LARGE = """
INSERT INTO public.events (id, app_id, name, anonymous_id, occurred_at, properties)
SELECT gen_random_uuid(), %s, 'large', 'v', %s::timestamptz + n * interval '1 second',
    (SELECT jsonb_object_agg('k' || key, repeat(md5((n * key)::text), %s)) FROM generate_series(1, %s) AS key)
        || CASE WHEN n %% 500 = 0 THEN '{"n": 12345678901234567890}' ELSE '{}' END::jsonb
FROM generate_series(1, %s) AS n
"""


def test_a_day_takes_little_memory_however_large_it_is_and_one_that_takes_too_much_stays_in_the_table(
    database: Direct, shop: str, store: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_MEMORY", "60MB")
    monkeypatch.setattr(layout, "_GROUP_BYTES", 10_000_000)
    database.execute(_LARGE, [shop, at(0), 2, 5, 40_000])  # more than fits in all
    database.execute(_LARGE, [shop, at(86_400), 2_000, 1, 1_200])  # more than fits at once
    happen(database, shop, [("open", "v1", at(-5))])
    became = work(store, NOW, patience=AT_ONCE)
    assert (became["sealed"], became["too large"]) == (2, 1)
    assert manifest(database).rows == 40_000
    assert len(manifest(database).keys["columns"]) == 6
    rows = database.execute(
        "SELECT properties->>'k3' AS k3, properties->>'n' AS n FROM public.events"
        " WHERE occurred_at < %s ORDER BY occurred_at, id OFFSET 1",
        [at(86_400)],
    ).fetchall()
    with duckdb.connect() as duck:
        path = str(store.root / manifest(database).properties)
        assert duck.execute("SELECT text_k3, json_n FROM read_parquet(?)", [path]).fetchall() == [
            (row["k3"], row["n"]) for row in rows
        ]
    again = work(store, NOW, patience=AT_ONCE)
    assert "too large" not in again, "it is not tried again at every run"
    ingest(database, shop, "v9", at(86_400 + 5_000))
    assert marked(database) == [DAY + timedelta(days=1)]
    assert DAY + timedelta(days=1) in [each.day for each in due(LATER, patience=AT_ONCE)], "but once it changed"


def test_a_day_that_cannot_be_sealed_keeps_no_other_from_being_sealed_and_is_told(
    database: Direct, shop: str, store: Folder
) -> None:
    happen(database, shop, [("open", "v1", at(5)), ("open", "v1", at(-5))])
    failing = [duckdb.IOException("no room")]

    def step(what: str) -> None:
        if what == "seal 5 write" and failing:
            raise failing.pop()

    with pytest.raises(duckdb.IOException):
        work(store, NOW, patience=AT_ONCE, step=step)
    assert [each.day for each in due(LATER, patience=AT_ONCE)] == [DAY]
    assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1


def test_a_visitor_keeps_their_code_from_day_to_day(database: Direct, shop: str, store: Folder) -> None:
    happen(
        database,
        shop,
        [("open", "v1", at(5)), ("open", "v2", at(6)), ("open", "v2", at(86_405)), ("buy", "v3", at(86_406))],
    )
    seal_day(shop, store)
    before = database.execute("SELECT * FROM spoor.lake_visitors ORDER BY code").fetchall()
    seal_day(shop, store, DAY + timedelta(days=1))
    after = database.execute("SELECT * FROM spoor.lake_visitors ORDER BY code").fetchall()
    assert after[:2] == before
    assert [row["anonymous_id"] for row in after[2:]] == ["v3"]


def test_only_days_that_are_over_and_have_events_are_sealed(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(5)), ("open", "v1", at(86_400 * 2 + 5))])
    assert [each.day for each in due(NOW)] == [DAY]
    assert [each.day for each in due(datetime(2026, 11, 4, 1, 59, tzinfo=UTC))] == [DAY]
    assert [each.day for each in due(datetime(2026, 11, 4, 2, tzinfo=UTC))] == [DAY + timedelta(days=2), DAY]
    assert work(store, NOW) == {"sealed": 1}
    assert work(store, NOW) == {}


def test_an_event_that_comes_late_marks_its_day_and_sealing_again_takes_it_in(
    database: Direct, shop: str, store: Folder
) -> None:
    happen(database, shop, [("open", "v1", at(5))])
    seal_day(shop, store)
    ingest(database, shop, "v2", at(6))
    assert marked(database) == [DAY]
    assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1
    assert marked(database) == []
    assert manifest(database).rows == 2


def test_an_event_of_a_day_that_is_not_sealed_marks_nothing(database: Direct, shop: str) -> None:
    ingest(database, shop, "v1", at(5))
    assert marked(database) == []


def test_an_event_that_was_there_already_marks_nothing(database: Direct, shop: str, store: Folder) -> None:
    ingest(database, shop, "v1", at(5))
    seal_day(shop, store)
    ingest(database, shop, "v1", at(5))
    assert marked(database) == []


def test_of_a_batch_only_the_days_that_are_sealed_are_marked(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(5)), ("open", "v1", at(-86_400))])
    seal_day(shop, store)
    rows = [[str(UUID(int=n)), "open", "v1", {}, at(n * 40_000).isoformat()] for n in range(4)]
    database.execute(
        "SELECT spoor.store_events(%s, 'spk_shop', %s, now(), 'test', 0::smallint, NULL)", [shop, json.dumps(rows)]
    )
    assert marked(database) == [DAY]


def test_an_erasure_marks_the_days_that_it_changed_and_forgets_the_code(
    database: Direct, shop: str, store: Folder
) -> None:
    happen(database, shop, [("open", "v1", at(5)), ("open", "v2", at(86_405))])
    seal_day(shop, store)
    seal_day(shop, store, DAY + timedelta(days=1))
    database.execute("SELECT spoor.erase_visitor(%s, 'v2')", [shop])
    assert marked(database) == [DAY + timedelta(days=1)]
    assert [row["anonymous_id"] for row in database.execute("SELECT * FROM spoor.lake_visitors")] == ["v1"]
    assert work(store, LATER, patience=AT_ONCE)["empty"] == 1
    assert len(files(store.root)) == 2


def test_what_was_written_past_ingest_is_found_by_counting(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(5))])
    seal_day(shop, store)
    happen(database, shop, [("open", "v2", at(6))])
    assert work(store, LATER, patience=AT_ONCE)["sealed"] == 1
    assert manifest(database).rows == 2


def test_a_writer_who_began_before_the_day_was_announced_is_waited_for(
    database: Direct, shop: str, store: Folder, monkeypatch: pytest.MonkeyPatch, server: object
) -> None:
    monkeypatch.setattr("rollup.lake.sealing._WAITING_S", 0.05)
    happen(database, shop, [("open", "v1", at(5))])
    with layer_connection(server) as writer:
        writer.execute(
            "INSERT INTO public.events (id, app_id, name, occurred_at) VALUES (gen_random_uuid(), %s, 'late', %s)",
            [shop, at(7)],
        )
        assert seal_day(shop, store).what == "still written"
        writer.commit()
    assert seal_day(shop, store).rows == 2


def test_of_two_who_seal_a_day_the_one_who_began_later_counts(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(5))])
    from rollup.lake.sealing import seal

    inner: list[str] = []

    def overtake(step: str) -> None:
        if step.startswith("6"):
            inner.append(seal_day(shop, store).what)

    assert seal(UUID(shop), DAY, store, step=overtake).what == "overtaken"
    assert inner == ["sealed"]
    assert manifest(database).rows == 1
    assert len(files(store.root)) == 4
    assert len(list(sweep(store, LATER))) == 2
    assert len(files(store.root)) == 2


def test_files_of_an_app_that_went_are_swept(database: Direct, shop: str, store: Folder) -> None:
    happen(database, shop, [("open", "v1", at(5))])
    seal_day(shop, store)
    database.execute("DELETE FROM public.tracked_apps")
    assert work(store, LATER)["swept"] == 2
    assert files(store.root) == []


@pytest.mark.parametrize("day", [date(2026, 11, 1)])
def test_a_day_of_an_app_that_is_gone_is_not_sealed(database: Direct, store: Folder, day: date) -> None:
    assert seal_day(str(UUID(int=1)), store, day).what == "app gone"


def layer_connection(server: object) -> "layer.psycopg.Connection":
    """Another connection, whose transactions begin at its first statement."""
    return layer.psycopg.connect(server.url)  # type: ignore[attr-defined]  # reached through the module that imports it
