/* claim_message: a message of an alert that is due, for this taker alone; the same again where it is asked again */
SELECT * FROM spoor.claim_alert_message(%(taker)s)
