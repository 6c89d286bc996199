/* Cuts each visitor's events into sessions, in one pass in order of time. */

#include "kernel.h"

/* Of the last session: when its last event was, and in one number, from the lowest bit, which kind of session it is, from
   1 the bucket of the last one that began in the range, and how long it lasts. */
struct visitor {
    int64_t last;
    uint64_t session;
};

enum kind { NONE = 0, OUTSIDE = 1, SINGLE = 2, SEVERAL = 3 }; /* the last two begin in the range */
enum { KIND_BITS = 2, BUCKET_BITS = 16, LENGTH_AT = KIND_BITS + BUCKET_BITS };

/* What the sessions that begin in the range add up to: of those that are over how many lasted `longer` than an instant.
   `lengths` has of these how long, and room for one more than there are events. */
struct sessions {
    int64_t count;
    int64_t everybody;
    int64_t bounces;
    int64_t events;
    int64_t longer;
    int64_t *lengths;
};

/* A stretch of events with which sessions of a bucket may begin, or none of the range. */
struct stretch {
    int64_t begin;
    int64_t end;
    int is_in;
    uint64_t bucket;
};

static inline uint64_t bucket_of(uint64_t session) { return session >> KIND_BITS & (((uint64_t)1 << BUCKET_BITS) - 1); }

/* A session is over. */
static inline void end_session(uint64_t session, struct sessions *sums) {
    int64_t length = (int64_t)(session >> LENGTH_AT);
    sums->bounces += (session & 3) == SINGLE;
    sums->lengths[sums->longer] = length;
    sums->longer += (session & 3) == SEVERAL && length > 0;
}

INLINED int count_with(const struct events *given, const struct stretch *stretch, int64_t gap, struct visitor *state,
                       int64_t *began, int64_t *visitors, struct sessions *all, const int is_any, const int is_narrow,
                       const int is_filtered) {
    const struct events own = *given, *events = &own;
    struct few_masks few;
    if (!is_any) look_up_few(events, &few);
    struct sessions sums = *all;
    int64_t begin = 0, others = 0, everybody = 0, own_events = 0;
    uint64_t beyond = 0, fresh = stretch->is_in ? (stretch->bucket + 1) << KIND_BITS | SINGLE : OUTSIDE;
    for (int64_t at = stretch->begin; at < stretch->end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        if (at + AHEAD < events->count) __builtin_prefetch(state + events->who[at + AHEAD], 1);
        if (!who || !(is_any || mask_with(events, &few, at, is_narrow, is_filtered))) continue;
        struct visitor *visitor = state + who;
        int64_t t = events->t[at], pause = t - visitor->last;
        uint64_t session = visitor->session;
        visitor->last = t;
        if (session && pause <= gap) {
            uint64_t length = (session >> LENGTH_AT) + (uint64_t)pause;
            int is_ours = (session & 3) >= SINGLE;
            beyond |= length >> (64 - LENGTH_AT);
            own_events += is_ours;
            visitor->session = is_ours ? length << LENGTH_AT | bucket_of(session) << KIND_BITS | SEVERAL : session;
        } else {
            end_session(session, &sums);
            uint64_t bucket = bucket_of(session);
            begin++;
            if (bucket != stretch->bucket + 1) others++;
            if (!bucket) everybody++;
            visitor->session = stretch->is_in ? fresh : bucket << KIND_BITS | OUTSIDE;
        }
    }
    sums.events += own_events;
    if (stretch->is_in) {
        sums.count += begin;
        sums.events += begin;
        sums.everybody += everybody;
        began[stretch->bucket] += begin;
        visitors[stretch->bucket] += others;
    }
    *all = sums;
    return beyond ? OUT_OF_RANGE : DONE;
}

static int count_stretch(const struct events *events, const struct stretch *stretch, int64_t gap, struct visitor *state,
                         int64_t *began, int64_t *visitors, struct sessions *sums) {
    if (!events->filters && events->any) return count_with(events, stretch, gap, state, began, visitors, sums, 1, 0, 0);
    return WITH_MASKS(events, count_with, events, stretch, gap, state, began, visitors, sums, 0);
}

/* Sessions of the events whose mask has a bit. Those count that begin between `cuts[j]` and `cuts[j + 1]`, in bucket
   `buckets[j]`, which never falls; `began` has how many began in each, `visitors` whose. All of it goes on from what the
   events before left, who are told of in `state`: 16 bytes each of the people. */
EXPORTED int count_sessions(const struct events *events, int64_t gap, int64_t stretches, const int64_t *cuts,
                            const int64_t *buckets, int64_t most_buckets, struct visitor *state, int64_t *began,
                            int64_t *visitors, struct sessions *sums) {
    if (!are_people(events) || gap < 0) return OUT_OF_RANGE;
    for (int64_t each = 0; each < stretches; each++) {
        if (buckets[each] < (each ? buckets[each - 1] : 0) || buckets[each] >= most_buckets) return UNKNOWN;
    }
    if (most_buckets >= 1 << BUCKET_BITS || sums->count + events->count >= INT32_MAX) return OUT_OF_RANGE;
    int became = DONE;
    for (int64_t each = -1, begin = 0, end; each <= stretches && became == DONE; each++, begin = end) {
        end = each < stretches ? cuts[each + 1] : events->count;
        if (end < begin) end = begin;
        if (end > events->count) return OUT_OF_RANGE;
        int is_in = each >= 0 && each < stretches;
        struct stretch stretch = {begin, end, is_in, is_in ? (uint64_t)buckets[each] : 0};
        became = count_stretch(events, &stretch, gap, state, began, visitors, sums);
    }
    return became;
}

/* All sessions are over. */
EXPORTED int end_sessions(int64_t people, struct visitor *state, struct sessions *sums) {
    for (int64_t who = 0; who < people; who++) {
        end_session(state[who].session, sums);
        state[who].session = NONE;
    }
    return DONE;
}
