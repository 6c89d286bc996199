-- A row a day: what visitors of trackers without ids are hashed with. gen_random_uuid() draws 122 bits from the server's
-- cryptographic generator. Rows of days that are over are deleted, and with them the way back to an address.

CREATE TABLE IF NOT EXISTS visitor_salts (
    day  date PRIMARY KEY,
    salt uuid NOT NULL DEFAULT gen_random_uuid()
);
GRANT SELECT, INSERT, DELETE ON visitor_salts TO spoor_app;
