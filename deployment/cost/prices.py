"""List prices in US dollars, of us-east-1 and without any free tier, as of November 2026, and what was measured."""

MILLION = 1e6
MONTH_S = 30 * 86400
DAY_S = 86400
GB = 1e9

LAMBDA_GB_S = 0.0000133334  # arm64
LAMBDA_REQUEST = 0.20 / MILLION
HTTP_API_REQUEST = 1.00 / MILLION
SQS_REQUEST = 0.40 / MILLION
LOGS_GB = 0.53  # taken in, and kept for a month
METRIC = 0.30
ALARM = 0.10
DASHBOARD = 3.00
EGRESS_GB = 0.09

DATABASE_CU_H = 0.106  # Neon, Launch
DATABASE_GB = 0.35

POLLERS, POLL_S = 5, 20
"""How many pollers Lambda keeps on a queue that calls a function, and how long each waits for a message."""

INGEST_S = 0.012  # a request, with two ways to another zone and a commit
COLD_S = 0.65  # the start of an instance and its first call
TICK_S = 0.05  # a tick that finds no work
VIEW_CALLS, VIEW_CALL_S = 6, 0.3  # calls of the API for a look at the dashboard; authorizer and query together
LOG_OF_REQUEST = 345  # bytes: one line of metrics
LOG_OF_CALL = 450  # bytes in the access log
BYTES_OF_EVENT = 554  # in the database, with its indexes
PAGE_BYTES = 17_000  # the largest file that anybody may fetch, compressed
METRICS_IN_USE = 8
AWAKE_H_IDLE = 4 * 30 * 5 / 60  # four connections a day, after each of which it stays awake for five minutes
CONCURRENT_RPS = 10  # requests a second that AWS lets one instance of a function URL have
