"""A domain of one's own takes its name alone where Route 53 has its zone, and one record by hand where it has not."""

import boto3
import pytest
from moto.acm.models import CertBundle

from deployment.aws import domain
from deployment.failure import Failed
from tests.deployment.conftest import Deployer

NAME = "stats.example.com"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate that is issued once its record is there."""
    monkeypatch.setattr(domain, "PAUSE_S", 0.01)
    monkeypatch.setattr(domain, "WAIT_S", 0.2)


def issue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ACM find the record at its next look."""
    look = CertBundle.describe

    def found(self: CertBundle) -> object:
        described = look(self)
        self.status = "ISSUED"
        return described

    monkeypatch.setattr(CertBundle, "describe", found)


def test_with_a_zone_the_name_is_enough_and_a_second_run_asks_for_nothing(
    deployer: Deployer, moto: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    route53 = boto3.client("route53", region_name="us-east-1", endpoint_url=moto)
    for zone in ("com.", "example.com."):
        route53.create_hosted_zone(Name=zone, CallerReference=zone)
    issue(monkeypatch)
    given = domain.parameters(deployer.console(), NAME)
    assert given["DomainName"] == NAME
    assert ":acm:us-east-1:" in given["CertificateArn"]
    records = route53.list_resource_record_sets(HostedZoneId=given["HostedZoneId"])["ResourceRecordSets"]
    assert [it["Type"] for it in records if NAME in it["Name"]] == ["CNAME"]
    assert domain.parameters(deployer.console(), NAME) == given


def test_without_a_zone_the_record_to_make_is_told_and_the_next_run_goes_on(
    deployer: Deployer, moto: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Failed, match=rf"Make the record _\w+\.{NAME}\. CNAME _\w+.*run it again"):
        domain.parameters(deployer.console(), NAME)
    [standing] = boto3.client("acm", region_name="us-east-1", endpoint_url=moto).list_certificates()[
        "CertificateSummaryList"
    ]
    issue(monkeypatch)
    domain.parameters(deployer.console(), NAME)
    assert domain.parameters(deployer.console(), NAME) == {
        "DomainName": NAME,
        "CertificateArn": standing["CertificateArn"],
    }


def test_a_certificate_that_is_not_issued_in_time_says_where_to_look(deployer: Deployer, moto: str) -> None:
    boto3.client("route53", region_name="us-east-1", endpoint_url=moto).create_hosted_zone(
        Name="example.com.", CallerReference="1"
    )
    with pytest.raises(Failed, match=r"zone .* is the one that the internet asks"):
        domain.parameters(deployer.console(), NAME)


def test_a_dry_run_asks_for_no_certificate(deployer: Deployer, moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    given = domain.parameters(deployer.console(dry=True), NAME)
    assert given["DomainName"] == NAME
    assert "would: aws acm request-certificate" in capsys.readouterr().out
    assert (
        boto3.client("acm", region_name="us-east-1", endpoint_url=moto).list_certificates()["CertificateSummaryList"]
        == []
    )
