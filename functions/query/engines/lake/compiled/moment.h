/* What events of one moment meet together, each one step at most. */

#ifndef MOMENT_H
#define MOMENT_H

#include <stdint.h>

enum { MOST_STEPS = 32 };

/* How many steps from `step` on (of `steps`) events with these masks can meet; -1 where there are too many to tell. */
int64_t consecutive_of_many(const uint32_t *masks, int64_t count, int64_t step, int64_t steps);

static inline int64_t consecutive(const uint32_t *masks, int64_t count, int64_t step, int64_t steps) {
    if (count == 1) return step < steps && masks[0] >> step & 1;
    return consecutive_of_many(masks, count, step, steps);
}

#endif
