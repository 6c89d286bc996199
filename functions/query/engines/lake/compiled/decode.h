/* What a column of core files becomes. */

#ifndef DECODE_H
#define DECODE_H

#include "kernel.h"

enum target { INT32 = 0, INT16 = 1, MILLISECONDS = 2, MICROSECONDS = 3 };

/* Decode the pages in `size` bytes, which have `rows` values, to `out`, which has room for so many. */
EXPORTED int decode(const uint8_t *chunk, uint64_t size, int64_t rows, int target, void *out);

#endif
