/* view_share: a view is counted where it is one, which need not wait for the disk; with it what the link answered last */
WITH viewed AS (
    UPDATE spoor.shares
       SET views = views + 1, viewed_at = now()
      FROM set_config('synchronous_commit', 'off', true) AS quickly
     WHERE id = %(id)s AND %(counts)s
)
SELECT held.answer, extract(epoch FROM now() - held.answered_at)::float AS age_seconds
FROM (VALUES (1)) AS always
LEFT JOIN spoor.shared_answers AS held ON held.share_id = %(id)s
