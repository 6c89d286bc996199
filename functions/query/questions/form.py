"""In which form an answer is wanted: as JSON, or as a table."""

from typing import Annotated, Literal

from pydantic import Field

Format = Annotated[
    Literal["json", "csv"], Field(description="`csv` for the same as a table; else the header `Accept` says.")
]
"""A word of the query string."""
