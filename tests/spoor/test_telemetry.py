"""Metrics say what happened, and errors where, without a word of what was sent."""

import json

import pytest

from spoor.settings import setting
from spoor.telemetry import emit, log_fault


def test_a_metric_has_the_number_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    emit(EventsAccepted=3, EventsDuplicate=2)
    line = json.loads(capsys.readouterr().out)
    [about] = line["_aws"]["CloudWatchMetrics"]
    assert {one["Name"]: line[one["Name"]] for one in about["Metrics"]} == {
        "EventsAccepted": [3],
        "EventsDuplicate": [2],
    }


def test_nothing_is_printed_of_what_did_not_happen_since_each_metric_is_charged_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    emit(MailSent=0, MailLost=0)
    assert capsys.readouterr().out == ""
    emit(MailSent=1, MailLost=0)
    assert "MailLost" not in capsys.readouterr().out


@pytest.mark.parametrize(("given", "namespace"), [("", "Spoor"), ("Spoor/staging", "Spoor/staging")])
def test_metrics_of_a_stack_stand_in_its_own_namespace(
    given: str, namespace: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_NAMESPACE", given)
    setting.cache_clear()
    emit(EventsAccepted=3)
    [about] = json.loads(capsys.readouterr().out)["_aws"]["CloudWatchMetrics"]
    assert about["Namespace"] == namespace
    setting.cache_clear()


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
