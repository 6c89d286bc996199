"""Write the golden statements anew: `make golden`."""

from tests.golden.statements import goldens

for golden in goldens():
    golden.path.parent.mkdir(exist_ok=True)
    golden.path.write_text(golden.statement(), encoding="utf-8")
