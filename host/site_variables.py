"""What the functions of a site find in their environment."""

from collections.abc import Mapping

from host.configuration import Configuration
from host.gateway.front import INGEST
from host.mail.ses import SesDoor
from host.queue.sqs import LocalSqs
from host.template.variables import NOWHERE, Variables

_FEATURES = "deleteUser,closeSignUpAfterFirst"
"""Of auth, where nothing else is wished: on the open internet the first account is the last that anybody makes."""
_AWS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION")


def variables_of(
    wishes: Configuration,
    ports: tuple[int, int | None],
    secrets: Mapping[str, str],
    databases: Mapping[str, str],
    doors: tuple[LocalSqs | None, SesDoor | None],
) -> Variables:
    """Of a site that listens on `ports`, its own and the trackers', and whose queue and mail are behind `doors`."""
    port, ingest_port = ports
    sqs, mail = doors
    scheme = "https" if wishes.certificate else "http"
    base = wishes.base_url or f"{scheme}://localhost:{port}"
    ingest = f"{base}{INGEST}"
    if ingest_port is not None and not wishes.base_url:
        ingest = f"{scheme}://localhost:{ingest_port}"
    plain = {
        "SPOOR_BASE_URL": base,
        "TRUSTED_ORIGINS": base,
        "INGEST_URL": ingest,
        "LAKE_CACHE": str(wishes.data / "lake-cache"),
        "AUTH_FEATURES": _FEATURES,
    }
    plain |= {name: wishes.caller[name] for name in ("LAKE_URL", "LAKE_ENDPOINT_URL") if name in wishes.caller}
    surroundings = {**NOWHERE, "MALLOC_ARENA_MAX": "2"}
    given = {name: wishes.caller[name] for name in _AWS if name in wishes.caller}
    if given:  # an S3 of theirs, or SES: all other doors are ours
        surroundings = {**surroundings, **given}
        del surroundings["AWS_ENDPOINT_URL"]
        if "AWS_SESSION_TOKEN" not in given:
            del surroundings["AWS_SESSION_TOKEN"]
    if sqs:
        surroundings["AWS_ENDPOINT_URL_SQS"] = sqs.endpoint
    return Variables(
        plain,
        secrets,
        databases,
        wishes.caller,
        sqs.urls if sqs else {},
        mail.endpoint if mail else "",
        surroundings,
    )
