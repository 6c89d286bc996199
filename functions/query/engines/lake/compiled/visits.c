/* Cuts each visitor's events into sessions, and tells which session each event is of, in one pass in order of time. */

#include "kernel.h"

#include <stdlib.h>

struct visitor {
    int64_t last;
    int32_t session; /* from 1; 0 before the first */
};

/* Of the events whose mask has a bit: in `session` which one each event is of, -1 for one that is of none; in `firsts`
   and `lasts`, which have room for one an event, the first and the last event of each. */
EXPORTED int cut_sessions(const struct events *events, int64_t gap, int32_t *session, int32_t *firsts, int32_t *lasts,
                          int64_t *count) {
    if (!are_people(events) || events->count >= INT32_MAX) return OUT_OF_RANGE;
    struct visitor *state = calloc((size_t)events->people + 1, sizeof *state);
    if (!state) return NO_MEMORY;
    int32_t found = 0;
    for (int64_t at = 0; at < events->count; at++) {
        uint32_t who = (uint32_t)events->who[at];
        session[at] = -1;
        if (!who || !mask_at(events, at)) continue;
        struct visitor *visitor = state + who;
        int64_t t = events->t[at];
        if (!visitor->session || t - visitor->last > gap) {
            firsts[found] = (int32_t)at;
            visitor->session = ++found;
        }
        visitor->last = t;
        session[at] = visitor->session - 1;
        lasts[visitor->session - 1] = (int32_t)at;
    }
    *count = found;
    free(state);
    return DONE;
}

/* Add to `counts` of each session its events from `begin` up to `end` whose mask has any of the bits. */
EXPORTED int count_in_sessions(const struct events *events, uint32_t bits, int64_t begin, int64_t end,
                               const int32_t *session, int64_t sessions, int64_t *counts) {
    if (begin < 0 || end > events->count) return OUT_OF_RANGE;
    int is_chosen = !events->filters && ((uint32_t)events->any & bits); /* whatever it is */
    for (int64_t at = begin; at < end; at++) {
        int64_t own = session[at];
        if (own >= sessions) return OUT_OF_RANGE;
        if (own >= 0 && (is_chosen || mask_at(events, at) & bits)) counts[own]++;
    }
    return DONE;
}
