"""What a client would rather have is read as RFC 9110 says it."""

import gzip

import pytest

from spoor.http.accept import accepts_gzip, prefers_csv
from spoor.http.compression import gzipped
from spoor.http.entity_tags import is_named


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("br;q=1.0,gzip;q=0.001", True),
        ("*", True),
        ("identity, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip ; Q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("br", False),
        ("identity", False),
        ("gzipped", False),
        ("gzip;q=often", True),
        (", ,;", False),
    ],
)
def test_gzip_is_for_who_takes_it(header: str, taken: bool) -> None:
    assert accepts_gzip(header) is taken


@pytest.mark.parametrize(
    ("header", "csv"),
    [
        ("", False),
        ("text/csv", True),
        ("text/html, */*;q=0.8", False),
        ("application/json, text/csv", False),
        ("text/csv, application/json;q=0.9", True),
        ("*/*, text/csv;q=0.1", False),
        ("text/csv;q=0", False),
    ],
)
def test_csv_is_for_who_would_rather_have_it(header: str, csv: bool) -> None:
    assert prefers_csv(header) is csv


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("", False),
        ("*", True),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ('"b"', False),
        ("a", False),
    ],
)
def test_a_tag_is_named_weakly_or_not(header: str, named: bool) -> None:
    assert is_named('W/"a"', header) is named
    assert is_named('"a"', header) is named


def test_equal_texts_are_compressed_to_equal_bytes() -> None:
    text = b"spoor " * 1000
    assert gzip.decompress(gzipped(text)) == text
    assert gzipped(text) == gzipped(text)
