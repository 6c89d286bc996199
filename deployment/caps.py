"""How many instances each function may have, such that they fit into what the account may run."""

from collections.abc import Mapping
from dataclasses import dataclass

MUST_STAY_FREE = 100
"""Instances that AWS lets nobody reserve."""

BESIDE = 8
"""Instances that the template reserves in any case: two of drain, three of mcp, one of rollup, seal and alerts each."""


@dataclass(frozen=True)
class Caps:
    """The template's parameters of the same names."""

    ingest: int = 20
    api: int = 10
    authorizer: int = 30

    @property
    def needed(self) -> int:
        """How many instances are reserved by them; auth, query and web have `api` each."""
        return self.ingest + 3 * self.api + self.authorizer + BESIDE

    @property
    def parameters(self) -> dict[str, str]:
        """As the template is told."""
        return {
            "ReserveConcurrency": "true",
            "IngestConcurrency": str(self.ingest),
            "ApiConcurrency": str(self.api),
            "AuthorizerConcurrency": str(self.authorizer),
        }


UNCAPPED = {"ReserveConcurrency": "false"}


def choose(free: int, reserved_by_us: int = 0) -> Caps | None:
    """The largest caps that fit, none above the template's own; None where even small ones do not.

    `free` instances are reserved by nobody, `reserved_by_us` by an earlier deployment of this stack.
    """
    room = free + reserved_by_us - MUST_STAY_FREE
    sizes = (Caps(), *(Caps(ingest=2 * api, api=api, authorizer=3 * api) for api in range(9, 1, -1)))
    return next((caps for caps in sizes if caps.needed <= room), None)


def reserved(parameters: Mapping[str, str]) -> int:
    """How many instances a stack with these parameters has reserved."""
    if parameters.get("ReserveConcurrency") != "true":
        return 0
    known = Caps()
    return Caps(
        int(parameters.get("IngestConcurrency", known.ingest)),
        int(parameters.get("ApiConcurrency", known.api)),
        int(parameters.get("AuthorizerConcurrency", known.authorizer)),
    ).needed
