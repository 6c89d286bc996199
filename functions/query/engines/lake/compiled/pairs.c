/* Counts different visitors by group, of as many groups at a time as there are bits for. */

#include "kernel.h"

/* For the groups from `low` up to `high` add to `counts` how many different visitors there are, nobody among them only
   if not `somebody` counts. `seen` has `width` bytes a group, a bit a visitor, all 0 before. */
EXPORTED int count_pairs(const int32_t *groups, const int32_t *who, int64_t count, int64_t low, int64_t high, int64_t somebody,
                         int64_t people, uint8_t *seen, int64_t width, int64_t *counts) {
    if (people > width * 8) return OUT_OF_RANGE;
    for (int64_t at = 0; at < count; at++) {
        int64_t group = groups[at];
        uint32_t visitor = (uint32_t)who[at];
        if (visitor >= (uint64_t)people || group < 0) return OUT_OF_RANGE;
        if (group < low || group >= high || (somebody && !visitor)) continue;
        uint8_t *byte = seen + (group - low) * width + (visitor >> 3);
        uint8_t bit = (uint8_t)(1 << (visitor & 7));
        counts[group] += !(*byte & bit);
        *byte |= bit;
    }
    return DONE;
}
