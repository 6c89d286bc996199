"""Words in the URL of a database: which libpq knows by another name, and which are another program's business."""

from collections.abc import Mapping

RENAMED: Mapping[str, str] = {
    "username": "user",
    "pass": "password",
    "passwd": "password",
    "database": "dbname",
    "db": "dbname",
    "hostname": "host",
    "applicationname": "application_name",
}
"""libpq's name of a word, which stands here in small letters."""

FOREIGN = frozenset(
    """
    pgbouncer connection_limit pool_timeout socket_timeout schema sslaccept sslidentity statement_cache_size
    single_use_connections

    supa pool_mode workaround

    prepared_statement_cache_size prepared_statement_name_func command_timeout server_settings timeout min_size max_size
    max_queries max_inactive_connection_lifetime max_cached_statement_lifetime direct_tls
    pool_size max_overflow pool_recycle pool_pre_ping pool_use_lifo echo async_fallback prepare_threshold
    conn_max_age conn_health_checks atomic_requests autocommit disable_server_side_cursors

    currentschema rewritebatchedinserts logintimeout sockettimeout connecttimeout preferquerymode preparethreshold
    preparedstatementcachequeries preparedstatementcachesizemib stringtype sslfactory sslfactoryarg sslhostnameverifier
    targetservertype autosave binarytransfer binarytransferenable binarytransferdisable defaultrowfetchsize loggerlevel
    loggerfile assumeminserverversion adaptivefetch cancelsignaltimeout readonly readonlymode escapesyntaxcallmode
    unknownlength loadbalancehosts hostrecheckseconds databasemetadatacachefields logservererrordetail
    quotereturningidentifiers sslresponsetimeout gssresponsetimeout tcpkeepalive

    uselibpqcompat statement_timeout query_timeout lock_timeout idle_in_transaction_session_timeout
    connectiontimeoutmillis idletimeoutmillis connection_timeout max min keepalive
    keepaliveinitialdelaymillis max_lifetime
    idle_timeout idletimeout fetch_types prepare onnotice debug dialect maxconnections poolsize pool

    pool_max_conns pool_min_conns pool_min_idle_conns pool_max_conn_lifetime pool_max_conn_lifetime_jitter
    pool_max_conn_idle_time pool_health_check_period default_query_exec_mode
    statement_cache_capacity statement_cache_mode
    description_cache_capacity prefer_simple_protocol binary_parameters disable_prepared_binary_result

    prepared_statements checkout_timeout reaping_frequency adapter variables advisory_locks min_messages
    schema_search_path encoding charset serverversion server_version

    search_path datestyle timezone intervalstyle

    connectionlimit pooltimeout pooling maxpoolsize minpoolsize
    """.split()  # noqa: SIM905 - a list of so many words is read by its lines
)
"""In small letters: of Prisma; Supabase; SQLAlchemy, asyncpg and Django; JDBC; Node; Go; Rails and Doctrine; sessions,
whose settings are Spoor's own; pools. What they ask for is a pool's or another driver's to do, and nothing is lost with
them. A word that is neither here nor libpq's is refused: it may be a slip of one that matters, such as `sslmode`."""

_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
_AS_MODES = {
    "no-verify": "require",
    "noverify": "require",
    "true": "require",
    "1": "require",
    "on": "require",
    "yes": "require",
    "required": "require",
    "preferred": "prefer",
    "false": "prefer",
    "0": "prefer",
    "off": "prefer",
    "no": "prefer",
    "disabled": "disable",
    "verify-identity": "verify-full",
}


def ssl_mode(said: str) -> str | None:
    """libpq's `sslmode` for a word that says how far TLS goes, in its own or another driver's words, or None."""
    word = said.strip().lower().replace("_", "-")
    return word if word in _MODES else _AS_MODES.get(word)
