"""Metrics say what happened, and errors where, without a word of what was sent."""

import json

import pytest

from spoor.telemetry import emit, log_fault


def test_a_metric_has_the_number_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    emit(EventsAccepted=3, EventsDuplicate=0)
    line = json.loads(capsys.readouterr().out)
    [about] = line["_aws"]["CloudWatchMetrics"]
    assert about["Namespace"] == "Spoor"
    assert {one["Name"]: line[one["Name"]] for one in about["Metrics"]} == {
        "EventsAccepted": [3],
        "EventsDuplicate": [0],
    }


def test_what_a_metric_is_about_is_in_its_line_and_no_dimension(capsys: pytest.CaptureFixture[str]) -> None:
    emit({"vendor": "native"}, EventsAccepted=3)
    line = json.loads(capsys.readouterr().out)
    assert line["vendor"] == "native"
    assert line["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]


def test_a_fault_is_logged_by_kind_and_place_and_its_text_stays_out(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("pii@example.com")
    except ValueError as error:
        log_fault(error)
    [record] = caplog.records
    logged = str(vars(record))
    assert "ValueError" in logged
    assert "test_telemetry.py" in logged
    assert "pii@example.com" not in logged
