/* Keeps the events that matter to a funnel: first behind each other as they come, then by parts of the visitors, so that
   none is written far from the last one. */

#include "matters.h"

/* From `begin` up to `end`, with those of the steps that are in `bits`. */
INLINED int64_t keep_with(const struct events *given, int64_t begin, int64_t end, uint32_t bits, struct came *out,
                          const int is_narrow, const int is_filtered) {
    const struct events own = *given, *events = &own; /* which nothing here writes to */
    struct few_masks few;
    look_up_few(events, &few);
    int64_t count = 0;
    for (int64_t at = begin; at < end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        uint32_t mask = mask_with(events, &few, at, is_narrow, is_filtered) & bits;
        out[count] = (struct came){events->t[at], (uint64_t)mask << 32 | who};
        count += (mask != 0) & (who != 0);
    }
    return count;
}

/* Keep what matters in `out`, which has room for one more than the events. Gives how many that are, -1 where that cannot
   be. */
EXPORTED int64_t keep_matters(const struct events *events, const struct rules *rules, struct came *out) {
    if (!are_people(events) || events->count >= INT32_MAX || rules->steps < 1 || rules->steps > MOST_KEPT_STEPS) return -1;
    int64_t until = rules->begins_until < 0 ? 0 : rules->begins_until;
    if (until > events->count) until = events->count;
    int64_t count = WITH_MASKS(events, keep_with, events, 0, until, ~(uint32_t)0, out);
    return count + WITH_MASKS(events, keep_with, events, until, events->count, ~(uint32_t)1, out + count);
}

static inline uint64_t part_of(const struct came *event, const struct parts *parts) {
    return (uint32_t)event->who_and_mask & (((uint32_t)1 << parts->bits) - 1);
}

static inline struct matter_of kept(const struct came *event, const struct parts *parts, uint64_t *beyond) {
    uint64_t t = (uint64_t)event->t - (uint64_t)parts->base, who = (uint32_t)event->who_and_mask >> parts->bits;
    uint32_t mask = (uint32_t)(event->who_and_mask >> 32);
    *beyond |= t >> T_BITS | who >> IN_PART_BITS;
    return (struct matter_of){(uint32_t)who | mask << IN_PART_BITS, (uint32_t)t, (uint16_t)(t >> 32)};
}

/* Put them part by part into `out`. `ends`, once more than there are parts, tells where each part ends in the end, and
   then how many there are. The halves take turns: where a part goes on is known only once the last of it is written. */
EXPORTED int part_matters(const struct came *events, int64_t count, const struct parts *parts, uint32_t *ends,
                          uint32_t *halves, struct matter_of *out) {
    if (parts->bits < 0 || parts->bits > 31 || count < 0) return UNKNOWN;
    int64_t many = (int64_t)1 << parts->bits, half = count / 2;
    uint64_t beyond = 0;
    for (int64_t part = 0; part < many; part++) ends[part] = halves[part] = 0;
    for (int64_t at = 0; at < half; at++) {
        ends[part_of(events + at, parts)]++;
        halves[part_of(events + half + at, parts)]++;
    }
    if (count & 1) halves[part_of(events + count - 1, parts)]++;
    uint32_t place = 0;
    for (int64_t part = 0; part < many; part++) {
        uint32_t first = ends[part], second = halves[part];
        ends[part] = place;
        halves[part] = place + first;
        place += first + second;
    }
    for (int64_t at = 0; at < half; at++) {
        out[ends[part_of(events + at, parts)]++] = kept(events + at, parts, &beyond);
        out[halves[part_of(events + half + at, parts)]++] = kept(events + half + at, parts, &beyond);
    }
    if (count & 1) out[halves[part_of(events + count - 1, parts)]++] = kept(events + count - 1, parts, &beyond);
    for (int64_t part = 0; part < many; part++) ends[part] = halves[part];
    return beyond ? OUT_OF_RANGE : DONE;
}
