/* What is compiled of the lake: what Python calls, and what may come of it. Nothing here keeps anything between calls. */

#ifndef KERNEL_H
#define KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define EXPORTED __attribute__((visibility("default")))

enum outcome {
    DONE = 0,
    ENDS_EARLY = 1, /* the input does */
    UNKNOWN = 2,    /* no page, or no question, that is known here */
    MISCOUNTED = 3, /* not so many values as were said */
    OUT_OF_RANGE = 4,
    NO_MEMORY = 5,
};

/* Events in order of time. `who` is 0 for nobody and below `people`. What an event is chosen for is a mask: that of its
   name's code in `masks` (so many `codes`), with what is chosen of `any` name; where it does not pass filter f, only
   what is `kept[f]` of it. */
struct events {
    int64_t count;
    const int32_t *who;
    const void *name;
    int64_t name_size; /* bytes: 2 or 4 */
    const int64_t *t;
    int64_t people;
    const uint32_t *masks;
    int64_t codes;
    int64_t any;
    int64_t filters;
    const uint8_t *const *passes;
    const uint32_t *kept;
};

#define INLINED static inline __attribute__((always_inline))

INLINED int64_t name_with(const struct events *events, int64_t at, const int is_narrow) {
    return is_narrow ? ((const int16_t *)events->name)[at] : ((const int32_t *)events->name)[at];
}

static inline int64_t name_at(const struct events *events, int64_t at) {
    return name_with(events, at, events->name_size == 2);
}

/* The masks of the first codes, so that the usual ones are looked up without a branch, which would often be guessed
   wrongly: what happens next is as good as random. */
enum { FEW_CODES = 1024 };

struct few_masks {
    uint32_t of[FEW_CODES];
};

static inline void look_up_few(const struct events *events, struct few_masks *few) {
    for (int64_t code = 0; code < FEW_CODES; code++) {
        few->of[code] = (uint32_t)events->any | (code < events->codes ? events->masks[code] : 0);
    }
}

/* The mask of an event. Whether names are narrow and whether there are filters is known to the compiler in the loops
   that matter. */
INLINED uint32_t mask_with(const struct events *events, const struct few_masks *few, int64_t at, const int is_narrow,
                           const int is_filtered) {
    uint64_t code = (uint64_t)name_with(events, at, is_narrow);
    uint32_t mask = (uint32_t)events->any;
    if (code < FEW_CODES) {
        mask = few->of[code];
    } else if (code < (uint64_t)events->codes) {
        mask |= events->masks[code];
    }
    for (int64_t filter = 0; is_filtered && filter < events->filters; filter++) {
        mask &= (uint32_t)-(int32_t)(events->passes[filter][at] != 0) | events->kept[filter];
    }
    return mask;
}

static inline uint32_t mask_at(const struct events *events, int64_t at) {
    uint64_t code = (uint64_t)name_at(events, at);
    uint32_t mask = (uint32_t)events->any | (code < (uint64_t)events->codes ? events->masks[code] : 0);
    for (int64_t filter = 0; filter < events->filters; filter++) {
        mask &= events->passes[filter][at] ? ~(uint32_t)0 : events->kept[filter];
    }
    return mask;
}

/* `of(…, is_narrow, is_filtered)` with what these are. */
#define WITH_MASKS(events, of, ...)                                                                                   \
    ((events)->name_size == 2 && !(events)->filters ? of(__VA_ARGS__, 1, 0)                                           \
     : (events)->name_size == 2                     ? of(__VA_ARGS__, 1, 1)                                           \
                                                    : of(__VA_ARGS__, 0, 1))

enum { AHEAD = 48 }; /* what is written to next is fetched so many events before */

/* Whether all visitors are among the people, so that they can be looked up. */
static inline int are_people(const struct events *events) {
    uint32_t last = events->people > INT32_MAX ? INT32_MAX : (uint32_t)events->people - 1, is_beyond = 0;
    for (int64_t at = 0; at < events->count; at++) {
        uint32_t who = (uint32_t)events->who[at];
        is_beyond |= who | (last - who); /* the highest bit tells: of each, or of how far it is from the last */
    }
    return events->count == 0 || (events->people > 0 && !(is_beyond >> 31));
}

#endif
