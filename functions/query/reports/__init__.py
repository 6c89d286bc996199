"""One file a report: a question, the statement it becomes, and the answer its rows add up to."""
