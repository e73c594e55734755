#include "trace_map.h"

#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "mem.h"
#include "page.h"
#include "shown.h"
#include "trace.h"
#include "treemap.h"

#define ASPECT 1.6 /* as the page's style has it */
#define LEAST_SHARE 400 /* what is less than one part of so many is gathered */
#define COLORS 6

/* A rectangle to be: the items of one file, or all there are. Sizes are of the snapshot, or those
 * of the differences. */
struct area {
    const char *file; /* NULL of all, and of what is gathered */
    double value;
    const slots_trace_statistic **items; /* the largest first */
    size_t count;
};

struct areas {
    struct mem *mem;
    const struct trace *trace;
    struct area *items;
    size_t count;
    double total;
    size_t folder; /* bytes of the folders that all files have in common: they tell nothing */
};

static double value_of(const struct trace *trace, const slots_trace_statistic *item) {
    if (trace->old == NULL) {
        return (double)item->size;
    }
    return item->size_diff < 0 ? -(double)item->size_diff : (double)item->size_diff;
}

/* The area of an item, added where there is none yet. */
static struct area *area_of(struct areas *areas, struct map *by_file, const char *file) {
    const char *key = file == NULL || areas->trace->by != SLOTS_TRACE_BY_LINE ? "" : file;
    size_t **place = (size_t **)map_place(by_file, key, strlen(key));
    if (*place == NULL) {
        *place = mem_alloc(areas->mem, sizeof **place);
        **place = areas->count;
        areas->items = mem_grow(areas->mem, areas->items, areas->count, sizeof *areas->items);
        areas->items[areas->count++] = (struct area){.file = key[0] == '\0' ? NULL : key};
    }
    return &areas->items[**place];
}

static int compare(const void *left, const void *right) {
    const struct area *a = left;
    const struct area *b = right;
    if (a->value != b->value) {
        return a->value < b->value ? 1 : -1;
    }
    return strcmp(a->file == NULL ? "" : a->file, b->file == NULL ? "" : b->file);
}

static struct areas areas_of(struct mem *mem, const struct trace *trace) {
    struct areas areas = {.mem = mem, .trace = trace};
    struct map *by_file = map_new(mem);
    for (size_t i = 0; i < trace->list.count; i++) {
        const slots_trace_statistic *item = &trace->list.items[i];
        const double value = value_of(trace, item);
        if (value > 0) {
            struct area *area = area_of(&areas, by_file, item->file);
            area->items = mem_grow(mem, area->items, area->count, sizeof *area->items);
            area->items[area->count++] = item;
            area->value += value;
            areas.total += value;
        }
    }
    if (areas.count > 1) {
        qsort(areas.items, areas.count, sizeof *areas.items, compare);
    }
    return areas;
}

/* Puts the files that are too small to be seen into one area; gives how many they are. */
static size_t gather_areas(struct areas *areas) {
    size_t large = 0;
    while (large < areas->count && areas->items[large].value * LEAST_SHARE >= areas->total) {
        large++;
    }
    const size_t small = areas->count - large;
    if (small < 2) {
        return 0;
    }
    struct area rest = {0};
    for (size_t i = large; i < areas->count; i++) {
        rest.value += areas->items[i].value;
    }
    areas->items[large] = rest;
    areas->count = large + 1;
    qsort(areas->items, areas->count, sizeof *areas->items, compare);
    return small;
}

static size_t common_folder(const struct trace *trace) {
    size_t common = 0;
    for (size_t i = 0; i < trace->list.count; i++) {
        const char *file = trace->list.items[i].file;
        const char *first = trace->list.items[0].file;
        const char *slash = file == NULL ? NULL : strrchr(file, '/');
        size_t length = slash == NULL ? 0 : (size_t)(slash + 1 - file);
        length = i == 0 || length < common ? length : common;
        while (length > 0 && (strncmp(file, first, length) != 0 || file[length - 1] != '/')) {
            length--;
        }
        common = length;
    }
    return common;
}

static void put_name(const struct page *page, struct value *object, const char *key,
                     const char *name) {
    const unsigned as = SHOWN_LINE | SHOWN_UNICODE | SHOWN_XML;
    page_put(page, object, key, value_string(shown(page->mem, name, as)));
}

static void put_place(const struct page *page, struct value *object,
                      const struct treemap_cell *cell) {
    page_put(page, object, "place",
             value_string(mem_format(page->mem, "left:%.2f%%;top:%.2f%%;width:%.2f%%;height:%.2f%%",
                                     cell->left, cell->top, cell->width, cell->height)));
}

/* "grew" or "shrank" of a difference, else the colour of its area. */
static const char *kind_of(const struct page *page, const struct trace *trace, int64_t difference,
                           size_t color) {
    if (trace->old != NULL) {
        return difference > 0 ? "grew" : "shrank";
    }
    return mem_format(page->mem, "m%zu", color % COLORS);
}

static struct value cell_value(const struct page *page, const struct areas *areas,
                               const slots_trace_statistic *item, size_t color) {
    const struct trace *trace = areas->trace;
    struct value value = value_object(page->mem);
    const bool differs = trace->old != NULL;
    const double size = differs ? (double)item->size_diff : (double)item->size;
    if (trace->by == SLOTS_TRACE_BY_LINE) {
        put_name(page, &value, "label", mem_format(page->mem, ":%u", (unsigned)item->line));
    } else {
        put_name(page, &value, "label",
                 trace->by == SLOTS_TRACE_BY_FILE ? item->file + areas->folder
                                                  : trace_class(item->type));
    }
    page_put(page, &value, "figure", value_string(trace_size(page->mem, size, differs)));
    put_name(page, &value, "title", trace_line(page->mem, trace, item));
    page_put(page, &value, "kind", value_string(kind_of(page, trace, item->size_diff, color)));
    return value;
}

/* What is gathered, whose differences may go both ways, has the sum of their magnitudes. */
static struct value gathered_value(const struct page *page, size_t count, const char *what,
                                   double size) {
    struct value value = value_object(page->mem);
    const char *label = mem_format(page->mem, "%zu %s", count, what);
    const char *figure = trace_size(page->mem, size, false);
    page_put(page, &value, "label", value_string(label));
    page_put(page, &value, "figure", value_string(figure));
    page_put(page, &value, "title", value_string(mem_concat(page->mem, label, ": ", figure, NULL)));
    page_put(page, &value, "kind", value_string("gathered"));
    return value;
}

static const char *others_name(slots_trace_by by) {
    return by == SLOTS_TRACE_BY_LINE   ? "other lines"
           : by == SLOTS_TRACE_BY_FILE ? "other files"
                                       : "other classes";
}

/* The items of an area that are large enough to be seen; *rest is the value of the others. */
static size_t large_ones(const struct areas *areas, const struct area *area, double *rest) {
    size_t large = 0;
    *rest = area->value;
    while (large < area->count &&
           value_of(areas->trace, area->items[large]) * LEAST_SHARE >= areas->total) {
        *rest -= value_of(areas->trace, area->items[large++]);
    }
    if (large == area->count || *rest < 0) {
        *rest = 0;
    }
    return large;
}

/* The cells of an area that is so many times as wide as high. What is gathered stands among them,
 * the largest first. */
static struct value cells_of(const struct page *page, const struct areas *areas,
                             const struct area *area, size_t color, double aspect) {
    struct treemap_cell *cells = mem_alloc(page->mem, (area->count + 1) * sizeof *cells);
    struct value list = value_list(page->mem);
    double rest = 0;
    const size_t large = large_ones(areas, area, &rest);
    size_t count = 0;
    for (size_t i = 0; i < large || rest > 0;) {
        const double value = i < large ? value_of(areas->trace, area->items[i]) : 0;
        if (rest > value) {
            const size_t small = area->count - large;
            const char *what = others_name(areas->trace->by);
            value_append(page->mem, &list, gathered_value(page, small, what, rest));
            cells[count++].value = rest;
            rest = 0;
        } else {
            value_append(page->mem, &list, cell_value(page, areas, area->items[i++], color));
            cells[count++].value = value;
        }
    }
    treemap_place(cells, count, aspect);
    for (size_t i = 0; i < count; i++) {
        put_place(page, &list.as.list->items[i], &cells[i]);
    }
    return list;
}

static struct value area_value(const struct page *page, const struct areas *areas, size_t index,
                               const struct treemap_cell *cell, size_t gathered) {
    const struct area *area = &areas->items[index];
    struct value value = value_object(page->mem);
    struct value cells = value_null();
    put_place(page, &value, cell);
    struct value file = value_null();
    if (area->file != NULL) {
        file = value_object(page->mem);
        put_name(page, &file, "path", area->file);
        put_name(page, &file, "name", area->file + areas->folder);
    }
    page_put(page, &value, "file", file);
    if (area->count == 0) {
        struct treemap_cell all = {.width = 100, .height = 100};
        cells = value_list(page->mem);
        value_append(page->mem, &cells, gathered_value(page, gathered, "other files", area->value));
        put_place(page, &cells.as.list->items[0], &all);
    } else {
        const double height = cell->height > 0 ? cell->height : 1;
        cells = cells_of(page, areas, area, index, ASPECT * cell->width / height);
    }
    page_put(page, &value, "cells", cells);
    return value;
}

void trace_map_put(const struct page *page, const struct trace *trace, struct value *value) {
    struct areas areas = areas_of(page->mem, trace);
    const size_t gathered = gather_areas(&areas);
    areas.folder = common_folder(trace);
    struct treemap_cell *cells = mem_alloc(page->mem, (areas.count + 1) * sizeof *cells);
    struct value list = value_list(page->mem);
    for (size_t i = 0; i < areas.count; i++) {
        cells[i].value = areas.items[i].value;
    }
    treemap_place(cells, areas.count, ASPECT);
    for (size_t i = 0; i < areas.count; i++) {
        value_append(page->mem, &list, area_value(page, &areas, i, &cells[i], gathered));
    }
    page_put(page, value, "areas", list);
    page_put(page, value, "has_areas", value_bool(areas.count > 0));
}
