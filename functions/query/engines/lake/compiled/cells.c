/* Counts what is chosen by cells, and who is in each: counts and uniques by bucket and value, and activity. */

#include "kernel.h"

/* Where a cell is: `rows[j]` for what lies between `begins[j]` and `ends[j]`, -1 for nowhere; beside that, where values
   are told apart, the place of each value, -1 for nowhere, every `height` cells. */
struct grid {
    int64_t stretches;
    const int64_t *begins;
    const int64_t *ends;
    const int64_t *rows;
    const int32_t *says; /* or null */
    int64_t by_name;     /* what is said is the code of the name */
    const int64_t *places;
    int64_t values;
    int64_t height;
    int64_t cells;
};

/* How many events there are, and in `plane`, if it is there, whose. */
static int64_t count_all(const int32_t *whose, int64_t begin, int64_t end, int64_t somebody, uint8_t *plane) {
    int64_t nobodys = 0;
    for (int64_t at = begin; at < end; at++) {
        uint32_t who = (uint32_t)whose[at];
        nobodys += !who;
        if (plane && (who || !somebody)) plane[who >> 3] |= (uint8_t)(1 << (who & 7));
    }
    return end - begin - (somebody ? nobodys : 0);
}

/* Add to `counts` of each cell the events whose mask has the bit, without nobody's if only `somebody` counts; and to
   `seen`, if it is there, whose they are: a bit a visitor, in `width` bytes a cell. */
EXPORTED int count_cells(const struct events *events, uint32_t bit, const struct grid *grid, int64_t somebody,
                         int64_t *counts, uint8_t *seen, int64_t width) {
    if (!are_people(events) || (seen && events->people > width * 8)) return OUT_OF_RANGE;
    int is_chosen = !events->filters && ((uint32_t)events->any & bit); /* whatever it is */
    int is_said = grid->by_name || grid->says;
    for (int64_t stretch = 0; stretch < grid->stretches; stretch++) {
        int64_t begin = grid->begins[stretch], end = grid->ends[stretch], row = grid->rows[stretch];
        if (row < 0 || begin >= end) continue;
        if (begin < 0 || end > events->count || row >= grid->height) return OUT_OF_RANGE;
        if (is_chosen && !is_said) {
            if (row >= grid->cells) return OUT_OF_RANGE;
            counts[row] += count_all(events->who, begin, end, somebody, seen ? seen + row * width : NULL);
            continue;
        }
        for (int64_t at = begin; at < end; at++) {
            uint32_t who = (uint32_t)events->who[at];
            if ((!is_chosen && !(mask_at(events, at) & bit)) || (somebody && !who)) continue;
            int64_t cell = row;
            if (is_said) {
                int64_t value = grid->by_name ? name_at(events, at) : grid->says[at];
                if (value < 0 || value >= grid->values) return OUT_OF_RANGE;
                if (grid->places[value] < 0) continue;
                cell += grid->places[value] * grid->height;
            }
            if (cell >= grid->cells) return OUT_OF_RANGE;
            counts[cell]++;
            if (seen) seen[cell * width + (who >> 3)] |= (uint8_t)(1 << (who & 7));
        }
    }
    return DONE;
}
