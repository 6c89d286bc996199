"""One file a report, or a folder: a question, the statement it becomes, and the answer its rows add up to."""
