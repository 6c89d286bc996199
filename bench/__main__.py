"""Every measurement, one after the other: `python -m bench` (`make bench`)."""

import argparse
import subprocess
import sys

WHAT = {
    "starts.imports": "what a cold start loads",
    "starts.cold": "what a cold dashboard costs at the template's memory",
    "starts.first": "what the first call of every function takes",
    "starts.built": "the same of what is built, under Lambda's Python",
    "ingest": "how fast events get in",
    "intake.moving": "how fast history moves in",
    "intake.claims": "what it costs to say who a visitor is",
    "intake.vendors": "what an event costs in each format",
    "intake.refusals": "what a refused request costs",
    "sessions": "what keeping sessions costs",
    "reports": "what reports cost, beside Umami's statements",
    "questions.before": "what reports cost beside what is committed",
    "questions.several": "what ten questions of one request cost beside ten requests",
    "questions.assistants": "what a question costs an assistant beside a program",
    "questions.sealed": "what reports of sealed days cost through the API, warm, with a tail and at first",
    "questions.statements": "how long a question takes to become a statement",
    "pages": "what the dashboard costs a browser",
    "auth": "what it costs to know who is asking",
    "gateway": "what the local gateway adds",
    "lake": "what sealing costs, and reports from sealed days",
    "kernel": "what the lake's compiled kernel saves",
    "intake.instances": "many instances on few connections",
}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[[], *WHAT], help="which ones (default: all)")
    chosen = parser.parse_args().only or list(WHAT)
    failed = [name for name in chosen if not _run(name)]
    return len(failed)


def _run(name: str) -> bool:
    print(f"\n{name}: {WHAT[name]}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
