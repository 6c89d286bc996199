"""Prints the built template with places for local secrets, for `sam local`.

`sam local` sets only variables that a template declares, and ours declares ARNs of secrets, never secrets.
Runs under the SAM command line's own interpreter.
"""

import sys
from pathlib import Path

from samcli.yamlhelper import yaml_dump, yaml_parse

PLACES = {"DATABASE_URL": "", "BETTER_AUTH_SECRET": "", "API_TOKEN_SECRETS": ""}

template = yaml_parse(Path(sys.argv[1]).read_text())
template["Globals"]["Function"]["Environment"]["Variables"].update(PLACES)
sys.stdout.write(yaml_dump(template))
