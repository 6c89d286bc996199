/* Cuts each visitor's events into sessions, in one pass in order of time. */

#include "kernel.h"

struct visitor {
    int64_t last;
    int32_t session; /* from 1; 0 before the first, -1 for one that does not begin in the range */
    int32_t bucket;  /* of the last session that did, from 1 */
};

/* What the sessions that begin in the range add up to. */
struct sessions {
    int64_t count;
    int64_t everybody;
    int64_t bounces;
    int64_t events;
    int64_t lasted;
};

/* Sessions of the events whose mask has a bit. Those count that begin between `cuts[j]` and `cuts[j + 1]`, in bucket
   `buckets[j]`, which never falls; `began` has how many began in each, `visitors` whose, and `lasted` how long each
   lasted, less than 0 for a single event: it has room for one an event behind those that are there. All of it goes on
   from what the events before left, who are told of in `state`: 16 bytes each of the people. */
EXPORTED int count_sessions(const struct events *events, int64_t gap, int64_t stretches, const int64_t *cuts,
                            const int64_t *buckets, int64_t most_buckets, struct visitor *state, int64_t *began,
                            int64_t *visitors, struct sessions *sums, int64_t *lasted) {
    if (!are_people(events)) return OUT_OF_RANGE;
    for (int64_t each = 0; each < stretches; each++) {
        if (buckets[each] < (each ? buckets[each - 1] : 0) || buckets[each] >= most_buckets) return UNKNOWN;
    }
    if (most_buckets >= INT32_MAX || sums->count + events->count >= INT32_MAX) return OUT_OF_RANGE;
    int64_t stretch = 0;
    for (int64_t at = 0; at < events->count; at++) {
        while (stretch <= stretches && at >= cuts[stretch]) stretch++; /* it lies in the one before this cut */
        uint32_t who = (uint32_t)events->who[at];
        if (!who || !mask_at(events, at)) continue;
        struct visitor *visitor = state + who;
        int64_t t = events->t[at];
        if (visitor->session && t - visitor->last <= gap) {
            if (visitor->session > 0) {
                int64_t *own = lasted + visitor->session - 1;
                sums->bounces -= *own < 0;
                *own = (*own < 0 ? 0 : *own) + t - visitor->last;
                sums->lasted += t - visitor->last;
                sums->events++;
            }
        } else if (stretch >= 1 && stretch <= stretches) {
            int64_t bucket = buckets[stretch - 1];
            lasted[sums->count++] = -1; /* a single event as yet */
            sums->bounces++;
            sums->events++;
            sums->everybody += !visitor->bucket;
            began[bucket]++;
            visitors[bucket] += visitor->bucket != bucket + 1;
            visitor->bucket = (int32_t)bucket + 1;
            visitor->session = (int32_t)sums->count;
        } else {
            visitor->session = -1;
        }
        visitor->last = t;
    }
    return DONE;
}
