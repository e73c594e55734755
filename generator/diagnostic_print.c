#include "diagnostic_print.h"

#include <inttypes.h>

#include "diagnostic.h"

#define MAX_EXCERPT 160
#define MAX_NOTES 10

/* Terminal colours: of a severity, of a caret, of what is bold, and back. */
struct paint {
    const char *severity[4];
    const char *bold;
    const char *caret;
    const char *off;
};

static const struct paint no_paint = {{"", "", "", ""}, "", "", ""};
static const struct paint colors = {
    {"", "\033[1;36m", "\033[1;35m", "\033[1;31m"}, "\033[1m", "\033[1;32m", "\033[0m"};

/* The part of a line that is shown: all of it, or 160 bytes round the span. */
struct excerpt {
    const char *bytes;
    size_t length;
    size_t from; /* of the span, in these bytes */
    size_t to;
    bool cut_left;
    bool cut_right;
};

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static struct excerpt excerpt_of(struct span span, struct position position) {
    struct excerpt excerpt;
    excerpt.bytes = source_line(span.source, position.line, &excerpt.length);
    excerpt.cut_left = excerpt.cut_right = false;
    excerpt.from = position.column - 1;
    size_t span_length = span.end - span.start;
    excerpt.from = excerpt.from > excerpt.length ? excerpt.length : excerpt.from;
    excerpt.to =
        span_length > excerpt.length - excerpt.from ? excerpt.length : excerpt.from + span_length;
    if (excerpt.length <= MAX_EXCERPT) {
        return excerpt;
    }
    size_t start = excerpt.from > MAX_EXCERPT / 2 ? excerpt.from - MAX_EXCERPT / 2 : 0;
    while (start > 0 && is_continuation(excerpt.bytes[start])) {
        start--;
    }
    size_t end = start + MAX_EXCERPT < excerpt.length ? start + MAX_EXCERPT : excerpt.length;
    while (end < excerpt.length && is_continuation(excerpt.bytes[end])) {
        end++;
    }
    excerpt.cut_left = start > 0;
    excerpt.cut_right = end < excerpt.length;
    excerpt.bytes += start;
    excerpt.length = end - start;
    excerpt.from -= start;
    excerpt.to = excerpt.to - start > excerpt.length ? excerpt.length : excerpt.to - start;
    return excerpt;
}

/* The bytes of the letter there; 1 where it is none. A file that is refused as no UTF-8 has such.
 */
static size_t letter_length(const struct excerpt *excerpt, size_t at) {
    unsigned char lead = (unsigned char)excerpt->bytes[at];
    size_t length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
    for (size_t i = 1; i < length; i++) {
        if (at + i >= excerpt->length || !is_continuation(excerpt->bytes[at + i])) {
            return 1;
        }
    }
    return length;
}

/* Bytes that would move the cursor or change the terminal are shown as `?`. */
static void print_line(FILE *to, const struct excerpt *excerpt) {
    for (size_t i = 0; i < excerpt->length;) {
        size_t length = letter_length(excerpt, i);
        unsigned char byte = (unsigned char)excerpt->bytes[i];
        bool harmless = length > 1 || byte == '\t' || (byte >= ' ' && byte < 0x7f);
        fwrite(harmless ? excerpt->bytes + i : "?", 1, length, to);
        i += length;
    }
}

static void print_carets(FILE *to, const struct excerpt *excerpt) {
    for (size_t i = 0; i < excerpt->from; i += letter_length(excerpt, i)) {
        fputc(excerpt->bytes[i] == '\t' ? '\t' : ' ', to);
    }
    fputc('^', to);
    size_t first = excerpt->from < excerpt->length ? letter_length(excerpt, excerpt->from) : 1;
    for (size_t i = excerpt->from + first; i < excerpt->to; i += letter_length(excerpt, i)) {
        fputc('~', to);
    }
}

static void print_excerpt(FILE *to, struct span span, const struct paint *paint) {
    struct position position = source_position(span.source, span.start);
    struct excerpt excerpt = excerpt_of(span, position);
    fprintf(to, "%5" PRIu32 " | %s", position.line, excerpt.cut_left ? "…" : "");
    print_line(to, &excerpt);
    fprintf(to, "%s\n      | %s%s", excerpt.cut_right ? "…" : "", excerpt.cut_left ? " " : "",
            paint->caret);
    print_carets(to, &excerpt);
    fprintf(to, "%s\n", paint->off);
}

static void print_head(FILE *to, struct span span, enum severity severity, const char *message,
                       const char *rule, const struct paint *paint) {
    struct position position = source_position(span.source, span.start);
    fprintf(to, "%s%s:%" PRIu32 ":%" PRIu32 ": %s%s: %s%s%s%s", paint->bold, span.source->path,
            position.line, position.column, paint->severity[severity], severity_name(severity),
            paint->off, paint->bold, message, paint->off);
    if (rule != NULL) {
        fprintf(to, " [%s]", rule);
    }
    fputc('\n', to);
}

static void print_diagnostic(FILE *to, const struct diagnostic *diagnostic,
                             const struct paint *paint) {
    print_head(to, diagnostic->span, diagnostic->severity, diagnostic->message,
               diagnostic->rule->name, paint);
    print_excerpt(to, diagnostic->span, paint);
    struct span shown = diagnostic->span;
    size_t count = 0;
    for (const struct note *note = diagnostic->notes; note != NULL; note = note->next) {
        if (++count > MAX_NOTES) {
            continue;
        }
        print_head(to, note->span, SEVERITY_NOTE, note->message, NULL, paint);
        if (note->span.source != shown.source || note->span.start != shown.start) {
            print_excerpt(to, note->span, paint);
            shown = note->span;
        }
    }
    if (count > MAX_NOTES) {
        fprintf(to, "  and %zu notes more\n", count - MAX_NOTES);
    }
    if (diagnostic->help != NULL) {
        fprintf(to, "  %shelp:%s %s\n", paint->bold, paint->off, diagnostic->help);
    }
}

void print_rests(const struct diagnostics *diagnostics, FILE *to) {
    for (size_t i = 0; i < diagnostics->rest_count; i++) {
        const struct rest *rest = &diagnostics->rests[i];
        if (rest->source != NULL) {
            fprintf(to, "%s: ", rest->source->path);
        }
        fprintf(to, "%zu finding%s more\n", rest->count, rest->count == 1 ? "" : "s");
    }
}

bool print_text(const struct diagnostics *diagnostics, FILE *to, bool color) {
    for (size_t i = 0; i < diagnostics->count; i++) {
        print_diagnostic(to, diagnostics->items[i], color ? &colors : &no_paint);
    }
    print_rests(diagnostics, to);
    return ferror(to) == 0;
}
