"""The compiled kernel: C that decodes files and gathers in one pass; where it does not fit, numpy says the same.

`make kernel` builds it, for this machine or for Lambda's; without it everything works, more slowly.
"""
