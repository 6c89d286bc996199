"""Prints what SAM makes of template.yaml, as JSON; runs under the SAM command line's own interpreter.

Linters read the template as it is written. Roles, permissions and routes that SAM adds show up only here.
"""

import json
import os
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """Stands for AWS's list of managed policies, which SAM would ask AWS for: we use none by name."""

    def load(self) -> dict[str, str]:
        """The names and ARNs of the policies."""
        return {}


def main() -> None:
    """Read the template that the first argument names, with the parameter values of the second (JSON)."""
    os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    template = yaml_parse(Path(sys.argv[1]).read_text())
    # Local folders become what `sam package` puts there: an address in a bucket.
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/function.zip"
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://bucket/layer.zip"
    json.dump(transform(template, json.loads(sys.argv[2]), NoManagedPolicies()), sys.stdout)


main()
