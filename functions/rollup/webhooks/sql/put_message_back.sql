/* put_message_back: a message waits for its next try */
SELECT spoor.put_alert_message_back(%(id)s, %(problem)s)
