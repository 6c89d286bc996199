/* The furthest attempt of each visitor at the steps of a funnel, which are met one after the other. */

#include "kernel.h"
#include "matters.h"
#include "moment.h"

#include <stdlib.h>

/* A visitor's events that matter, in order of time. */
struct own {
    const struct matter *events;
    int64_t count;
};

static int64_t end_of_moment(const struct own *own, int64_t begin) {
    int64_t end = begin + 1;
    while (end < own->count && own->events[end].t == own->events[begin].t) end++;
    return end;
}

/* How far anybody gets within the window, and when that is first so. For each number of steps the latest beginning is
   kept from which so many were met: what any beginning can still do, that one can. */
static int reach(const struct own *own, const struct rules *rules, int64_t *goal, int64_t *when) {
    int64_t began[MOST_STEPS + 1];
    for (int64_t step = 0; step <= rules->steps; step++) began[step] = INT64_MIN;
    *goal = 0;
    for (int64_t begin = 0, end; begin < own->count && *goal < rules->steps; begin = end) {
        end = end_of_moment(own, begin);
        int64_t t = own->events[begin].t;
        for (int64_t step = rules->steps - 1; step >= 0; step--) {
            int64_t from = step ? began[step] : t;
            if (from == INT64_MIN || t - from > rules->window) continue;
            int64_t met = consecutive(own->events + begin, end - begin, step, rules->steps);
            if (met < 0) return UNKNOWN;
            for (int64_t each = 1; each <= met; each++) {
                if (began[step + each] < from) began[step + each] = from;
            }
            if (met && step + met > *goal) {
                *goal = step + met;
                *when = t;
            }
        }
    }
    return DONE;
}

/* When each step is met from the first beginning that is not earlier than `since`, each as early as can be, until there
   are `goal` of them or the window is over; gives how many are met. */
static int64_t walk(const struct own *own, const struct rules *rules, int64_t since, int64_t goal, int64_t *times) {
    int64_t met = 0;
    for (int64_t begin = 0, end; begin < own->count && met < goal; begin = end) {
        end = end_of_moment(own, begin);
        int64_t t = own->events[begin].t;
        if (!met && t < since) continue;
        if (met && t - times[0] > rules->window) break;
        int64_t more = consecutive(own->events + begin, end - begin, met, goal);
        if (more < 0) return -1;
        for (int64_t each = 0; each < more; each++) times[met++] = t;
    }
    return met;
}

static int judge(const struct own *own, const struct rules *rules, int64_t *met, int64_t *times) {
    int64_t goal = rules->steps, when = 0, since = INT64_MIN;
    if (!rules->first_entry) {
        int became = reach(own, rules, &goal, &when);
        if (became != DONE) return became;
        since = when - rules->window; /* what begins then or later gets there no later */
    }
    *met = walk(own, rules, since, goal, times);
    return *met < 0 ? UNKNOWN : DONE;
}

/* The events of a part of the visitors, and what is found of them. */
struct part {
    uint32_t counts[IN_PART];   /* of each visitor; 0 of who never begins */
    uint32_t ends[IN_PART];     /* where each one's are put next */
    uint8_t begins[IN_PART];
    struct matter *events;
    int64_t room;
};

static void count_matters(const struct kept *kept, int64_t part, struct part *own) {
    for (int64_t who = 0; who < IN_PART; who++) own->counts[who] = own->begins[who] = 0;
    for (int64_t chunk = 0; chunk < kept->chunks; chunk++) {
        const struct matter_of *events = kept->events[chunk];
        const uint32_t *ends = kept->ends[chunk];
        for (uint32_t at = part ? ends[part - 1] : 0; at < ends[part]; at++) {
            own->counts[who_of(events + at)]++;
            own->begins[who_of(events + at)] |= mask_of(events + at) & 1;
        }
    }
    for (int64_t who = 0; who < IN_PART; who++) own->counts[who] *= own->begins[who];
}

/* Put those of the visitors from `low` up to `high` behind each other, visitor by visitor. */
static void sort_matters(const struct kept *kept, int64_t part, uint32_t low, uint32_t high, struct part *own) {
    uint32_t place = 0;
    for (uint32_t who = low; who < high; place += own->counts[who++]) own->ends[who] = place;
    for (int64_t chunk = 0; chunk < kept->chunks; chunk++) {
        const struct matter_of *events = kept->events[chunk];
        const uint32_t *ends = kept->ends[chunk];
        int64_t base = kept->bases[chunk];
        for (uint32_t at = part ? ends[part - 1] : 0; at < ends[part]; at++) {
            uint32_t who = who_of(events + at);
            if (who < low || who >= high || !own->begins[who]) continue;
            own->events[own->ends[who]++] = (struct matter){base + t_of(events + at), mask_of(events + at)};
        }
    }
}

static int make_room(struct part *own, int64_t count) {
    if (count <= own->room) return DONE;
    free(own->events);
    own->room = count > MOST_AT_ONCE ? count : MOST_AT_ONCE;
    own->events = malloc((size_t)own->room * sizeof *own->events);
    if (own->events) return DONE;
    own->room = 0;
    return NO_MEMORY;
}

/* As many visitors at a time as there is room for, but one at least. */
static int judge_part(const struct kept *kept, const struct rules *rules, int64_t part, struct part *own,
                      struct found *found) {
    count_matters(kept, part, own);
    for (uint32_t low = 0, high; low < IN_PART; low = high) {
        int64_t count = own->counts[low];
        for (high = low + 1; high < IN_PART && count + own->counts[high] <= MOST_AT_ONCE;) count += own->counts[high++];
        if (!count) continue;
        if (make_room(own, count) != DONE) return NO_MEMORY;
        sort_matters(kept, part, low, high, own);
        for (uint32_t who = low; who < high; who++) {
            if (!own->begins[who]) continue;
            if (found->entered == found->room) return OUT_OF_RANGE;
            struct own visitor = {own->events + own->ends[who] - own->counts[who], own->counts[who]};
            int64_t met = 0;
            int became = judge(&visitor, rules, &met, found->times + found->entered * rules->steps);
            if (became != DONE) return became;
            found->met[found->entered++] = (uint8_t)met;
        }
    }
    return DONE;
}

/* Of all of some parts who entered how many steps are met, and when. */
EXPORTED int furthest_attempts(const struct kept *kept, const struct rules *rules, struct found *found) {
    if (rules->steps < 1 || rules->steps > MOST_KEPT_STEPS || rules->window < 0) return UNKNOWN;
    struct part *own = calloc(1, sizeof *own);
    if (!own) return NO_MEMORY;
    int became = DONE;
    for (int64_t part = found->first; part < found->until && became == DONE; part++) {
        became = judge_part(kept, rules, part, own, found);
    }
    free(own->events);
    free(own);
    return became;
}
