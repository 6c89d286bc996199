"""Prints what SAM makes of template.yaml, as JSON; runs under the SAM command line's own interpreter.

Linters read the template as it is written. Roles, permissions and routes that SAM adds show up only here.
"""

import json
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """Stands for the list of AWS managed policies, which SAM asks AWS for: a template that names one does not pass."""

    def load(self) -> dict[str, str]:
        return {}


def main() -> None:
    """Read the template named by the first argument and the parameter values in the second (JSON)."""
    template = yaml_parse(Path(sys.argv[1]).read_text())
    # Local folders become what `sam package` would put there: an address in a bucket.
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://bucket/layer.zip"
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/function.zip"
    json.dump(transform(template, json.loads(sys.argv[2]), NoManagedPolicies()), sys.stdout, indent=1)


main()
