/* lock_kept: until the transaction ends, so that of two who keep something for one owner the second counts the first.
   No row is locked: an erasure holds that of its app for as long as it takes */
SELECT pg_advisory_xact_lock(hashtextextended(%(owner)s, 7306078))
