/* Reads pieces of files, each the pages of a column of a row group, and decodes them: as many as are wanted by one call. */

#define _POSIX_C_SOURCE 200809L

#include "decode.h"
#include "kernel.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* `size` bytes from an offset of the file at `path`, which have `rows` values of a target, to `out`. */
struct piece {
    const char *path;
    int64_t offset;
    int64_t size;
    int64_t rows;
    int64_t target;
    void *out;
};

struct file {
    const char *path;
    int descriptor;
    int64_t size;
};

static void close_file(struct file *file) {
    if (file->descriptor >= 0) close(file->descriptor);
    file->descriptor = -1;
}

static int open_file(struct file *file, const char *path) {
    if (file->descriptor >= 0 && file->path == path) return DONE;
    close_file(file);
    struct stat told;
    file->path = path;
    file->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0 || fstat(file->descriptor, &told)) return ENDS_EARLY;
    file->size = (int64_t)told.st_size;
    return DONE;
}

static int read_whole(const struct file *file, const struct piece *piece, uint8_t *bytes) {
    for (int64_t done = 0; done < piece->size;) {
        ssize_t some = pread(file->descriptor, bytes + done, (size_t)(piece->size - done), (off_t)(piece->offset + done));
        if (some <= 0) return ENDS_EARLY;
        done += (int64_t)some;
    }
    return DONE;
}

static int read_piece(const struct piece *piece, struct file *file, uint8_t **bytes, int64_t *room) {
    if (piece->rows < 0) return MISCOUNTED;
    if (piece->target < 0 || piece->target > MICROSECONDS) return UNKNOWN;
    int became = open_file(file, piece->path);
    if (became != DONE) return became;
    if (piece->offset < 0 || piece->size < 0 || piece->offset > file->size - piece->size) return ENDS_EARLY;
    if (piece->size > *room || !*bytes) {
        free(*bytes);
        *room = piece->size;
        *bytes = malloc((size_t)piece->size + 1);
        if (!*bytes) return NO_MEMORY;
    }
    became = read_whole(file, piece, *bytes);
    return became == DONE ? decode(*bytes, (uint64_t)piece->size, piece->rows, (int)piece->target, piece->out) : became;
}

EXPORTED int read_pieces(const struct piece *pieces, int64_t count) {
    struct file file = {NULL, -1, 0};
    uint8_t *bytes = NULL;
    int64_t room = 0;
    int became = DONE;
    for (int64_t at = 0; at < count && became == DONE; at++) became = read_piece(pieces + at, &file, &bytes, &room);
    free(bytes);
    close_file(&file);
    return became;
}
