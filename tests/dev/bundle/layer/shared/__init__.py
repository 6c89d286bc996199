"""What the fixture's layer brings."""

WORD = "from the layer"
