/* Keeps the events that matter to a funnel: first behind each other as they come, then by parts of the visitors, so that
   none is written far from the last one. */

#include "matters.h"

INLINED int64_t keep_with(const struct events *given, const struct rules *rules, struct matter_of *out, uint32_t *parts,
                          const int is_narrow, const int is_filtered) {
    const struct events own = *given, *events = &own; /* which nothing here writes to */
    struct few_masks few;
    look_up_few(events, &few);
    int64_t count = 0, first = events->count ? events->t[0] : 0;
    uint64_t beyond = 0;
    for (int64_t at = 0; at < events->count; at++) {
        uint32_t who = (uint32_t)events->who[at];
        uint32_t mask = mask_with(events, &few, at, is_narrow, is_filtered) & ~(uint32_t)(at >= rules->begins_until);
        uint64_t t = (uint64_t)events->t[at] - (uint64_t)first;
        beyond |= t;
        out[count] = (struct matter_of){who % IN_PART | mask << PART_BITS, (uint32_t)t, (uint16_t)(t >> 32)};
        parts[count] = who >> PART_BITS;
        count += (mask != 0) & (who != 0);
    }
    return beyond >> T_BITS ? -1 : count;
}

/* Keep what matters: in `out` and, of which part each is, in `parts`; both have room for one more than the events.
   Gives how many that are, -1 where that cannot be. */
EXPORTED int64_t keep_matters(const struct events *events, const struct rules *rules, struct matter_of *out,
                              uint32_t *parts) {
    if (!are_people(events) || events->count >= INT32_MAX || rules->steps < 1 || rules->steps > MOST_KEPT_STEPS) return -1;
    return WITH_MASKS(events, keep_with, events, rules, out, parts);
}

/* Put them part by part. `ends` tells where each of `many` parts ends in the end. */
EXPORTED int part_matters(const struct matter_of *events, const uint32_t *parts, int64_t count, int64_t many, uint32_t *ends,
                          struct matter_of *out) {
    for (int64_t part = 0; part < many; part++) ends[part] = 0;
    for (int64_t at = 0; at < count; at++) {
        if (parts[at] >= many) return OUT_OF_RANGE;
        ends[parts[at]]++;
    }
    uint32_t place = 0;
    for (int64_t part = 0; part < many; part++) {
        uint32_t own = ends[part];
        ends[part] = place;
        place += own;
    }
    for (int64_t at = 0; at < count; at++) out[ends[parts[at]]++] = events[at];
    return DONE;
}
