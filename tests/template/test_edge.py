"""A domain of one's own: one CloudFront before everything, past which nobody gets, and all addresses follow it."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from host.template import cloudformation
from tests.template.reading import Resources, of_type, strings

pytestmark = pytest.mark.sam

DOMAIN = "stats.example.com"
CALLED = {"IngestFunction", "AuthFunction", "AuthorizerFunction", "QueryFunction", "McpFunction", "WebFunction"}
OURS = {"Condition": "HasDomain"}


def of_domain(template: dict[str, Any], name: str = DOMAIN) -> Resources:
    """The resources of a stack with a domain, or of one without."""
    given = {**template["Parameters"], "DomainName": {"Default": name}}
    resolver = cloudformation.Resolver({**template, "Parameters": given})
    made = {key: it for key, it in template["Resources"].items() if resolver.makes(it)}
    resolved: Resources = resolver.resolve(made)
    return resolved


def variables(resources: Resources, function: str) -> dict[str, Any]:
    found: dict[str, Any] = resources[function]["Properties"]["Environment"]["Variables"]
    return found


def test_without_a_domain_there_is_nothing_of_it(template: dict[str, Any]) -> None:
    made = of_domain(template, "")
    assert not {name for name in made if name.startswith("Edge") or name == "ReadEdgeSecret"}
    assert not {name for name in CALLED if "EDGE_SECRET_ARN" in variables(made, name)}


def test_addresses_snippets_and_cookies_follow_the_domain(template: dict[str, Any]) -> None:
    made = of_domain(template)
    for name in ("AuthFunction", "AuthorizerFunction", "QueryFunction", "McpFunction"):
        assert variables(made, name)["SPOOR_BASE_URL"] == f"https://{DOMAIN}", "which makes cookies Secure"
    assert variables(made, "WebFunction")["INGEST_URL"] == f"https://{DOMAIN}/i"
    for output, address in (("ApiUrl", "https://${DomainName}"), ("IngestUrl", "https://${DomainName}/i/")):
        assert template["Outputs"][output]["Value"]["Fn::If"][:2] == ["HasDomain", {"Fn::Sub": address}]


def test_whoever_is_called_from_outside_knows_the_secret_and_cloudfront_says_it(transformed: Resources) -> None:
    told = {
        name
        for name in of_type(transformed, "AWS::Lambda::Function")
        if "EDGE_SECRET_ARN" in variables(transformed, name)
    }
    assert told == CALLED
    origins = transformed["Edge"]["Properties"]["DistributionConfig"]["Origins"]
    assert {it["Id"] for it in origins} == {"api", "ingest"}
    for it in origins:
        assert [header["HeaderName"] for header in it["OriginCustomHeaders"]] == ["x-spoor-edge"]
        assert it["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    named = {it["Id"]: {text.partition(".")[0] for text in strings(it["DomainName"])} for it in origins}
    assert "Api" in named["api"]
    assert "IngestFunctionUrl" in named["ingest"]


def test_files_that_never_change_are_cached_and_nothing_else(transformed: Resources) -> None:
    config = transformed["Edge"]["Properties"]["DistributionConfig"]
    behaviours = {it["PathPattern"]: it for it in config["CacheBehaviors"]} | {"*": config["DefaultCacheBehavior"]}
    assert set(behaviours) == {"/i/*", "/assets/*", "*"}
    caching = {path for path, it in behaviours.items() if it["CachePolicyId"].startswith("658327ea")}
    assert caching == {"/assets/*"}
    assert "OriginRequestPolicyId" not in behaviours["/assets/*"], "what is cached must not hang on who asks"
    for path in ("/i/*", "*"):
        assert behaviours[path]["FunctionAssociations"][0]["EventType"] == "viewer-request"
        assert {"POST", "PUT", "DELETE", "OPTIONS"} <= set(behaviours[path]["AllowedMethods"])
    assert {it["TargetOriginId"] for it in behaviours.values()} == {"api", "ingest"}
    assert behaviours["/i/*"]["TargetOriginId"] == "ingest"
    assert all(it["ViewerProtocolPolicy"] == "redirect-to-https" for it in behaviours.values())
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert config["WebACLId"]["Fn::If"][:2] == ["HasWebAcl", {"Ref": "WebAclArn"}]


def test_the_domain_gets_an_address_of_each_kind_where_its_zone_is_given(transformed: Resources) -> None:
    it = transformed["EdgeRecords"]
    assert it["Condition"] == "HasZone"
    assert {record["Type"] for record in it["Properties"]["RecordSets"]} == {"A", "AAAA"}


def test_what_would_be_useless_without_a_domain_or_a_certificate_is_refused(template: dict[str, Any]) -> None:
    rules = {"DomainIsWhole": ("DomainName", "CertificateArn"), "ZoneHasDomain": ("HostedZoneId", "DomainName")}
    rules["WebAclHasDomain"] = ("WebAclArn", "DomainName")
    for rule, (given, needed) in rules.items():
        assert given in str(template["Rules"][rule]["RuleCondition"])
        assert needed in str(template["Rules"][rule]["Assertions"][0]["Assert"])


SENT: list[tuple[str, dict[str, str], dict[str, str], dict[str, str | None]]] = [
    ("posthog-js", {"content-type": "text/plain"}, {"compression": "gzip-js"}, {
        "content-type": "application/octet-stream", "x-spoor-content-type": "text/plain"}),
    ("a header", {"content-type": "application/json", "content-encoding": "GZIP"}, {}, {
        "content-type": "application/octet-stream", "x-spoor-content-type": "application/json"}),
    ("plain", {"content-type": "application/json"}, {}, {
        "content-type": "application/json", "x-spoor-content-type": None}),
    ("base64", {"content-type": "text/plain"}, {"compression": "base64"}, {"content-type": "text/plain"}),
    ("identity", {"content-type": "text/plain", "content-encoding": "identity"}, {}, {"content-type": "text/plain"}),
    ("without a type", {"content-encoding": "gzip"}, {}, {"content-type": None, "x-spoor-content-type": None}),
    ("forged", {"x-spoor-viewer": "1.2.3.4", "x-spoor-content-type": "text/html", "x-spoor-edge": "guess"}, {}, {
        "x-spoor-viewer": "203.0.113.7", "x-spoor-content-type": None, "x-spoor-edge": None}),
    ("anything", {"cookie": "a=b"}, {}, {"cookie": "a=b", "x-spoor-viewer": "203.0.113.7"}),
]  # fmt: skip


def test_the_viewer_is_named_and_compressed_text_is_called_binary(transformed: Resources) -> None:
    node = shutil.which("node")
    assert node, "make install asks for it"
    code = transformed["EdgeViewer"]["Properties"]["FunctionCode"]
    events = [
        {
            "viewer": {"ip": "203.0.113.7"},
            "request": {
                "method": "POST",
                "headers": {name: {"value": value} for name, value in headers.items()},
                "querystring": {name: {"value": value} for name, value in query.items()},
            },
        }
        for _, headers, query, _ in SENT
    ]
    script = f"{code}\nconsole.log(JSON.stringify({json.dumps(events)}.map(event => handler(event).headers)))"
    done = subprocess.run([node, "-e", f"'use strict';{script}"], capture_output=True, text=True, check=True)
    for (what, _, _, wanted), got in zip(SENT, json.loads(done.stdout), strict=True):
        assert {name: (got.get(name) or {}).get("value") for name in wanted} == wanted, what
