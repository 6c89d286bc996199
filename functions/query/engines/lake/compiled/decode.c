/* Decodes the pages of one column of one row group as sealing has DuckDB write them: data pages without a codec,
   DELTA_BINARY_PACKED (https://parquet.apache.org/docs/file-format/data-pages/encodings/), of a column
   without nulls. Any other page is refused, and no byte is trusted. */

#include "decode.h"
#include "pages.h"

#include <string.h>

enum { MOST_IN_BLOCK = 1 << 16, MOST_IN_MINIBLOCK = 2048, MOST_MINIBLOCKS = 512 };

enum { MS_BITS = 53 };

static const uint64_t MOST_MS = (uint64_t)1 << (MS_BITS - 1);

/* Where values go: times in milliseconds as microseconds, to which those of a further column are added. */
static int put(enum target target, void *out, int64_t at, const int64_t *values, int64_t count) {
    uint64_t beyond = 0; /* bits that no value may have, once the least one is 0 */
    switch (target) {
    case INT32:
        for (int64_t each = 0; each < count; each++) {
            beyond |= ((uint64_t)values[each] - (uint64_t)INT32_MIN) >> 32;
            ((int32_t *)out)[at + each] = (int32_t)values[each];
        }
        break;
    case INT16:
        for (int64_t each = 0; each < count; each++) {
            beyond |= ((uint64_t)values[each] - (uint64_t)INT16_MIN) >> 16;
            ((int16_t *)out)[at + each] = (int16_t)values[each];
        }
        break;
    case MILLISECONDS:
        for (int64_t each = 0; each < count; each++) {
            beyond |= ((uint64_t)values[each] + MOST_MS) >> MS_BITS;
            ((int64_t *)out)[at + each] = (int64_t)((uint64_t)values[each] * 1000);
        }
        break;
    case MICROSECONDS:
        for (int64_t each = 0; each < count; each++) {
            beyond |= (uint64_t)values[each] > 999;
            ((int64_t *)out)[at + each] += (int16_t)values[each];
        }
        break;
    default: return UNKNOWN;
    }
    return beyond ? OUT_OF_RANGE : DONE;
}

static uint64_t word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word); /* both machines are little-endian */
    return word;
}

/* Sums of packed differences, of which eight take `width` bytes: with that known to the compiler no place has to be
   computed. There are 9 bytes to read from the first byte of each. */
static inline __attribute__((always_inline)) int64_t unpack_of(const unsigned width, const uint8_t *packed, uint64_t least,
                                                               uint64_t value, int64_t *out, int64_t count) {
    uint64_t mask = ((uint64_t)1 << width) - 1;
    int64_t at = 0;
    for (; at + 8 <= count; at += 8, packed += width) {
        for (unsigned each = 0; each < 8; each++) {
            unsigned bit = each * width;
            value += least + (word_at(packed + (bit >> 3)) >> (bit & 7) & mask);
            out[at + each] = (int64_t)value;
        }
    }
    for (unsigned bit = 0; at < count; at++, bit += width) {
        value += least + (word_at(packed + (bit >> 3)) >> (bit & 7) & mask);
        out[at] = (int64_t)value;
    }
    return (int64_t)value;
}

#define WIDTH(width) \
    case width: return unpack_of(width, packed, least, value, out, count)
#define WIDTHS(first) WIDTH(first); WIDTH(first + 1); WIDTH(first + 2); WIDTH(first + 3)

static int64_t unpack(const uint8_t *packed, unsigned width, uint64_t least, uint64_t value, int64_t *out, int64_t count) {
    switch (width) {
        WIDTHS(0);
        WIDTHS(4);
        WIDTHS(8);
        WIDTHS(12);
        WIDTHS(16);
        WIDTHS(20);
        WIDTHS(24);
        WIDTHS(28);
        WIDTH(32);
    default: break;
    }
    uint64_t mask = width == 64 ? ~(uint64_t)0 : ((uint64_t)1 << width) - 1;
    uint64_t bit = 0;
    if (width <= 56) {
        for (int64_t each = 0; each < count; each++, bit += width) {
            value += least + (word_at(packed + (bit >> 3)) >> (bit & 7) & mask);
            out[each] = (int64_t)value;
        }
    } else {
        for (int64_t each = 0; each < count; each++, bit += width) {
            uint64_t low = word_at(packed + (bit >> 3)) >> (bit & 7);
            uint64_t high = bit & 7 ? (uint64_t)packed[(bit >> 3) + 8] << (64 - (bit & 7)) : 0;
            value += least + ((low | high) & mask);
            out[each] = (int64_t)value;
        }
    }
    return (int64_t)value;
}

static int decode_values(struct input in, int64_t count, enum target target, void *out, int64_t at) {
    uint8_t padded[MOST_IN_MINIBLOCK * 8 + 16];
    int64_t values[MOST_IN_MINIBLOCK];
    uint64_t in_block = varint(&in), miniblocks = varint(&in), said = varint(&in);
    int64_t value = zigzag(varint(&in));
    if (in.is_over) return ENDS_EARLY;
    if (said != (uint64_t)count) return MISCOUNTED;
    if (!count) return DONE;
    if (!in_block || in_block > MOST_IN_BLOCK || !miniblocks || miniblocks > MOST_MINIBLOCKS) return UNKNOWN;
    uint64_t in_miniblock = in_block / miniblocks;
    if (in_miniblock * miniblocks != in_block || !in_miniblock || in_miniblock % 32) return UNKNOWN;
    if (in_miniblock > MOST_IN_MINIBLOCK) return UNKNOWN;
    int became = put(target, out, at, &value, 1);
    for (int64_t done = 1; became == DONE && done < count;) {
        uint64_t least = (uint64_t)zigzag(varint(&in));
        const uint8_t *widths = bytes(&in, miniblocks);
        if (in.is_over) return ENDS_EARLY;
        for (uint64_t each = 0; became == DONE && each < miniblocks && done < count; each++) {
            if (widths[each] > 64) return UNKNOWN;
            uint64_t size = in_miniblock * widths[each] / 8;
            const uint8_t *packed = bytes(&in, size);
            if (in.is_over) return ENDS_EARLY;
            if (left(&in) < 16) {
                memcpy(padded, packed, size);
                memset(padded + size, 0, 16);
                packed = padded;
            }
            int64_t here = count - done < (int64_t)in_miniblock ? count - done : (int64_t)in_miniblock;
            value = unpack(packed, widths[each], least, (uint64_t)value, values, here);
            became = put(target, out, at + done, values, here);
            done += here;
        }
    }
    return became;
}

int decode(const uint8_t *chunk, uint64_t size, int64_t rows, int target, void *out) {
    struct input in = {chunk, chunk + size, 0};
    int64_t done = 0;
    while (left(&in)) {
        struct page page;
        int became = next_page(&in, &page);
        if (became != DONE) return became;
        if (page.rows > rows - done) return MISCOUNTED;
        became = decode_values(page.values, page.rows, (enum target)target, out, done);
        if (became != DONE) return became;
        done += page.rows;
    }
    return done == rows ? DONE : MISCOUNTED;
}
