/* Runs while slotc is built: writes files as rows of a table of C.
 *
 *     embed [--folders] OUTPUT FILE...
 *
 * templates.c includes the rows and says what is in them. A row is called as its file,
 * without the folder and the ending `.mustache`; with --folders, with the folder that the file is
 * in. Bytes are written one by one because a string
 * literal of C may only have 4,095. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BYTES_IN_A_LINE = 24,
};

static bool fail(const char *path, const char *reason) {
    fprintf(stderr, "embed: %s: %s\n", path, reason);
    return false;
}

/* Where the path's last part starts, or its last two. */
static const char *base_of(const char *path, bool with_folder) {
    const char *base = path;
    const char *folder = path;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '/') {
            folder = base;
            base = at + 1;
        }
    }
    return with_folder ? folder : base;
}

/* The length of the row's name, which starts at the base. */
static size_t name_length(const char *base) {
    static const char ending[] = ".mustache";
    size_t length = strlen(base);
    size_t cut = sizeof ending - 1;
    return length > cut && strcmp(base + length - cut, ending) == 0 ? length - cut : length;
}

static void write_bytes(FILE *out, FILE *in) {
    int byte;
    for (size_t i = 0; (byte = getc(in)) != EOF; i++) {
        if (i % BYTES_IN_A_LINE == 0) {
            putc('\n', out);
        }
        /* Only a character constant is right for signed and for unsigned char. */
        fprintf(out, byte < 0x80 ? "%d," : "'\\%o',", (unsigned)byte);
    }
}

static bool write_row(FILE *out, const char *path, bool with_folder) {
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return fail(path, strerror(errno));
    }
    long length = fseek(in, 0, SEEK_END) == 0 ? ftell(in) : -1;
    bool good = length >= 0;
    if (good) {
        rewind(in);
        const char *base = base_of(path, with_folder);
        fprintf(out, "{\"%.*s\", %ld, (const char[]){", (int)name_length(base), base, length);
        write_bytes(out, in);
        fputs("0}},\n", out);
        good = ferror(in) == 0;
    }
    int reason = errno;
    fclose(in);
    return good || fail(path, strerror(reason));
}

/* Two files of one name would hide one another. */
static bool names_differ(char **paths, bool with_folder) {
    for (char **path = paths; *path != NULL; path++) {
        const char *base = base_of(*path, with_folder);
        size_t length = name_length(base);
        for (char **earlier = paths; earlier != path; earlier++) {
            const char *other = base_of(*earlier, with_folder);
            if (name_length(other) == length && strncmp(other, base, length) == 0) {
                return fail(*path, "its name is taken by an earlier file");
            }
        }
    }
    return true;
}

static bool write_rows(const char *output, char **paths, bool with_folder) {
    FILE *out = fopen(output, "w");
    if (out == NULL) {
        return fail(output, strerror(errno));
    }
    bool good = true;
    for (char **path = paths; good && *path != NULL; path++) {
        good = write_row(out, *path, with_folder);
    }
    bool written = ferror(out) == 0;
    if (fclose(out) != 0 || !written) {
        good = fail(output, "cannot be written");
    }
    return good;
}

int main(int count, char **arguments) {
    char unfinished[4096];
    bool with_folder = count > 1 && strcmp(arguments[1], "--folders") == 0;
    arguments += with_folder;
    if (count - with_folder < 3) {
        fputs("usage: embed [--folders] OUTPUT FILE...\n", stderr);
        return EXIT_FAILURE;
    }
    const char *output = arguments[1];
    int length = snprintf(unfinished, sizeof unfinished, "%s.tmp", output);
    if (length < 0 || (size_t)length >= sizeof unfinished) {
        fail(output, "the path is too long");
        return EXIT_FAILURE;
    }
    bool good = names_differ(arguments + 2, with_folder) &&
                write_rows(unfinished, arguments + 2, with_folder);
    if (good && rename(unfinished, output) != 0) {
        good = fail(output, strerror(errno));
    }
    if (!good) {
        remove(unfinished);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
