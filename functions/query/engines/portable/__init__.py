"""The reports' questions as SQL that any engine runs over the lake's files: ANSI, whole numbers for times, no functions
of time, and no text of a question within a statement."""
