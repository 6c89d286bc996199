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

/* What is counted, and where. */
struct counts {
    uint8_t *seen;
    int64_t width;
    int64_t *followed;
};

INLINED void take(struct visitor *visitor, uint32_t who, int32_t rank, int64_t t, int is_in_range, const struct shape *shape,
                  const struct counts *counts) {
    if (!visitor->is_known || t - visitor->last > shape->gap) {
        visitor->step = 0;
        visitor->is_in = (int8_t)is_in_range;
        visitor->is_known = 1;
    }
    visitor->last = t;
    int64_t step = visitor->step;
    if (!visitor->is_in || step == shape->depth) return;
    if (step ? rank == visitor->name : shape->start >= 0 && rank != shape->start) return;
    if (step) counts->followed[((step - 1) * shape->names + visitor->name) * shape->names + rank]++;
    counts->seen[(step * shape->names + rank) * counts->width + (who >> 3)] |= (uint8_t)(1 << (who & 7));
    visitor->name = rank;
    visitor->step = (int16_t)(step + 1);
}

/* The rank of a name; -1 where it has none. */
INLINED int32_t rank_at(const struct events *events, const struct shape *shape, int64_t at, const int is_narrow) {
    uint64_t code = (uint64_t)name_with(events, at, is_narrow);
    int32_t rank = code < (uint64_t)shape->codes ? shape->ranks[code] : -1;
    return rank < shape->names ? rank : -1;
}

/* The events of one moment are put in the order of their names. */
static int64_t of_moment(const struct events *events, const struct shape *shape, int64_t begin, int64_t end,
                         struct step *steps) {
    int64_t count = 0;
    for (int64_t at = begin; at < end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        if (!who || !mask_at(events, at)) continue;
        int32_t rank = rank_at(events, shape, at, events->name_size == 2);
        if (rank < 0) return -1;
        steps[count++] = (struct step){who, rank};
    }
    if (count > 1) qsort(steps, (size_t)count, sizeof *steps, by_visitor_and_rank);
    return count;
}

/* Those of several events of one moment. */
static int take_together(const struct events *events, const struct shape *shape, int64_t begin, int64_t end,
                         struct visitor *visitors, const struct counts *counts) {
    struct step *steps = malloc((size_t)(end - begin) * sizeof *steps);
    if (!steps) return NO_MEMORY;
    int64_t count = of_moment(events, shape, begin, end, steps);
    int is_in_range = begin >= shape->since && begin < shape->until;
    for (int64_t each = 0; each < count; each++) {
        uint32_t who = steps[each].who;
        take(visitors + who, who, steps[each].rank, events->t[begin], is_in_range, shape, counts);
    }
    free(steps);
    return count < 0 ? OUT_OF_RANGE : DONE;
}

INLINED int count_with(const struct events *given, const struct shape *asked, struct visitor *visitors,
                       const struct counts *told, const int is_any, const int is_narrow, const int is_filtered) {
    const struct events own = *given, *events = &own; /* which nothing here writes to */
    const struct shape own_shape = *asked, *shape = &own_shape;
    const struct counts counts = *told;
    struct few_masks few;
    if (!is_any) look_up_few(events, &few);
    for (int64_t begin = 0, end; begin < events->count; begin = end) {
        int64_t t = events->t[begin];
        end = begin + 1;
        if (begin + AHEAD < events->count) __builtin_prefetch(visitors + events->who[begin + AHEAD], 1);
        if (end < events->count && events->t[end] == t) {
            while (end < events->count && events->t[end] == t) end++;
            int became = take_together(given, asked, begin, end, visitors, told);
            if (became != DONE) return became;
            continue;
        }
        uint32_t who = (uint32_t)events->who[begin];
        if (!who || !(is_any || mask_with(events, &few, begin, is_narrow, is_filtered))) continue;
        int32_t rank = rank_at(events, shape, begin, is_narrow);
        if (rank < 0) return OUT_OF_RANGE;
        take(visitors + who, who, rank, t, begin >= shape->since && begin < shape->until, shape, &counts);
    }
    return DONE;
}

/* Of the events whose mask has a bit, by step: in `seen` who met which name, a bit a visitor, `width` bytes a name; and
   in `followed` how often one name followed on another. */
EXPORTED int count_paths(const struct events *events, const struct shape *shape, struct visitor *visitors, uint8_t *seen,
                         int64_t width, int64_t *followed) {
    if (!are_people(events) || events->people > width * 8 || shape->names < 1) return OUT_OF_RANGE;
    if (shape->depth < 1 || shape->depth > 1000) return UNKNOWN;
    struct counts counts = {seen, width, followed};
    if (!events->filters && events->any) {
        return events->name_size == 2 ? count_with(events, shape, visitors, &counts, 1, 1, 0)
                                      : count_with(events, shape, visitors, &counts, 1, 0, 0);
    }
    return WITH_MASKS(events, count_with, events, shape, visitors, &counts, 0);
}
