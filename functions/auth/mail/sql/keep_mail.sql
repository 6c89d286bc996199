/* keep_mail: twice is once, so that it may be sent again */
INSERT INTO spoor.outgoing_mail (id, recipient, subject, text, html, expires_at)
VALUES (%(id)s, %(recipient)s, %(subject)s, %(text)s, %(html)s, %(expires_at)s)
    ON CONFLICT (id) DO NOTHING
