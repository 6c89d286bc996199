/* Gives events of one moment to steps, by augmenting paths (https://en.wikipedia.org/wiki/Maximum_cardinality_matching):
   where all that fit a step are taken, their holders move to another if they can. */

#include "moment.h"

enum { MOST_EVENTS = 512 };

struct moment {
    uint32_t masks[MOST_EVENTS];
    int64_t holder[MOST_EVENTS]; /* the step that each event meets, or -1 */
    int64_t count;
};

static int find_event(struct moment *moment, int64_t step, uint8_t *tried) {
    for (int64_t each = 0; each < moment->count; each++) {
        if (!(moment->masks[each] >> step & 1) || tried[each]) continue;
        tried[each] = 1;
        if (moment->holder[each] < 0 || find_event(moment, moment->holder[each], tried)) {
            moment->holder[each] = step;
            return 1;
        }
    }
    return 0;
}

int64_t consecutive_of_many(const struct matter *events, int64_t count, int64_t step, int64_t steps) {
    struct moment moment = {.count = 0};
    for (int64_t at = 0; at < count; at++) {
        int64_t alike = 0; /* more than one a step are of no use */
        for (int64_t each = 0; each < moment.count; each++) alike += moment.masks[each] == events[at].mask;
        if (alike >= steps) continue;
        if (moment.count == MOST_EVENTS) return -1;
        moment.masks[moment.count] = events[at].mask;
        moment.holder[moment.count++] = -1;
    }
    int64_t met = 0;
    for (uint8_t tried[MOST_EVENTS] = {0}; step + met < steps && find_event(&moment, step + met, tried); met++) {
        for (int64_t each = 0; each < moment.count; each++) tried[each] = 0;
    }
    return met;
}
