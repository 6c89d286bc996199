/* The events that matter to a funnel, as they are kept until all are known: by parts of the visitors. */

#ifndef MATTERS_H
#define MATTERS_H

#include "kernel.h"

/* So many visitors a part that where each one's events go next stays in the processor's cache. */
enum { PART_BITS = 12, IN_PART = 1 << PART_BITS, MOST_KEPT_STEPS = 32 - PART_BITS, T_BITS = 48 };

enum { MOST_AT_ONCE = 1 << 21 };

struct rules {
    int64_t steps;
    int64_t window;
    int64_t first_entry;  /* only the first beginning counts */
    int64_t begins_until; /* the first event with which no attempt may begin any more */
};

/* Whose it is within the part, below the mask, and its time since the first event of its chunk. */
struct __attribute__((packed)) matter_of {
    uint32_t who_and_mask;
    uint32_t t_low;
    uint16_t t_high;
};

/* Those of all chunks, in order of time: of each one its events part by part, where in them each of the `parts` ends,
   and the time they count from. */
struct kept {
    int64_t chunks;
    int64_t parts;
    const struct matter_of *const *events;
    const uint32_t *const *ends;
    const int64_t *bases;
};

/* How many visitors entered, of at most so many that there is `room` for; for each of them how many steps are `met`, and
   for all steps when. */
struct found {
    int64_t entered;
    int64_t room;
    uint8_t *met;
    int64_t *times;
};

static inline uint32_t who_of(const struct matter_of *event) { return event->who_and_mask & (IN_PART - 1); }

static inline uint32_t mask_of(const struct matter_of *event) { return event->who_and_mask >> PART_BITS; }

static inline int64_t t_of(const struct matter_of *event) { return (int64_t)event->t_high << 32 | event->t_low; }

#endif
