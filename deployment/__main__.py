"""`python -m deployment`: the command behind `make deploy`, `make destroy` and `make rollback`."""

import argparse
import os
import sys
from collections.abc import Mapping

from deployment.aws import releases
from deployment.aws.calls import Aws
from deployment.console import Console
from deployment.deploy import deploy
from deployment.destroy import destroy
from deployment.failure import Failed
from deployment.stage import Stage

_VARIABLES = """\
answers beforehand, as variables (make deploy STAGE=staging EMAIL=...):
  DIRECT_DATABASE_URL  the database past its pooler, as its owner
  EMAIL                who hears of alarms
  POOLER               host:port of the pooler, where it cannot be told from the database's; none: there is no pooler
  DOMAIN               a domain of yours for pages and trackers (stats.example.com); its certificate is asked for
  STAGE                another deployment beside the first, such as staging
  LOGINS=one           one database login for all functions, where a pooler has a list of users (such as RDS Proxy)
  SIGN_UP              open: anybody may sign up; closed: nobody after the first account (the default)
  DRY_RUN=1            print every call that would change something, make none
  YES=1                say yes to every question of yes or no
  EVENTS=delete        destroy queues with the events that wait in them
  AWS_PROFILE, AWS_REGION and all else that AWS's own tools read

Every command may be run again after any failure.
"""


def main(arguments: list[str] | None = None, console: Console | None = None) -> int:
    """Run one command; 1 when it could not be brought to its end."""
    parser = argparse.ArgumentParser(
        prog="python -m deployment", epilog=_VARIABLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["deploy", "destroy", "rollback"])
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--yes", action="store_true")
    options = parser.parse_args(arguments)
    try:
        switches = {name: _switch(os.environ if console is None else console.variables, name) for name in _WORDS}
        dry, agreed = options.dry_run or switches["DRY_RUN"] in _ON, options.yes or switches["YES"] in _ON
        console = console or Console(dry=dry, agreed=agreed)
        stage = Stage.of(console.variables.get("STAGE", ""))
        aws = Aws(console, console.variables.get("AWS_REGION"))
        match options.command:
            case "deploy":
                deploy(console, aws, stage)
            case "destroy":
                destroy(console, aws, stage, with_events=console.variables.get("EVENTS") == "delete")
            case "rollback":
                releases.back(console, aws, stage)
    except Failed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is done is done; the same command goes on from there.", file=sys.stderr)
        return 1
    return 0


_ON, _OFF = {"1", "true", "yes"}, {"", "0", "false", "no"}
_WORDS = {
    **{"DRY_RUN": _ON | _OFF, "YES": _ON | _OFF, "SIGN_UP": {"", "open", "closed"}},
    **{"LOGINS": {"", "one"}, "EVENTS": {"", "delete"}},
}


def _switch(variables: Mapping[str, str], name: str) -> str:
    """What a variable says. A word that nobody knows is refused: a dry run that is none would be a deployment.

    Raises Failed.
    """
    word = variables.get(name, "").strip()
    word = word.lower() if name in {"DRY_RUN", "YES"} else word
    if word not in _WORDS[name]:
        raise Failed(f"{name}={variables[name]} is not understood: it takes {', '.join(sorted(_WORDS[name] - {''}))}.")
    return word


if __name__ == "__main__":
    sys.exit(main())
