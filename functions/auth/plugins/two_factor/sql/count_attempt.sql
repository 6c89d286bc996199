/* count_attempt: how many there were before this one, which is not counted where there were five; no row where the question
   has been answered meanwhile */
UPDATE public.verification
   SET value = least(value::integer + 1, 6)::text
 WHERE identifier = %(identifier)s
   AND expires_at > timezone('UTC', now())
RETURNING value::integer - 1 AS before
