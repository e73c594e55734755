/* The treemap of a page: an area for each file, and in it a cell for each line; by file and by
 * class one area, with a cell for each. */
#ifndef SLOTC_TRACE_MAP_H
#define SLOTC_TRACE_MAP_H

struct page;
struct trace;
struct value;

/* Adds the `areas` to the value that the page is filled from. */
void trace_map_put(const struct page *page, const struct trace *trace, struct value *value);

#endif
