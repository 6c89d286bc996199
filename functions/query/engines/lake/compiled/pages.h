/* Reading bytes, and the pages that they are. */

#ifndef PAGES_H
#define PAGES_H

#include "kernel.h"

/* What is left of some bytes. Who reads beyond the end gets zeros, and `is_over` tells so. */
struct input {
    const uint8_t *at;
    const uint8_t *end;
    int is_over;
};

/* A page without nulls: how many rows it has, and what encodes their values. */
struct page {
    int64_t rows;
    struct input values;
};

static inline uint64_t left(const struct input *in) { return (uint64_t)(in->end - in->at); }

static inline uint8_t byte(struct input *in) {
    if (in->at == in->end) {
        in->is_over = 1;
        return 0;
    }
    return *in->at++;
}

/* So many bytes, past which is gone on; where there are not so many `is_over`, and none may be read. */
static inline const uint8_t *bytes(struct input *in, uint64_t size) {
    if (left(in) < size) {
        in->is_over = 1;
        return in->end;
    }
    in->at += size;
    return in->at - size;
}

static inline uint64_t varint(struct input *in) {
    uint64_t found = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t next = byte(in);
        found |= (uint64_t)(next & 127) << shift;
        if (next < 128) return found;
    }
    in->is_over = 1; /* none of ours is so long */
    return 0;
}

static inline int64_t zigzag(uint64_t value) { return (int64_t)(value >> 1 ^ (0 - (value & 1))); }

/* Read a page, and go on to what is behind it. */
int next_page(struct input *in, struct page *page);

#endif
