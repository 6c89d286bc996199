/* Counts what is chosen by cells, and who is in each: counts and uniques by bucket and value, and activity. */

#include "kernel.h"

#include <stdlib.h>
#include <string.h>

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

/* What is counted of a stretch of events, and in which row. */
struct stretch {
    int64_t begin;
    int64_t end;
    int64_t row;
    uint32_t bit;
    int somebody;
};

/* Where it is counted: in `seen`, if it is there, whose they are. */
struct counted {
    int64_t *counts;
    uint8_t *seen;
    int64_t width;
    uint8_t *flags; /* all 0, for each bit of a cell a byte; or null */
};

static inline void see(uint8_t *plane, uint32_t who, uint32_t counts) { plane[who >> 3] |= (uint8_t)(counts << (who & 7)); }

/* Add to the bits of a plane of `width` bytes who has a flag, a byte each, and take the flags away. */
static void pack(uint8_t *flags, uint8_t *plane, int64_t width) {
    for (int64_t at = 0; at < width; at++, flags += 8) {
        uint64_t eight;
        memcpy(&eight, flags, sizeof eight);
        if (!eight) continue;
        plane[at] |= (uint8_t)(eight * 0x0102040810204080u >> 56);
        memset(flags, 0, sizeof eight);
    }
}

/* Whatever is chosen, in one cell. Of many events flags are set first, which do not have to be read for that: of most it
   is the same few visitors who were just there, and to read what was just written takes a while. */
static void count_all(const struct events *events, const struct stretch *stretch, const struct counted *out) {
    const int32_t *whose = events->who;
    uint8_t *plane = out->seen ? out->seen + stretch->row * out->width : NULL;
    int64_t nobodys = 0, count = stretch->end - stretch->begin;
    uint32_t counts_nobody = !stretch->somebody;
    for (int64_t at = stretch->begin; at < stretch->end; at++) nobodys += !whose[at];
    out->counts[stretch->row] += count - (stretch->somebody ? nobodys : 0);
    if (plane && out->flags && count >= out->width) {
        for (int64_t at = stretch->begin; at < stretch->end; at++) out->flags[whose[at]] = 1;
        out->flags[0] &= (uint8_t)counts_nobody;
        pack(out->flags, plane, out->width);
        return;
    }
    for (int64_t at = stretch->begin; plane && at < stretch->end; at++) {
        uint32_t who = (uint32_t)whose[at];
        see(plane, who, (who != 0) | counts_nobody);
    }
}

/* What the mask has the bit of, in one cell: what does not count is looked at as well, so that nothing is guessed. */
INLINED int count_chosen(const struct events *given, const struct stretch *stretch, const struct counted *out,
                         const int is_narrow, const int is_filtered) {
    const struct events own = *given, *events = &own; /* which nothing here writes to */
    struct few_masks few;
    look_up_few(events, &few);
    uint8_t *plane = out->seen ? out->seen + stretch->row * out->width : NULL;
    int64_t count = 0;
    uint32_t counts_nobody = !stretch->somebody, bit = stretch->bit;
    for (int64_t at = stretch->begin; at < stretch->end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        uint32_t counts = (mask_with(events, &few, at, is_narrow, is_filtered) & bit) != 0;
        counts &= (who != 0) | counts_nobody;
        count += counts;
        if (plane) see(plane, who, counts);
    }
    out->counts[stretch->row] += count;
    return DONE;
}

/* What the mask has the bit of, by the name: of a few names that have places as if it were one cell. */
INLINED int count_names(const struct events *given, const struct grid *grid, const struct stretch *stretch,
                        const struct counted *out, const int is_any, const int is_narrow, const int is_filtered) {
    const struct events own = *given, *events = &own;
    struct few_masks few;
    uint32_t counts_nobody = !stretch->somebody, bit = stretch->bit;
    uint8_t *seen = out->seen;
    int64_t tallies[2][FEW_CODES]; /* in turn: to add one where one was just added takes a while */
    int64_t planes[FEW_CODES];
    int64_t known = grid->values < FEW_CODES ? grid->values : FEW_CODES;
    if (!is_any) look_up_few(events, &few);
    for (int64_t code = 0; code < known; code++) {
        int64_t place = grid->places[code];
        tallies[0][code] = tallies[1][code] = 0;
        planes[code] = place < 0 ? -1 : (place * grid->height + stretch->row) * out->width;
        if (place >= 0 && place * grid->height + stretch->row >= grid->cells) return OUT_OF_RANGE;
    }
    for (int64_t at = stretch->begin; at < stretch->end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        uint64_t code = (uint64_t)name_with(events, at, is_narrow);
        uint32_t counts = is_any || (mask_with(events, &few, at, is_narrow, is_filtered) & bit);
        counts &= (who != 0) | counts_nobody;
        if (code < (uint64_t)known && planes[code] >= 0) {
            tallies[at & 1][code] += counts;
            if (seen) see(seen + planes[code], who, counts);
        } else if (counts) {
            if (code >= (uint64_t)grid->values) return OUT_OF_RANGE;
            if (grid->places[code] < 0) continue;
            int64_t cell = grid->places[code] * grid->height + stretch->row;
            if (cell >= grid->cells) return OUT_OF_RANGE;
            out->counts[cell]++;
            if (seen) see(seen + cell * out->width, who, counts);
        }
    }
    for (int64_t code = 0; code < known; code++) {
        int64_t tally = tallies[0][code] + tallies[1][code];
        if (grid->places[code] >= 0) out->counts[grid->places[code] * grid->height + stretch->row] += tally;
    }
    return DONE;
}

/* What the mask has the bit of, by what is said. */
static int count_said(const struct events *events, const struct grid *grid, const struct stretch *stretch,
                      const struct counted *out) {
    int is_chosen = !events->filters && ((uint32_t)events->any & stretch->bit); /* whatever it is */
    for (int64_t at = stretch->begin; at < stretch->end; at++) {
        uint32_t who = (uint32_t)events->who[at];
        if ((!is_chosen && !(mask_at(events, at) & stretch->bit)) || (stretch->somebody && !who)) continue;
        int64_t value = grid->says[at];
        if (value < 0 || value >= grid->values) return OUT_OF_RANGE;
        if (grid->places[value] < 0) continue;
        int64_t cell = grid->places[value] * grid->height + stretch->row;
        if (cell >= grid->cells) return OUT_OF_RANGE;
        out->counts[cell]++;
        if (out->seen) see(out->seen + cell * out->width, who, 1);
    }
    return DONE;
}

static int count_stretch(const struct events *events, const struct grid *grid, const struct stretch *stretch,
                         const struct counted *out) {
    int is_any = !events->filters && ((uint32_t)events->any & stretch->bit); /* whatever it is */
    if (grid->by_name && is_any) {
        return events->name_size == 2 ? count_names(events, grid, stretch, out, 1, 1, 0)
                                      : count_names(events, grid, stretch, out, 1, 0, 0);
    }
    if (grid->by_name) return WITH_MASKS(events, count_names, events, grid, stretch, out, 0);
    if (grid->says) return count_said(events, grid, stretch, out);
    if (stretch->row >= grid->cells) return OUT_OF_RANGE;
    if (!is_any) return WITH_MASKS(events, count_chosen, events, stretch, out);
    count_all(events, stretch, out);
    return DONE;
}

/* Add to `counts` of each cell the events whose mask has the bit, without nobody's if only `somebody` counts; and to
   `seen`, if it is there, whose they are: a bit a visitor, in `width` bytes a cell. */
EXPORTED int count_cells(const struct events *events, uint32_t bit, const struct grid *grid, int64_t somebody,
                         int64_t *counts, uint8_t *seen, int64_t width) {
    if (!are_people(events) || (seen && events->people > width * 8)) return OUT_OF_RANGE;
    int is_large = seen && !grid->by_name && !grid->says && events->count >= width;
    struct counted out = {counts, seen, width, is_large ? calloc((size_t)width, 8) : NULL};
    int became = DONE;
    for (int64_t each = 0; each < grid->stretches && became == DONE; each++) {
        struct stretch stretch = {grid->begins[each], grid->ends[each], grid->rows[each], bit, somebody != 0};
        if (stretch.row < 0 || stretch.begin >= stretch.end) continue;
        int is_there = stretch.begin >= 0 && stretch.end <= events->count && stretch.row < grid->height;
        became = is_there ? count_stretch(events, grid, &stretch, &out) : OUT_OF_RANGE;
    }
    free(out.flags);
    return became;
}
