-- Links: a board or a saved report that is shown to whoever has its address, without signing in. The address holds a
-- secret of which only the hash is kept.

CREATE TABLE spoor.shares (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id        uuid        NOT NULL CONSTRAINT shares_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    maker_id      text        NOT NULL CONSTRAINT shares_maker_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE,
    dashboard_id  uuid        CONSTRAINT shares_dashboard_id_dashboards_id_fk REFERENCES spoor.dashboards (id) ON DELETE CASCADE,
    report_id     uuid        CONSTRAINT shares_report_id_saved_reports_id_fk REFERENCES spoor.saved_reports (id) ON DELETE CASCADE,
    token_hash    bytea       NOT NULL CONSTRAINT shares_token_hash_unique UNIQUE,
    password_hash text,
    embed_on      text[]      NOT NULL, -- origins whose pages may frame it
    expires_at    timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    views         bigint      NOT NULL DEFAULT 0,
    viewed_at     timestamptz,
    CONSTRAINT shares_of_one_thing CHECK (num_nonnulls(dashboard_id, report_id) = 1)
);
CREATE INDEX idx_share_app ON spoor.shares (app_id);
CREATE INDEX idx_share_maker ON spoor.shares (maker_id);
CREATE INDEX idx_share_dashboard ON spoor.shares (dashboard_id);
CREATE INDEX idx_share_report ON spoor.shares (report_id);

-- What a link answered last, and until when somebody is answering it anew. Worth a minute, and so no log.
CREATE UNLOGGED TABLE spoor.shared_answers (
    share_id      uuid        PRIMARY KEY CONSTRAINT shared_answers_share_id_shares_id_fk REFERENCES spoor.shares (id) ON DELETE CASCADE,
    answered_at   timestamptz,
    answer        text,
    making_until timestamptz
);

GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.shares, spoor.shared_answers TO spoor_query;
GRANT SELECT (expires_at), DELETE ON spoor.shares TO spoor_rollup;
GRANT SELECT (answered_at, making_until), DELETE ON spoor.shared_answers TO spoor_rollup;

-- Counts a request of somebody who has a link, or says so, towards a limit of their address, and finds the link of that
-- hash that has not expired: `seconds` refuses for so long, and then nothing is looked for. As its owner, since query has
-- no rights to the counts that auth keeps.
CREATE FUNCTION spoor.find_share(hash bytea, source text, most integer, window_seconds integer) RETURNS TABLE (
    seconds integer, id uuid, app_id uuid, maker_id text, dashboard_id uuid, report_id uuid, password_hash text,
    embed_on text[], expires_at timestamptz
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
DECLARE
    refused integer := spoor.count_request('share|' || source, most, window_seconds);
BEGIN
    RETURN QUERY
    SELECT refused, share.id, share.app_id, share.maker_id, share.dashboard_id, share.report_id, share.password_hash,
           share.embed_on, share.expires_at
      FROM (VALUES (1)) AS always
      LEFT JOIN spoor.shares share
        ON refused IS NULL AND share.token_hash = hash AND (share.expires_at IS NULL OR share.expires_at > now());
END
$$;

-- Counts a password that somebody tries on a link, for their address; NULL lets it be tried. One that was right is not
-- counted any more.
CREATE FUNCTION spoor.count_share_password(share uuid, source text, most integer, window_seconds integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    SELECT spoor.count_request('share-password|' || share || '|' || source, most, window_seconds)
$$;
CREATE FUNCTION spoor.forget_share_password(share uuid, source text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    DELETE FROM spoor.rate_limit WHERE key = 'share-password|' || share || '|' || source
$$;
REVOKE EXECUTE ON FUNCTION spoor.find_share(bytea, text, integer, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION spoor.count_share_password(uuid, text, integer, integer) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION spoor.forget_share_password(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.find_share(bytea, text, integer, integer) TO spoor_query;
GRANT EXECUTE ON FUNCTION spoor.count_share_password(uuid, text, integer, integer) TO spoor_query;
GRANT EXECUTE ON FUNCTION spoor.forget_share_password(uuid, text) TO spoor_query;
