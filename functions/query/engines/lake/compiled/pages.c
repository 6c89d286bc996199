/* Finds out what a page is by its header, which is Thrift in its compact protocol
   (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */

#include "pages.h"

enum type { STOP = 0, TRUE = 1, FALSE = 2, BYTE = 3, I16 = 4, I32 = 5, I64 = 6, DOUBLE = 7, BINARY = 8, LIST = 9, SET = 10, STRUCT = 12 };
enum { DATA_PAGE = 0, RUNS = 3, DELTA_BINARY_PACKED = 5, DEEPEST = 4, MOST_FIELDS = 32 };

enum header { PAGE_TYPE = 1, SIZE = 2, STORED_SIZE = 3, OF_DATA = 5 };
enum data_header { VALUES = 1, ENCODING = 2, LEVELS_ENCODING = 3 };
enum { FIELDS = 6 };

static int skip(struct input *in, int type, int depth);

/* Numbers of a struct by their fields, with those of the struct in field `OF_DATA`; -1 where there is none. */
static int numbers(struct input *in, int64_t *found, int64_t *found_data, int depth) {
    int64_t field = 0;
    for (int count = 0; count < MOST_FIELDS; count++) {
        uint8_t head = byte(in);
        if (in->is_over) return ENDS_EARLY;
        if (head == STOP) return DONE;
        field = head >> 4 ? field + (head >> 4) : zigzag(varint(in));
        int type = head & 15;
        int became = DONE;
        int is_ours = found && field > 0 && field < FIELDS;
        if (is_ours && type == I32) {
            int64_t value = zigzag(varint(in));
            if (found[field] != -1 || value < 0 || value > INT32_MAX) return UNKNOWN;
            found[field] = value;
        } else if (is_ours && found_data && field == OF_DATA && type == STRUCT) {
            became = numbers(in, found_data, NULL, depth + 1);
        } else {
            became = skip(in, type, depth + 1);
        }
        if (became != DONE) return became;
        if (in->is_over) return ENDS_EARLY;
    }
    return UNKNOWN;
}

static int skip(struct input *in, int type, int depth) {
    if (depth > DEEPEST) return UNKNOWN;
    switch (type) {
    case TRUE:
    case FALSE: return DONE;
    case BYTE: byte(in); break;
    case I16:
    case I32:
    case I64: varint(in); break;
    case DOUBLE: bytes(in, 8); break;
    case BINARY: bytes(in, varint(in)); break;
    case STRUCT: return numbers(in, NULL, NULL, depth);
    default: return UNKNOWN;
    }
    return in->is_over ? ENDS_EARLY : DONE;
}

/* Whether the levels, runs or bits, say of each of the rows that there is a value. */
static int all_there(struct input in, int64_t rows) {
    while (rows > 0) {
        uint64_t head = varint(&in), count = head >> 1;
        if (in.is_over) return ENDS_EARLY;
        if (!count || count > INT32_MAX) return UNKNOWN;
        if (head & 1) { /* bits, in groups of 8 */
            for (uint64_t group = 0; group < count && rows > 0; group++, rows -= 8) {
                uint8_t wanted = rows < 8 ? (uint8_t)((1 << rows) - 1) : 255;
                if ((byte(&in) & wanted) != wanted) return UNKNOWN;
            }
        } else {
            if (byte(&in) != 1 || (int64_t)count > rows) return UNKNOWN;
            rows -= (int64_t)count;
        }
        if (in.is_over) return ENDS_EARLY;
    }
    return left(&in) ? UNKNOWN : DONE;
}

/* An optional column has levels before its values, and how long they are before these. What encodes values never looks
   like it: its third byte is the number of miniblocks, and so the levels would be longer than the page. */
static int go_past_levels(struct input *in, int64_t rows) {
    struct input levels = *in;
    uint64_t size = 0;
    for (unsigned shift = 0; shift < 32; shift += 8) size |= (uint64_t)byte(&levels) << shift;
    if (levels.is_over || size > left(&levels)) return DONE; /* a required column */
    const uint8_t *begin = bytes(&levels, size);
    *in = levels;
    return all_there((struct input){begin, begin + size, 0}, rows);
}

int next_page(struct input *in, struct page *page) {
    int64_t of_page[FIELDS], of_data[FIELDS];
    for (int field = 0; field < FIELDS; field++) of_page[field] = of_data[field] = -1;
    int became = numbers(in, of_page, of_data, 0);
    if (became != DONE) return became;
    if (of_page[PAGE_TYPE] != DATA_PAGE || of_page[SIZE] < 0 || of_page[SIZE] != of_page[STORED_SIZE]) return UNKNOWN;
    if (of_data[ENCODING] != DELTA_BINARY_PACKED || of_data[LEVELS_ENCODING] != RUNS || of_data[VALUES] < 1) return UNKNOWN;
    const uint8_t *body = bytes(in, (uint64_t)of_page[SIZE]);
    if (in->is_over) return ENDS_EARLY;
    page->rows = of_data[VALUES];
    page->values = (struct input){body, body + of_page[SIZE], 0};
    return go_past_levels(&page->values, page->rows);
}
