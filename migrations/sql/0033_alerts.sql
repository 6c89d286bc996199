-- Alerts: questions that are asked by themselves when a period of the reader's calendar has ended, and told where they
-- say. Query asks and writes what is to be told, rollup sends it: who takes in words from anybody calls no address.

CREATE TABLE spoor.alerts (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    app_id          uuid NOT NULL CONSTRAINT alerts_app_id_tracked_apps_id_fk REFERENCES public.tracked_apps (id) ON DELETE CASCADE,
    user_id         text NOT NULL CONSTRAINT alerts_user_id_user_id_fk REFERENCES public."user" (id) ON DELETE CASCADE, -- as whom it asks
    saved_report_id uuid CONSTRAINT alerts_saved_report_id_saved_reports_id_fk REFERENCES spoor.saved_reports (id) ON DELETE CASCADE,
    name            text NOT NULL,
    report          text,
    question        jsonb,
    last_days       integer,
    address         text,
    number          text NOT NULL,
    rule            jsonb NOT NULL,
    timezone        text NOT NULL,
    destinations    jsonb NOT NULL,
    origin          text NOT NULL,
    signing_secret  text NOT NULL,
    wakes           boolean NOT NULL DEFAULT false,
    muted           boolean NOT NULL DEFAULT false,
    snoozed_until   timestamptz,
    state           text NOT NULL DEFAULT 'waiting',
    problem         text, -- why the last check found nothing out
    failing         text, -- why the last message did not arrive
    failure_told_at timestamptz,
    recent          jsonb NOT NULL DEFAULT '[]', -- the numbers of the last checks
    checked_at      timestamptz,
    next_check_at   timestamptz NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CHECK ((report IS NULL) = (saved_report_id IS NOT NULL) AND (report IS NULL) = (question IS NULL))
);
CREATE INDEX idx_alert_app ON spoor.alerts (app_id);
CREATE INDEX idx_alert_due ON spoor.alerts (next_check_at) WHERE NOT muted;
CREATE INDEX idx_alert_report ON spoor.alerts (saved_report_id);
CREATE INDEX idx_alert_user ON spoor.alerts (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON spoor.alerts TO spoor_query;
GRANT SELECT (muted, snoozed_until, next_check_at) ON spoor.alerts TO spoor_rollup;

-- What is told: a row for each check and destination, so that none is told twice of one. `target` is forgotten when it
-- is done; `shown` is as much of it as may be seen.
CREATE TABLE spoor.alert_messages (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    alert_id    uuid NOT NULL CONSTRAINT alert_messages_alert_id_alerts_id_fk REFERENCES spoor.alerts (id) ON DELETE CASCADE,
    kind        text NOT NULL,
    due_at      timestamptz NOT NULL,
    place       integer NOT NULL,
    way         text NOT NULL,
    shown       text NOT NULL,
    target      text,
    message     jsonb NOT NULL,
    state       text NOT NULL,
    problem     text,
    tries       integer NOT NULL DEFAULT 0,
    taken_by    uuid,
    next_try_at timestamptz NOT NULL DEFAULT now(),
    created_at  timestamptz NOT NULL DEFAULT now(),
    ended_at    timestamptz,
    CONSTRAINT alert_messages_once UNIQUE (alert_id, kind, due_at, place)
);
CREATE INDEX idx_alert_message_alert ON spoor.alert_messages (alert_id, created_at);
CREATE INDEX idx_alert_message_due ON spoor.alert_messages (next_try_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX idx_alert_message_age ON spoor.alert_messages (created_at);
GRANT SELECT, INSERT ON spoor.alert_messages TO spoor_query;
GRANT SELECT (state, next_try_at, created_at), DELETE ON spoor.alert_messages TO spoor_rollup;

-- Those of the addresses, in small letters, that belong to users who have verified them and may see the app: nobody else is
-- ever written to.
CREATE FUNCTION spoor.alert_readers(app uuid, addresses text[], teams boolean, second_factors boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
    SELECT ARRAY(
        SELECT lower(u.email)
          FROM public."user" u
         WHERE lower(u.email) IN (SELECT lower(one) FROM pg_catalog.unnest(addresses) AS one)
           AND u.email_verified
           AND EXISTS (
               SELECT FROM spoor.find_access(u.id, app, teams, second_factors) AS found WHERE NOT found.is_closed
           )
    )
$$;
REVOKE EXECUTE ON FUNCTION spoor.alert_readers(uuid, text[], boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.alert_readers(uuid, text[], boolean, boolean) TO spoor_query;

-- A letter to those readers; gives their addresses.
CREATE FUNCTION spoor.mail_alert(
    app uuid, addresses text[], teams boolean, second_factors boolean, about text, as_text text, as_html text
) RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    found text[] := spoor.alert_readers(app, addresses, teams, second_factors);
BEGIN
    INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)
    SELECT one, about, as_text, as_html, pg_catalog.now() + interval '1 day' FROM pg_catalog.unnest(found) AS one;
    RETURN found;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.mail_alert(uuid, text[], boolean, boolean, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.mail_alert(uuid, text[], boolean, boolean, text, text, text) TO spoor_query;

-- Ends a message: what became of it, and why. Whom the alert belongs to is told by mail of one that did not arrive,
-- once a day for an alert.
CREATE FUNCTION spoor.end_alert_message(
    which uuid, became text, why text, about text, as_text text, as_html text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    whose uuid;
    address text;
BEGIN
    UPDATE spoor.alert_messages
       SET state = became, problem = why, ended_at = pg_catalog.now(), target = NULL, taken_by = NULL
     WHERE id = which AND ended_at IS NULL
    RETURNING alert_id INTO whose;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE spoor.alerts SET failing = CASE became WHEN 'sent' THEN NULL ELSE why END WHERE id = whose;
    IF became = 'sent' OR about IS NULL THEN
        RETURN;
    END IF;
    UPDATE spoor.alerts a
       SET failure_told_at = pg_catalog.now()
      FROM public."user" u
     WHERE a.id = whose AND u.id = a.user_id AND u.email_verified
       AND (a.failure_told_at IS NULL OR a.failure_told_at < pg_catalog.now() - interval '1 day')
    RETURNING u.email INTO address;
    IF FOUND THEN
        INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)
        VALUES (address, about, as_text, as_html, pg_catalog.now() + interval '1 day');
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.end_alert_message(uuid, text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.end_alert_message(uuid, text, text, text, text, text) TO spoor_rollup;

-- A message that is due, for `taker` alone; the same again for the same taker, so that a claim may be repeated. It is
-- due again after 4 minutes, then 8, then 16, and so on. What may have been sent already by who then died is told with
-- `doubtful`. What an alert of somebody who has left would say to an address of theirs is not sent.
CREATE FUNCTION spoor.claim_alert_message(taker uuid) RETURNS TABLE (
    id uuid, alert_id uuid, kind text, way text, target text, message jsonb, tries integer, doubtful boolean,
    signing_secret text, alert_name text, has_left boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH found AS (
        SELECT one.id, one.state = 'sending' AND one.taken_by IS DISTINCT FROM taker AS doubtful
          FROM spoor.alert_messages one
         WHERE one.state IN ('waiting', 'sending')
           AND (one.next_try_at <= pg_catalog.now() OR one.taken_by = taker)
         ORDER BY one.taken_by = taker DESC NULLS LAST, one.next_try_at
         LIMIT 1
           FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE spoor.alert_messages one
           SET state = 'sending',
               tries = one.tries + CASE WHEN one.taken_by = taker THEN 0 ELSE 1 END,
               next_try_at = CASE
                   WHEN one.taken_by = taker THEN one.next_try_at
                   ELSE pg_catalog.now() + interval '4 minutes' * pg_catalog.power(2, one.tries)
               END,
               taken_by = taker
          FROM found
         WHERE one.id = found.id
        RETURNING one.*, found.doubtful
    )
    SELECT t.id, t.alert_id, t.kind, t.way, t.target, t.message, t.tries, t.doubtful, a.signing_secret, a.name,
           NOT EXISTS (SELECT FROM spoor.find_access(a.user_id, a.app_id, true, false))
      FROM taken t
      JOIN spoor.alerts a ON a.id = t.alert_id;
END
$$;
REVOKE EXECUTE ON FUNCTION spoor.claim_alert_message(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.claim_alert_message(uuid) TO spoor_rollup;

-- Lets a message that did not arrive wait for its next try.
CREATE FUNCTION spoor.put_alert_message_back(which uuid, why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
    UPDATE spoor.alert_messages SET state = 'waiting', problem = why, taken_by = NULL
     WHERE id = which AND ended_at IS NULL
$$;
REVOKE EXECUTE ON FUNCTION spoor.put_alert_message_back(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION spoor.put_alert_message_back(uuid, text) TO spoor_rollup;
