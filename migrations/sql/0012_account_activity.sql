-- What happened to accounts, for their owners to look at; rollup forgets it after 90 days.

CREATE TABLE spoor.account_activity (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    text        NOT NULL
        CONSTRAINT account_activity_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    session_id text,                   -- of which sign-in session; the row may be gone
    event      text        NOT NULL,
    outcome    text        NOT NULL,
    address    text        NOT NULL,   -- coarse: a /24 or a /48, or empty
    user_agent text        NOT NULL,
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_account_activity_user ON spoor.account_activity (user_id, at);
CREATE INDEX idx_account_activity_at ON spoor.account_activity (at);
GRANT INSERT ON spoor.account_activity TO spoor_auth;
GRANT SELECT, INSERT ON spoor.account_activity TO spoor_query;
GRANT SELECT (at), DELETE ON spoor.account_activity TO spoor_rollup;

-- Keeps a letter to a user for rollup to send, if there were not many of its kind lately. Whoever may call it learns no
-- address by that, and can write to nobody else.
CREATE FUNCTION spoor.keep_notice(
    whose text, counted text, most integer, window_seconds integer, about text, as_text text, as_html text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    IF spoor.count_request(counted, most, window_seconds) IS NULL THEN
        INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)
        SELECT u.email, about, as_text, as_html, now() + interval '1 day' FROM public."user" u WHERE u.id = whose;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.keep_notice(text, text, integer, integer, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.keep_notice(text, text, integer, integer, text, text, text) TO spoor_query;
