"""The one shape of what owners keep: rows of an app, made, listed, found, changed and deleted alike."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, Select, Table, delete, insert, select, update

from query.kept.bounds import Kind, room_for
from query.row_ids import row_id
from spoor import database
from spoor.errors import NotFound
from spoor.postgres.connection import Connection
from spoor.statements import compiled

T = TypeVar("T")


@dataclass(frozen=True)
class KeptTable(Generic[T]):
    """The rows of a `kind`, in its `table`; `read` makes a thing of a row, `missing` says that there is none such.

    `columns` are what is read, which may be more than the table has: then they are `selected_from` it and what belongs
    to it. Lists are newest first, or in the `order` that is given.
    """

    kind: Kind
    table: Table
    read: Callable[[database.Row], T]
    missing: type[NotFound]
    columns: tuple[ColumnElement[Any], ...] = ()
    selected_from: FromClause | None = None
    order: tuple[ColumnElement[Any], ...] = field(default=())

    def create(self, app_id: UUID, values: Mapping[str, Any]) -> T:
        """Keep a thing with these values.

        Raises TooManyKept, DatabaseAway.
        """
        with self.room(app_id) as connection:
            return self.get_by(connection, app_id, self.insert(connection, app_id, values))

    def list_of(self, app_id: UUID, *where: ColumnElement[bool]) -> list[T]:
        """The app's own, all of them or those for which `where` holds."""
        asked = self._select(app_id, *where).order_by(*(self.order or self._newest_first()))
        rows = database.run(*compiled(asked, f"list_{self._called}"), repeatable=True)
        return [self.read(row) for row in rows]

    def get(self, app_id: UUID, thing_id: str) -> T:
        """The app's own thing of that id, as it stands in an address.

        Raises `missing`, DatabaseAway.
        """
        asked = self._select(app_id, self._id == row_id(thing_id, self.missing))
        return self._one(database.run(*compiled(asked, f"get_{self._called}"), repeatable=True))

    def change(self, app_id: UUID, thing_id: str, values: Mapping[str, Any]) -> T:
        """Give the thing other values; what is not among them stays as it is.

        Raises `missing`, DatabaseAway.
        """
        with self.held(app_id, thing_id) as (connection, found):
            self.update(connection, found, values)
            return self.get_by(connection, app_id, found)

    def delete(self, app_id: UUID, thing_id: str) -> None:
        """Forget the thing.

        Raises `missing`, DatabaseAway.
        """
        gone = delete(self.table).where(self._of_app(app_id), self._id == row_id(thing_id, self.missing))
        if not database.change(*compiled(gone, f"delete_{self._called}"), repeatable=False):
            raise self.missing

    @contextmanager
    def room(self, app_id: UUID) -> Iterator[Connection]:
        """A transaction in which the app has room for one more.

        Raises TooManyKept, DatabaseAway.
        """
        with room_for(self.kind, app_id) as connection:
            yield connection

    @contextmanager
    def held(self, app_id: UUID, thing_id: str) -> Iterator[tuple[Connection, UUID]]:
        """A transaction that holds the app's thing, so that two changes of it follow one another; and its id.

        Raises `missing`, DatabaseAway.
        """
        found = row_id(thing_id, self.missing)
        lock = select(self._id).where(self._of_app(app_id), self._id == found).with_for_update()
        with database.transaction() as connection:
            if not connection.execute(*compiled(lock, f"lock_{self._called}")).fetchall():
                raise self.missing
            yield connection, found

    def insert(self, connection: Connection, app_id: UUID, values: Mapping[str, Any]) -> UUID:
        """Add a row; its id."""
        made = insert(self.table).values(app_id=app_id, **values).returning(self._id)
        [row] = connection.execute(*compiled(made, f"create_{self._called}")).fetchall()
        return UUID(str(row["id"]))

    def update(self, connection: Connection, thing_id: UUID, values: Mapping[str, Any]) -> None:
        """Change a row that is held; nothing where there are no values."""
        if values:
            changed = update(self.table).where(self._id == thing_id).values(**values)
            connection.execute(*compiled(changed, f"change_{self._called}"))

    def get_by(self, connection: Connection, app_id: UUID, thing_id: UUID) -> T:
        """The thing as a transaction sees it.

        Raises `missing`.
        """
        asked = self._select(app_id, self._id == thing_id)
        return self._one(connection.execute(*compiled(asked, f"get_{self._called}")).fetchall())

    def _select(self, app_id: UUID, *where: ColumnElement[bool]) -> Select[Any]:
        source = self.table if self.selected_from is None else self.selected_from
        own = [each for each in self.table.c if each.name != "app_id"]
        return select(*own, *self.columns).select_from(source).where(self._of_app(app_id), *where)

    def _of_app(self, app_id: UUID) -> ColumnElement[bool]:
        return self.table.c.app_id == app_id

    @property
    def _id(self) -> Column[Any]:
        return self.table.c.id

    def _newest_first(self) -> tuple[ColumnElement[Any], ...]:
        return self.table.c.created_at.desc(), self._id

    @property
    def _called(self) -> str:
        return self.kind.called.replace(" ", "_")

    def _one(self, rows: list[database.Row]) -> T:
        if not rows:
            raise self.missing
        return self.read(rows[0])


def said(**values: Any) -> dict[str, Any]:
    """Those of the values that are not None: what a change says."""
    return {name: value for name, value in values.items() if value is not None}
