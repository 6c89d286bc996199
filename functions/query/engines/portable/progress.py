"""How far an engine is with a job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from query.engines.portable.bundle import Bundle
from spoor.lake.storage import Store

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` is how much of the files was read, as far as the engine tells; `cause` is why it failed, in its words."""

    state: Literal["running", "done", "failed"]
    share: float | None = None
    cause: str = ""


class Adapter(Protocol):
    """An engine that runs a bundle's statement."""

    def begin(self, bundle: Bundle) -> str:
        """Have it run; gives the handle by which the engine knows it. Raises EngineAway."""

    def leaves(self, handle: str) -> Sequence[str]:
        """The files that it leaves in the job's folder."""

    def progress(self, handle: str) -> Progress:
        """How far it is. Raises EngineAway."""

    def rows(self, folder: str, handle: str, store: Store) -> Rows:
        """What came out; numbers may be texts. Raises NotInStore, StoreAway."""
