/* The furthest attempt of each visitor at the steps of a funnel, which are met one after the other. */

#include "kernel.h"
#include "moment.h"

struct rules {
    int64_t steps;
    int64_t window;
    int64_t first_entry;  /* only the first beginning counts */
    int64_t begins_until; /* the first event with which no attempt may begin any more */
};

/* A visitor's events that matter, in order of time. */
struct own {
    const int64_t *t;
    const uint32_t *masks;
    int64_t count;
};

static uint32_t chosen(const struct events *events, const struct rules *rules, int64_t at) {
    uint32_t mask = mask_at(events, at);
    return at < rules->begins_until ? mask : mask & ~(uint32_t)1;
}

static int64_t end_of_moment(const struct own *own, int64_t begin) {
    int64_t end = begin + 1;
    while (end < own->count && own->t[end] == own->t[begin]) end++;
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
        int64_t t = own->t[begin];
        for (int64_t step = rules->steps - 1; step >= 0; step--) {
            int64_t from = step ? began[step] : t;
            if (from == INT64_MIN || t - from > rules->window) continue;
            int64_t met = consecutive(own->masks + begin, end - begin, step, rules->steps);
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
        int64_t t = own->t[begin];
        if (!met && t < since) continue;
        if (met && t - times[0] > rules->window) break;
        int64_t more = consecutive(own->masks + begin, end - begin, met, goal);
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

/* Count the events that matter of each visitor, on top of those before, and tell who may begin. `ends` and `begins` have
   room for one more than the people. */
EXPORTED int count_matters(const struct events *events, const struct rules *rules, uint8_t *begins, uint32_t *ends) {
    if (!are_people(events) || events->count >= INT32_MAX) return OUT_OF_RANGE;
    for (int64_t at = 0; at < events->count; at++) {
        uint32_t mask = chosen(events, rules, at);
        uint32_t who = (uint32_t)events->who[at];
        if (!mask || !who) continue;
        begins[who] |= mask & 1;
        ends[who]++;
    }
    return DONE;
}

/* How many events matter of all who may begin; `ends` are where each one's begin, until all are put there. */
EXPORTED int64_t place_matters(int64_t people, const uint8_t *begins, uint32_t *ends) {
    uint32_t matter = 0;
    for (int64_t who = 0; who < people; who++) {
        uint32_t own = begins[who] ? ends[who] : 0;
        ends[who] = matter;
        matter += own;
    }
    return matter;
}

/* Put the events of all who may begin behind each other by visitor: `ends[who]` is where each one's end, from which
   those of the next begin. There is room for `matter` of them. */
EXPORTED int sort_matters(const struct events *events, const struct rules *rules, const uint8_t *begins, uint32_t *ends,
                          int64_t matter, int64_t *t, uint32_t *masks) {
    if (!are_people(events)) return OUT_OF_RANGE;
    for (int64_t at = 0; at < events->count; at++) {
        uint32_t mask = chosen(events, rules, at);
        uint32_t who = (uint32_t)events->who[at];
        if (!mask || !who || !begins[who]) continue;
        uint32_t place = ends[who]++;
        if (place >= matter) return MISCOUNTED;
        t[place] = events->t[at];
        masks[place] = mask;
    }
    return DONE;
}

/* How many visitors entered; for each of them how many steps are `met`, and in `times`, which has room for all steps
   of each visitor of the people, when. A bit of the masks is a step. */
EXPORTED int furthest_attempts(int64_t people, const struct rules *rules, const uint8_t *begins, const uint32_t *ends,
                               const int64_t *t, const uint32_t *masks, int64_t *entered, uint8_t *met, int64_t *times) {
    if (rules->steps < 1 || rules->steps > MOST_STEPS || rules->window < 0) return UNKNOWN;
    *entered = 0;
    for (int64_t who = 0; who < people; who++) {
        if (!begins[who]) continue;
        uint32_t begin = who ? ends[who - 1] : 0;
        struct own own = {t + begin, masks + begin, ends[who] - begin};
        int64_t found = 0;
        int became = judge(&own, rules, &found, times + *entered * rules->steps);
        if (became != DONE) return became;
        met[*entered] = (uint8_t)found;
        *entered += 1;
    }
    return DONE;
}
