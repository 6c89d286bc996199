/* The events that matter to a funnel, as they are kept until all are known: by parts of the visitors. */

#ifndef MATTERS_H
#define MATTERS_H

#include "kernel.h"

/* So many visitors a part that where each one's events go next stays in the processor's cache. */
enum { IN_PART_BITS = 12, IN_PART = 1 << IN_PART_BITS, MOST_KEPT_STEPS = 32 - IN_PART_BITS, T_BITS = 48 };

enum { MOST_AT_ONCE = 1 << 20 };

struct rules {
    int64_t steps;
    int64_t window;
    int64_t first_entry;  /* only the first beginning counts */
    int64_t begins_until; /* the first event with which no attempt may begin any more */
};

/* An event as it came: whose it is below the mask. */
struct came {
    int64_t t;
    uint64_t who_and_mask;
};

/* The lowest `bits` of a visitor are the part; times count from `base`. */
struct parts {
    int64_t bits;
    int64_t base;
};

/* Whose it is within the part, below the mask, and its time. */
struct __attribute__((packed)) matter_of {
    uint32_t who_and_mask;
    uint32_t t_low;
    uint16_t t_high;
};

/* Those of all chunks, in order of time: of each one its events part by part, where in them each part ends, and the time
   that they count from. */
struct kept {
    int64_t chunks;
    const struct matter_of *const *events;
    const uint32_t *const *ends;
    const int64_t *bases;
};

/* From part to part, of at most so many visitors as there is `room` for: how many `entered`; for each of them how many
   steps are `met`, and for all steps when. */
struct found {
    int64_t first;
    int64_t until;
    int64_t entered;
    int64_t room;
    uint8_t *met;
    int64_t *times;
};

static inline uint32_t who_of(const struct matter_of *event) { return event->who_and_mask & (IN_PART - 1); }

static inline uint32_t mask_of(const struct matter_of *event) { return event->who_and_mask >> IN_PART_BITS; }

static inline int64_t t_of(const struct matter_of *event) { return (int64_t)event->t_high << 32 | event->t_low; }

#endif
