"""Whether a visitor's buckets fit into the bits of one number, and which bits these are."""

from query.reports.trends.question import TrendsQuestion

FEW = 63
"""As many buckets as a `bigint` has bits, but for that of the sign."""


def bucket_count(question: TrendsQuestion) -> int:
    """How many buckets both periods have."""
    return len(question.before.starts) + len(question.calendar.starts)


def has_few_buckets(question: TrendsQuestion) -> bool:
    """Whether a bit for each bucket fits into one number."""
    return bucket_count(question) <= FEW


def last_bit(question: TrendsQuestion) -> int:
    """The last of the bits that stand for buckets; the first is the only one where they do not."""
    return max(bucket_count(question), 1) - 1 if has_few_buckets(question) else 0


def bits_before(question: TrendsQuestion) -> int:
    """The bits of the previous period's buckets."""
    return (1 << question.first) - 1 if has_few_buckets(question) else 0


def bits_now(question: TrendsQuestion) -> int:
    """The bits of the range's own buckets."""
    return ((1 << len(question.calendar.starts)) - 1) << question.first if has_few_buckets(question) else 0
