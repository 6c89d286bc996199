-- Mail that could not be sent at once. Rollup tries again, ever more seldom, until what it says has expired.

CREATE TABLE outgoing_mail (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text NOT NULL,
    expires_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    next_try_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX idx_outgoing_mail_due ON outgoing_mail (next_try_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON outgoing_mail TO spoor_app;
