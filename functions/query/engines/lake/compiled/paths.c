/* Counts what is done at which step of a session, and what follows on what, in one pass in order of time. */

#include "kernel.h"

#include <stdlib.h>

struct visitor {
    int64_t last;
    int32_t name;  /* the last step's */
    int16_t step;  /* from 1; 0 before the first */
    int8_t is_in;  /* whether the session is in the range */
    int8_t is_known;
};

/* An event, by the rank of its name. */
struct step {
    uint32_t who;
    int32_t rank;
};

/* `ranks` are those of `names` names in the order of their bytes, by code; -1 for a code that none has. Paths begin
   where sessions do, or where the name of the rank `start` is first met if it is not -1. */
struct shape {
    int64_t gap;
    int64_t since; /* the first event with which a session of the range may begin, and the first after them */
    int64_t until;
    int64_t depth;
    int64_t start;
    int64_t names;
    const int32_t *ranks;
    int64_t codes;
};

static int by_visitor_and_rank(const void *left, const void *right) {
    const struct step *one = left, *other = right;
    if (one->who != other->who) return one->who < other->who ? -1 : 1;
    return (one->rank > other->rank) - (one->rank < other->rank);
}

static void take(struct visitor *visitor, const struct step *step, int64_t t, int is_in_range, const struct shape *shape,
                 uint8_t *seen, int64_t width, int64_t *followed) {
    if (!visitor->is_known || t - visitor->last > shape->gap) {
        visitor->step = 0;
        visitor->is_in = (int8_t)is_in_range;
        visitor->is_known = 1;
    }
    visitor->last = t;
    if (!visitor->is_in || visitor->step == shape->depth) return;
    if (visitor->step ? step->rank == visitor->name : shape->start >= 0 && step->rank != shape->start) return;
    if (visitor->step) followed[((visitor->step - 1) * shape->names + visitor->name) * shape->names + step->rank]++;
    seen[(visitor->step * shape->names + step->rank) * width + (step->who >> 3)] |= (uint8_t)(1 << (step->who & 7));
    visitor->name = step->rank;
    visitor->step++;
}

/* The events of one moment are put in the order of their names. */
static int64_t of_moment(const struct events *events, const struct shape *shape, int64_t begin, int64_t end,
                         struct step *steps) {
    int64_t count = 0;
    for (int64_t at = begin; at < end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        if (!who || !mask_at(events, at)) continue;
        uint64_t code = (uint64_t)name_at(events, at);
        int32_t rank = code < (uint64_t)shape->codes ? shape->ranks[code] : -1;
        if (rank < 0 || rank >= shape->names) return -1;
        steps[count++] = (struct step){who, rank};
    }
    if (count > 1) qsort(steps, (size_t)count, sizeof *steps, by_visitor_and_rank);
    return count;
}

/* Of the events whose mask has a bit, by step: in `seen` who met which name, a bit a visitor, `width` bytes a name; and
   in `followed` how often one name followed on another. */
EXPORTED int count_paths(const struct events *events, const struct shape *shape, struct visitor *visitors, uint8_t *seen,
                         int64_t width, int64_t *followed) {
    if (!are_people(events) || events->people > width * 8 || shape->names < 1) return OUT_OF_RANGE;
    if (shape->depth < 1 || shape->depth > 1000) return UNKNOWN;
    int64_t room = 0;
    struct step *steps = NULL;
    int became = DONE;
    for (int64_t begin = 0, end; begin < events->count && became == DONE; begin = end) {
        end = begin + 1;
        while (end < events->count && events->t[end] == events->t[begin]) end++;
        if (end - begin > room) {
            room = 2 * (end - begin);
            free(steps);
            steps = malloc((size_t)room * sizeof *steps);
            if (!steps) {
                became = NO_MEMORY;
                break;
            }
        }
        int64_t count = of_moment(events, shape, begin, end, steps);
        if (count < 0) became = OUT_OF_RANGE;
        int is_in_range = begin >= shape->since && begin < shape->until;
        for (int64_t each = 0; each < count; each++) {
            take(visitors + steps[each].who, steps + each, events->t[begin], is_in_range, shape, seen, width, followed);
        }
    }
    free(steps);
    return became;
}
