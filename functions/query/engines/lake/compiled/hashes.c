/* Finds hashes among known ones, by a table of them. */

#include "kernel.h"

/* Where each of `count` hashes is among the `many` known ones. `keys` and `places` are the table: `slots` of them, a
   power of two that is more than `many`; all places are -1 before. */
EXPORTED int places_among(const uint64_t *known, int64_t many, uint64_t *keys, int32_t *places, int64_t slots,
                          const uint64_t *hashes, int64_t count, int32_t *found) {
    if (many >= slots || many > INT32_MAX || slots & (slots - 1)) return OUT_OF_RANGE;
    uint64_t last = (uint64_t)slots - 1;
    for (int64_t each = 0; each < many; each++) {
        uint64_t slot = known[each] & last;
        while (places[slot] >= 0) slot = (slot + 1) & last;
        keys[slot] = known[each];
        places[slot] = (int32_t)each;
    }
    for (int64_t at = 0; at < count; at++) {
        uint64_t slot = hashes[at] & last;
        while (places[slot] >= 0 && keys[slot] != hashes[at]) slot = (slot + 1) & last;
        if (places[slot] < 0) return MISCOUNTED;
        found[at] = places[slot];
    }
    return DONE;
}
