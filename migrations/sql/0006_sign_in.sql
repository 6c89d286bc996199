-- Limits of the auth surface, the look-up that every page waits for, and mail that waits.

-- As Better Auth's own limiter keeps its counts.
CREATE TABLE spoor.rate_limit (
    id           text    PRIMARY KEY,
    key          text    NOT NULL CONSTRAINT rate_limit_key_unique UNIQUE,
    count        integer NOT NULL,
    last_request bigint  NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.rate_limit TO spoor_auth;
GRANT SELECT (last_request), DELETE ON spoor.rate_limit TO spoor_rollup;

-- Counts a request towards the limit `limited`, of `most` requests: NULL lets it pass, a number of seconds refuses it for
-- so long. The window is Better Auth's: each request that passes moves it, and the count begins anew after
-- `window_seconds` of quiet. The row's lock makes the count exact, however many ask at once. A refusal only reads.
CREATE FUNCTION spoor.count_request(limited text, most integer, window_seconds integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    now_ms    bigint := extract(epoch FROM clock_timestamp()) * 1000;
    window_ms bigint := window_seconds * 1000;
    quiet_ms  bigint; -- negative where another server's clock is ahead; beyond a window that is no quiet to wait for
BEGIN
    SELECT now_ms - r.last_request INTO quiet_ms FROM spoor.rate_limit r WHERE r.key = limited AND r.count >= most;
    IF abs(quiet_ms) < window_ms THEN
        RETURN ceil((window_ms - greatest(quiet_ms, 0)) / 1000.0);
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true); -- for this transaction: a crash may cost a second's counts
    INSERT INTO spoor.rate_limit AS r (id, key, count, last_request)
    VALUES (gen_random_uuid(), limited, 1, now_ms)
    ON CONFLICT (key) DO UPDATE
       SET count = CASE WHEN abs(now_ms - r.last_request) < window_ms THEN r.count + 1 ELSE 1 END, last_request = now_ms
     WHERE r.count < most OR abs(now_ms - r.last_request) >= window_ms;
    RETURN CASE WHEN NOT FOUND THEN window_seconds END; -- others were counted in between
END
$$;

-- Counts a request for the account of `address`, as count_request does; not where `limited` is NULL, and not if somebody
-- is signed in to the account from the same source: who tries from elsewhere must not lock its owner out.
CREATE FUNCTION spoor.count_for_account(
    limited text, most integer, window_seconds integer, address text, source text
) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    IF limited IS NULL OR EXISTS (
        SELECT FROM public."user" u
          JOIN public.session s ON s.user_id = u.id
         WHERE u.email = address AND s.ip_address = source AND s.expires_at > timezone('UTC', now())
    ) THEN
        RETURN NULL;
    END IF;
    RETURN spoor.count_request(limited, most, window_seconds);
END
$$;

-- A sign-in session with its user, and the database's time in UTC. As a function, since a server connection keeps its
-- plan: to plan the join anew costs half as much again as a whole SELECT by primary key, and behind a pooler in
-- transaction mode nobody can prepare it.
CREATE FUNCTION spoor.find_session(presented text) RETURNS TABLE (
    session_id text, token text, user_id text, expires_at timestamp, created_at timestamp, updated_at timestamp,
    ip_address text, user_agent text, user_name text, user_email text, user_email_verified boolean, user_image text,
    user_created_at timestamp, user_updated_at timestamp, looked_at timestamp
) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT s.id, s.token, s.user_id, s.expires_at, s.created_at, s.updated_at, s.ip_address, s.user_agent,
           u.name, u.email, u.email_verified, u.image, u.created_at, u.updated_at, timezone('UTC', now())
      FROM public.session s
      JOIN public."user" u ON u.id = s.user_id
     WHERE s.token = presented;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.count_request(text, integer, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION spoor.count_for_account(text, integer, integer, text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION spoor.find_session(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.count_request(text, integer, integer) TO spoor_auth;
GRANT EXECUTE ON FUNCTION spoor.count_for_account(text, integer, integer, text, text) TO spoor_auth;
GRANT EXECUTE ON FUNCTION spoor.find_session(text) TO spoor_auth;

-- Mail that could not be sent at once. Rollup tries again, ever more seldom, until what it says has expired.

CREATE TABLE spoor.outgoing_mail (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_outgoing_mail_due ON spoor.outgoing_mail (next_try_at);

GRANT SELECT (id), INSERT ON spoor.outgoing_mail TO spoor_auth;
GRANT SELECT, UPDATE, DELETE ON spoor.outgoing_mail TO spoor_rollup;
