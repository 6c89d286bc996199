-- As before, but letters of one kind are counted by the address that they go to, and not by its user: who signs up with
-- a stranger's address and deletes the account again is another user each time.
CREATE OR REPLACE FUNCTION spoor.keep_notice(
    whose text, counted text, most integer, window_seconds integer, about text, as_text text, as_html text
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    address text := (SELECT u.email FROM public."user" u WHERE u.id = whose);
BEGIN
    IF address IS NOT NULL AND spoor.count_request(lower(address) || '|' || counted, most, window_seconds) IS NULL THEN
        INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)
        VALUES (address, about, as_text, as_html, now() + interval '1 day');
    END IF;
END
$$;
