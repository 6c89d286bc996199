"""The few calls to AWS that are made by hand."""
