"""A domain of the deployer's own: its zone in Route 53, and its certificate in the one region that CloudFront reads."""

from time import monotonic, sleep
from typing import Any

from deployment.aws.calls import Aws
from deployment.console import Console
from deployment.failure import Failed

REGION = "us-east-1"
WAIT_S, PAUSE_S = 600.0, 5.0
"""Seconds for which a certificate is waited for, and between two looks."""

_OPEN = ["PENDING_VALIDATION", "ISSUED"]


def parameters(console: Console, name: str) -> dict[str, str]:
    """The template's parameters for a domain, whose certificate is asked for where there is none yet.

    Raises Failed.
    """
    aws = Aws(console, REGION)
    zone = _zone(aws, name)
    arn = _standing(aws, name) or _ask(console, aws, name)
    if not console.dry:
        _wait(console, aws, name, arn, zone)
    return {"DomainName": name, "CertificateArn": arn} | ({"HostedZoneId": zone} if zone else {})


def _zone(aws: Aws, name: str) -> str:
    """The public zone with the longest name that the domain ends with, empty where there is none."""
    labels = name.split(".")
    for parent in (".".join(labels[at:]) for at in range(len(labels) - 1)):
        answer = aws.look("route53", "list_hosted_zones_by_name", DNSName=parent, MaxItems="10")
        for zone in answer["HostedZones"]:
            if zone["Name"].rstrip(".") == parent and not zone["Config"].get("PrivateZone"):
                return str(zone["Id"]).rpartition("/")[2]
    return ""


def _standing(aws: Aws, name: str) -> str:
    words: dict[str, Any] = {"CertificateStatuses": _OPEN}
    found: list[dict[str, Any]] = []
    while True:
        answer = aws.look("acm", "list_certificates", **words)
        found += [each for each in answer["CertificateSummaryList"] if each["DomainName"] == name]
        if not answer.get("NextToken"):
            break
        words["NextToken"] = answer["NextToken"]
    found.sort(key=lambda each: each.get("Status") != "ISSUED")
    return str(found[0]["CertificateArn"]) if found else ""


def _ask(console: Console, aws: Aws, name: str) -> str:
    token = "spoor" + "".join(filter(str.isalnum, name))[:27]  # two runs at once ask for one certificate
    answer = aws.change("acm", "request_certificate", DomainName=name, ValidationMethod="DNS", IdempotencyToken=token)
    return str(answer.get("CertificateArn", "arn:aws:acm:us-east-1:…"))


def _wait(console: Console, aws: Aws, name: str, arn: str, zone: str) -> None:
    until = monotonic() + WAIT_S
    is_told = False
    while True:
        it = aws.look("acm", "describe_certificate", CertificateArn=arn)["Certificate"]
        if it["Status"] == "ISSUED":
            console.say(f"certificate of {name}: issued")
            return
        if it["Status"] != "PENDING_VALIDATION":
            raise Failed(
                f"The certificate of {name} is {it['Status']}: delete it in ACM ({REGION}), then run it again."
            )
        record = next((each.get("ResourceRecord") for each in it.get("DomainValidationOptions", [])), None)
        if record and not is_told:
            _prove(console, aws, record, zone)
            is_told = True
        if monotonic() > until or (record and not zone):
            said = f"{record['Name']} {record['Type']} {record['Value']}" if record else "that ACM shows for it"
            raise Failed(
                f"The certificate of {name} waits for a proof that the domain is yours. Make the record {said}"
                " where its DNS is (no zone of Route 53 in this account holds it), then run it again."
                if not zone
                else f"The certificate of {name} is not issued yet though its record is made: look whether the zone"
                f" {zone} is the one that the internet asks, then run it again."
            )
        sleep(PAUSE_S)


def _prove(console: Console, aws: Aws, record: dict[str, str], zone: str) -> None:
    if not zone:
        return
    change = {
        "Action": "UPSERT",
        "ResourceRecordSet": {
            "Name": record["Name"],
            "Type": record["Type"],
            "TTL": 300,
            "ResourceRecords": [{"Value": record["Value"]}],
        },
    }
    aws.change("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch={"Changes": [change]})
    console.say(f"the record that proves the domain is made in the zone {zone}; the certificate takes a minute or two")
