"""Write the golden statements anew: `make golden`."""

from tests.golden.statements import goldens

for golden in goldens():
    golden.path.parent.mkdir(parents=True, exist_ok=True)
    golden.path.write_text(golden.text(), encoding="utf-8")
