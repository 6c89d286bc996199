"""The lake: closed days of events as files, beside the table that they are from. docs/lake.md describes them."""
