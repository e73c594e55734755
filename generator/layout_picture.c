#include "layout_picture.h"

#include <inttypes.h>
#include <string.h>

#include "ast.h"
#include "chain.h"
#include "layout.h"
#include "layout_figures.h"
#include "layout_grid.h"
#include "layout_keys.h"
#include "layout_rows.h"
#include "mem.h"
#include "model.h"
#include "page.h"
#include "resolve.h"
#include "text.h"

/* In pixels. A line of a grid is as wide with 16 bytes as with 8. */
enum {
    MARGIN = 16,
    SIDES = 32, /* both margins */
    GUTTER = 44, /* for offsets, to the left of a grid */
    GRID = 304,
    GAP = 12, /* between the widths */
    PANEL = GUTTER + GRID,
    LINE = 26, /* of a grid */
    TITLE = 26,
    WORDS = 20, /* a line of words */
    HEADING = 30, /* above a grid */
    BELOW = 10, /* a grid */
    SWATCH = 18,
    KEY = 26, /* for the number of a name */
};

/* So many bytes or fewer stand in lines of 8, more in lines of 16. */
#define MOST_OF_SHORT_LINES 160

/* What a letter takes, in pixels: of names, which all have one width; of other words, and of a
 * title, nearly, or at the most. */
#define NAME_LETTER 7
#define WORD_LETTER 7
#define WIDE_LETTER 8
#define TITLE_LETTER 10
#define COLORS 6

/* How the record is, or could be. */
struct way {
    const char *words;
    const struct layouts *layouts;
    struct layout_rows rows;
};

#define MOST_WAYS 3

struct drawing {
    const struct page *page;
    struct mem *mem;
    const struct layout_subject *about;
    const struct record *record;
    struct way ways[MOST_WAYS];
    size_t way_count;
    uint64_t per_line;
    uint64_t y;
    struct layout_keys keys;
};

static uint64_t width_of(const struct drawing *drawing) {
    uint64_t panels = drawing->about->only_one ? 1 : WIDTH_COUNT;
    return SIDES + panels * PANEL + (panels - 1) * GAP;
}

static void put(const struct drawing *drawing, struct value *object, const char *key,
                const char *text) {
    page_put(drawing->page, object, key, value_string(text));
}

static void put_number(const struct drawing *drawing, struct value *object, const char *key,
                       uint64_t number) {
    page_put_number(drawing->page, object, key, number);
}

/* Words of at most so many pixels, cut off where they are longer. */
static const char *fitting(struct mem *mem, const char *words, uint64_t pixels, uint64_t letter) {
    uint64_t most = pixels / letter;
    if (strlen(words) <= most) {
        return words;
    }
    return most < 4 ? "" : mem_concat(mem, mem_copy(mem, words, most - 1), "…", NULL);
}

static struct value text_at(const struct drawing *drawing, uint64_t x, uint64_t y,
                            const char *text) {
    struct value value = value_object(drawing->mem);
    put_number(drawing, &value, "x", x);
    put_number(drawing, &value, "y", y);
    put(drawing, &value, "text", text);
    return value;
}

static void add_way(struct drawing *drawing, const char *words, const struct layouts *layouts) {
    struct way *way = &drawing->ways[drawing->way_count++];
    *way = (struct way){words, layouts, layout_rows(drawing->mem, layouts, drawing->record)};
}

static bool differs(const struct measure *a, const struct measure *b) {
    return a->size[WIDTH_64] != b->size[WIDTH_64] || a->size[WIDTH_32] != b->size[WIDTH_32];
}

static void find_ways(struct drawing *drawing) {
    const struct layouts *layouts = drawing->about->layouts;
    const struct record *record = drawing->record;
    const struct layout *layout = layout_of(layouts, record);
    const struct variant other = {.dict = layout->has_dict ? DICT_NOWHERE : DICT_SOMEWHERE,
                                  .wishes = WISH_ALL};
    const struct variant as_written = {.wishes = WISH_ALIGN, .as_written = true};
    add_way(drawing, layout->has_dict ? "with its dict" : "slotted", layouts);
    add_way(drawing, layout->has_dict ? "slotted" : "dict-backed",
            layouts_if(drawing->mem, layouts, record, &other));
    const struct layouts *written = layouts_if(drawing->mem, layouts, record, &as_written);
    if (!layout->empty && differs(&layout->measure, &layout_of(written, record)->measure)) {
        add_way(drawing, "in schema order", written);
    }
}

/* The bytes of the way that takes most; none takes more with 32-bit pointers. */
static uint64_t most_bytes(const struct drawing *drawing) {
    uint64_t most = 0;
    for (size_t i = 0; i < drawing->way_count; i++) {
        const struct layout *layout = layout_of(drawing->ways[i].layouts, drawing->record);
        uint64_t size = layout->measure.size[WIDTH_64];
        most = size > most ? size : most;
    }
    return most;
}

static bool is_padding(const struct layout_row *row) {
    return row->member->kind == MEMBER_PAD;
}

/* The class of a piece: of padding, of a dict, or of who brought it. */
static const char *color_of(const struct drawing *drawing, const struct layout_row *row) {
    if (is_padding(row)) {
        return "hole";
    }
    size_t color = (row->owner->depth - 1) % COLORS;
    return mem_concat(drawing->mem, row->kind == ROW_DICT ? "ext " : "", "c",
                      mem_number(drawing->mem, color), NULL);
}

/* Puts a name into a piece, with its type where there is room; else a number that is explained
 * below. */
static void put_label(struct drawing *drawing, struct value *piece, const struct layout_row *row,
                      uint64_t pixels) {
    struct mem *mem = drawing->mem;
    if (is_padding(row)) {
        return;
    }
    const char *name = layout_keys_name(mem, row);
    const char *type = layout_keys_type(mem, row);
    uint64_t room = pixels - 6;
    if (strlen(name) * NAME_LETTER > room) {
        put(drawing, piece, "key", mem_number(mem, layout_keys_number(&drawing->keys, row)));
        return;
    }
    put(drawing, piece, "name", name);
    if ((strlen(name) + 2 + strlen(type)) * NAME_LETTER <= room && type[0] != '\0') {
        put(drawing, piece, "type", type);
    }
}

static struct value piece_value(struct drawing *drawing, const struct grid_line *line,
                                const struct grid_piece *piece, uint64_t x) {
    struct mem *mem = drawing->mem;
    uint64_t byte = GRID / drawing->per_line;
    uint64_t pixels = piece->bytes * byte;
    struct value value = value_object(mem);
    put_number(drawing, &value, "x", x + piece->column * byte);
    put_number(drawing, &value, "y", drawing->y);
    put_number(drawing, &value, "width", pixels);
    put_number(drawing, &value, "height", LINE);
    put_number(drawing, &value, "text_x", x + piece->column * byte + pixels / 2);
    put_number(drawing, &value, "text_y", drawing->y + LINE / 2 + 4);
    put(drawing, &value, "class", color_of(drawing, piece->row));
    put(drawing, &value, "title", layout_keys_title(mem, piece->row));
    put(drawing, &value, "name", NULL);
    put(drawing, &value, "type", NULL);
    put(drawing, &value, "key", NULL);
    put(drawing, &value, "left_out", NULL);
    if (line->left_out > 0) {
        put(drawing, &value, "left_out",
            mem_format(mem, "⋮ %" PRIu64 " bytes more ⋮", line->left_out));
    } else if (piece->is_widest) {
        put_label(drawing, &value, piece->row, pixels);
    }
    return value;
}

/* One grid; the words above it say what it comes to. */
static struct value panel_value(struct drawing *drawing, const struct grid *grid, uint64_t x) {
    struct mem *mem = drawing->mem;
    uint64_t start = drawing->y;
    struct value panel = value_object(mem);
    struct value pieces = value_list(mem);
    struct value offsets = value_list(mem);
    struct value ends = value_list(mem);
    for (size_t i = 0; i < grid->count; i++) {
        const struct grid_line *line = &grid->lines[i];
        for (size_t j = 0; j < line->count; j++) {
            value_append(mem, &pieces, piece_value(drawing, line, &line->pieces[j], x));
        }
        if (line->offset > 0 && line->offset % CACHE_LINE == 0) {
            struct value end = text_at(drawing, x - GUTTER + 2, drawing->y, NULL);
            put_number(drawing, &end, "end", x + GRID + 4);
            value_append(mem, &ends, end);
        }
        value_append(
            mem, &offsets,
            text_at(drawing, x - 6, drawing->y + LINE / 2 + 4, mem_number(mem, line->offset)));
        drawing->y += LINE;
    }
    page_put(drawing->page, &panel, "pieces", pieces);
    page_put(drawing->page, &panel, "offsets", offsets);
    page_put(drawing->page, &panel, "ends", ends);
    page_put(drawing->page, &panel, "rest",
             grid->rest == 0 ? value_null()
                             : text_at(drawing, x, drawing->y + 14,
                                       mem_format(mem, "and %" PRIu64 " bytes more", grid->rest)));
    drawing->y = start;
    return panel;
}

/* "40 bytes, 8 more". */
static const char *size_words(const struct drawing *drawing, const struct way *way,
                              enum width width) {
    struct mem *mem = drawing->mem;
    uint64_t size = layout_of(way->layouts, drawing->record)->measure.size[width];
    uint64_t own = layout_of(drawing->about->layouts, drawing->record)->measure.size[width];
    const char *bytes =
        mem_concat(mem, mem_number(mem, size), size == 1 ? " byte" : " bytes", NULL);
    if (way == &drawing->ways[0]) {
        return bytes;
    }
    if (size == own) {
        return mem_concat(mem, bytes, ", the same", NULL);
    }
    return mem_concat(mem, bytes, ", ", mem_number(mem, size > own ? size - own : own - size),
                      size > own ? " more" : " less", NULL);
}

/* One way in both widths, side by side. */
static void add_panels(struct drawing *drawing, struct value *panels, const struct way *way) {
    struct mem *mem = drawing->mem;
    uint64_t x = MARGIN + GUTTER;
    uint64_t height = 0;
    enum width first = drawing->about->only_one ? drawing->about->only : WIDTH_64;
    enum width last = drawing->about->only_one ? drawing->about->only : WIDTH_32;
    drawing->y += HEADING;
    for (enum width width = first; width <= last; width++) {
        struct grid grid = layout_grid(mem, &way->rows, width, drawing->per_line);
        struct value panel = panel_value(drawing, &grid, x);
        struct value heading = text_at(drawing, x, drawing->y - 8, way->words);
        put(drawing, &heading, "size", size_words(drawing, way, width));
        put_number(drawing, &heading, "end", x + GRID);
        page_put(drawing->page, &panel, "heading", heading);
        value_append(mem, panels, panel);
        uint64_t lines = grid.count * LINE + (grid.rest > 0 ? WORDS : 0);
        height = lines > height ? lines : height;
        x += PANEL + GAP;
    }
    drawing->y += height + BELOW;
}

/* What stands above all panels: the widths. */
static struct value widths_value(struct drawing *drawing) {
    static const char *const words[] = {"64-bit pointers", "32-bit pointers"};
    struct value list = value_list(drawing->mem);
    uint64_t x = MARGIN + GUTTER;
    for (enum width width = WIDTH_64; width < WIDTH_COUNT; width++) {
        bool is_shown = !drawing->about->only_one || drawing->about->only == width;
        if (is_shown) {
            value_append(drawing->mem, &list, text_at(drawing, x, drawing->y + 14, words[width]));
            x += PANEL + GAP;
        }
    }
    drawing->y += WORDS;
    return list;
}

/* A legend that is put into lines. */
struct legend {
    struct value list;
    uint64_t x;
};

static void add_swatch(struct drawing *drawing, struct legend *legend, const char *color,
                       const char *words) {
    uint64_t width = width_of(drawing);
    const char *shown = fitting(drawing->mem, words, width - SIDES - SWATCH, WIDE_LETTER);
    uint64_t pixels = SWATCH + strlen(shown) * WORD_LETTER + 14;
    if (legend->x > MARGIN && legend->x + pixels > width - MARGIN) {
        legend->x = MARGIN;
        drawing->y += WORDS;
    }
    struct value swatch = text_at(drawing, legend->x + SWATCH, drawing->y + 14, shown);
    put_number(drawing, &swatch, "box_x", legend->x);
    put_number(drawing, &swatch, "box_y", drawing->y + 4);
    put(drawing, &swatch, "class", color);
    put(drawing, &swatch, "line",
        strcmp(color, "end") == 0 ? mem_number(drawing->mem, drawing->y + 10) : NULL);
    value_append(drawing->mem, &legend->list, swatch);
    legend->x += pixels;
}

/* Whose color is which: those whose members are in some picture, from the root down. */
static struct value legend_value(struct drawing *drawing) {
    struct mem *mem = drawing->mem;
    struct legend legend = {value_list(mem), MARGIN};
    const struct record *lineage[MAX_CHAIN];
    for (const struct record *at = drawing->record; at != NULL; at = at->base) {
        lineage[at->depth - 1] = at;
    }
    for (size_t i = 0; i < drawing->record->depth; i++) {
        size_t color = i % COLORS;
        add_swatch(drawing, &legend, mem_concat(mem, "c", mem_number(mem, color), NULL),
                   model_name_from(drawing->record->declaration.file, &lineage[i]->declaration));
    }
    add_swatch(drawing, &legend, "ext", "the dict's word");
    add_swatch(drawing, &legend, "hole", "padding");
    if (most_bytes(drawing) > CACHE_LINE) {
        add_swatch(drawing, &legend, "end", "a cache line ends");
    }
    drawing->y += WORDS;
    return legend.list;
}

/* As many as there is room for, of the longest name. */
static uint64_t key_columns(const struct drawing *drawing) {
    uint64_t columns = drawing->about->only_one ? 2 : 3;
    uint64_t most = 0;
    for (size_t i = 0; i < drawing->keys.count; i++) {
        uint64_t length = strlen(layout_keys_words(drawing->mem, drawing->keys.rows[i]));
        most = length > most ? length : most;
    }
    uint64_t width = width_of(drawing) - SIDES;
    while (columns > 1 && width / columns < KEY + 8 + most * NAME_LETTER) {
        columns--;
    }
    return columns;
}

/* The names that found no room, in columns. */
static struct value keys_value(struct drawing *drawing) {
    struct value list = value_list(drawing->mem);
    const uint64_t columns = key_columns(drawing);
    const uint64_t width = (width_of(drawing) - SIDES) / columns;
    for (size_t i = 0; i < drawing->keys.count; i++) {
        const struct layout_row *row = drawing->keys.rows[i];
        uint64_t x = MARGIN + i % columns * width;
        uint64_t y = drawing->y + i / columns * WORDS + 14;
        const char *words = layout_keys_words(drawing->mem, row);
        struct value key = text_at(drawing, x + KEY, y,
                                   fitting(drawing->mem, words, width - KEY - 8, NAME_LETTER));
        put_number(drawing, &key, "number_x", x + KEY - 6);
        put_number(drawing, &key, "number", i + 1);
        value_append(drawing->mem, &list, key);
    }
    drawing->y += (drawing->keys.count + columns - 1) / columns * WORDS;
    return list;
}

static const char *chain_words(const struct drawing *drawing) {
    struct text words = {.mem = drawing->mem};
    for (const struct record *at = drawing->record->base; at != NULL; at = at->base) {
        text_format(&words, " : %s",
                    model_name_from(drawing->record->declaration.file, &at->declaration));
    }
    return text_string(&words);
}

struct picture layout_picture(const struct page *page, const struct layout_subject *subject) {
    struct drawing drawing = {.page = page,
                              .mem = page->mem,
                              .about = subject,
                              .record = subject->record,
                              .y = 12,
                              .keys = {.mem = page->mem}};
    find_ways(&drawing);
    drawing.per_line = most_bytes(&drawing) <= MOST_OF_SHORT_LINES ? 8 : 16;
    const uint64_t width = width_of(&drawing);
    const char *name = subject->record->declaration.qualified;
    const char *shown = fitting(page->mem, name, width - SIDES, TITLE_LETTER);
    uint64_t left = width - SIDES;
    left -= left < strlen(shown) * TITLE_LETTER ? left : strlen(shown) * TITLE_LETTER;
    struct value value = value_object(page->mem);
    put(&drawing, &value, "name", shown);
    put(&drawing, &value, "whole_name", name);
    put(&drawing, &value, "chain", fitting(page->mem, chain_words(&drawing), left, WIDE_LETTER));
    put_number(&drawing, &value, "title_y", drawing.y + 18);
    drawing.y += TITLE + 6;
    page_put(page, &value, "legend", legend_value(&drawing));
    drawing.y += 6;
    page_put(page, &value, "widths", widths_value(&drawing));
    struct value panels = value_list(page->mem);
    for (size_t i = 0; i < drawing.way_count; i++) {
        add_panels(&drawing, &panels, &drawing.ways[i]);
    }
    page_put(page, &value, "panels", panels);
    drawing.y += drawing.keys.count > 0 ? 8 : 0;
    page_put(page, &value, "keys", keys_value(&drawing));
    drawing.y += 12;
    put_number(&drawing, &value, "margin", MARGIN);
    put_number(&drawing, &value, "width", width);
    put_number(&drawing, &value, "height", drawing.y);
    put_number(&drawing, &value, "card_width", width - 1);
    put_number(&drawing, &value, "card_height", drawing.y - 1);
    put_number(&drawing, &value, "y", 0);
    return (struct picture){value, width, drawing.y};
}
