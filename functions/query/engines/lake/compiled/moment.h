/* What events of one moment meet together, each one step at most. */

#ifndef MOMENT_H
#define MOMENT_H

#include <stdint.h>

enum { MOST_STEPS = 32 };

/* An event that matters, of a visitor who is known. */
struct __attribute__((packed)) matter {
    int64_t t;
    uint32_t mask;
};

/* How many steps from `step` on (of `steps`) these events can meet; -1 where there are too many to tell. */
int64_t consecutive_of_many(const struct matter *events, int64_t count, int64_t step, int64_t steps);

static inline int64_t consecutive(const struct matter *events, int64_t count, int64_t step, int64_t steps) {
    if (count == 1) return step < steps && events[0].mask >> step & 1;
    return consecutive_of_many(events, count, step, steps);
}

#endif
