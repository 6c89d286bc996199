/* end_message: what became of a message, with a letter to its alert's owner where it did not arrive */
SELECT spoor.end_alert_message(%(id)s, %(state)s, %(problem)s, %(subject)s, %(text)s, %(html)s)
