"""The layout of random records, worked out without slotc: the least sizes over all orders."""

import functools


def round_up(value, align):
    return (value + align - 1) // align * align


def unit_size(width):
    """The bytes of the smallest type that holds so many bits."""
    return next(size for size in (1, 2, 4, 8) if width <= 8 * size)


def shares(fields):
    """Of each bits[N] its unit's number and bytes and its first bit in it; the units in order."""
    units = []
    places = {}
    for field in fields:
        if field.type == "bits":
            used = [number for number, (size, full) in enumerate(units)
                    if 8 * size - full >= field.width]
            if not used:
                units.append([unit_size(field.width), 0])
            number = used[0] if used else len(units) - 1
            places[field.name] = number, units[number][0], units[number][1]
            units[number][1] += field.width
    return places


def presence(fields):
    """Of each T? the byte and the bit that say whether it is there."""
    names = [field.name for field in fields if field.optional]
    return {name: (i // 8, i % 8) for i, name in enumerate(names)}


def own_cells(record, pointer):
    """Sizes and alignments of what a record adds: the dict's word, the fields as written, each
    unit where its first field stands, and the presence bytes."""
    cells = [(pointer, pointer)] if record.dict_from() is record else []
    places = shares(record.fields)
    units = set()
    for field in record.fields:
        if field.type != "bits":
            cells.append(field.measure(pointer))
        elif places[field.name][0] not in units:
            number, size, _ = places[field.name]
            units.add(number)
            cells.append((size, size))
    flags = len(presence(record.fields))
    return cells + [(1, 1)] * ((flags + 7) // 8)


def tails_of(said):
    """The bytes at the end of a record that children may use, for each width."""
    return tuple((said["open_tail"] or {"lp64": 0, "ilp32": 0}).values())


def advance(end, cell, bar):
    """The end behind a cell that comes next: aligned, and not across the bar."""
    size, align = cell
    offset = round_up(end, align)
    return (round_up(bar, align) if offset < bar < offset + size else offset) + size


def ends_in_order(starts, cells, bars):
    """The ends with both pointer widths: cells are pairs of those for each."""
    ends = starts
    for cell in cells:
        ends = tuple(map(advance, ends, cell, bars))
    return ends


def best_ends(starts, cells, bars):
    """The ends of all orders that no other order improves on, each order one for both widths.
    What comes later moves no cell to the front, so that these are enough of each set of cells."""
    known = {0: {starts}}
    for _ in cells:
        longer = {}
        for chosen, ends in known.items():
            for i, cell in enumerate(cells):
                if not chosen >> i & 1:
                    after = {tuple(map(advance, end, cell, bars)) for end in ends}
                    longer.setdefault(chosen | 1 << i, set()).update(after)
        known = {chosen: {end for end in ends
                          if not any(other != end and other[0] <= end[0] and other[1] <= end[1]
                                     for other in ends)}
                 for chosen, ends in longer.items()}
    return known[(1 << len(cells)) - 1]


MOST_CELLS = 8


def least(record, starts, tails, aligns):
    """Sizes, alignments and ends of a record with both pointer widths, behind a base of `starts`
    bytes of which children may use `tails`: the least, with 64-bit pointers first. Ends are None
    where they are not known, sizes where there are too many cells for all orders."""
    cells = list(zip(own_cells(record, 8), own_cells(record, 4)))
    aligns = tuple(max([align, *(cell[width][1] for cell in cells)])
                   for width, align in enumerate(aligns))
    found = []
    for used in {(0, 0), tails if cells else (0, 0)}:
        begin = tuple(start - tail for start, tail in zip(starts, used))
        bars = starts if any(used) else (0, 0)
        if record.declared or len(cells) > MOST_CELLS:
            every = {ends_in_order(begin, cells, bars)}
        else:
            every = best_ends(begin, cells, bars)
        for ends in every:
            sizes = tuple(map(round_up, map(max, ends, starts), aligns))
            found.append((sizes, ends))
    sizes, ends = min(found)
    if not record.declared and len(cells) > MOST_CELLS:
        return None, aligns, None
    return sizes, aligns, ends if cells else None


def bounds(record, starts, tails, aligns):
    """What no order takes less than, for each width by itself."""
    sizes = []
    for width, pointer in enumerate((8, 4)):
        cells = own_cells(record, pointer)
        sums = {0}
        for size, _ in cells:
            sums |= {total + size for total in sums if total + size <= tails[width]}
        align = max([aligns[width], *(cell[1] for cell in cells)])
        total = starts[width] - max(sums) + sum(size for size, _ in cells)
        sizes.append(round_up(max(total, starts[width]), align))
    return tuple(sizes)


@functools.lru_cache(maxsize=None)
def plain_layout(record):
    """Sizes, alignments and ends of a record that always says slots."""
    starts = tails = (0, 0)
    aligns = (max(1, record.align),) * 2
    if record.is_empty:
        return aligns, aligns, (0, 0)
    if record.base and not record.base.is_empty:
        starts, base_aligns, ends = plain_layout(record.base)
        aligns = tuple(map(max, aligns, base_aligns))
        if record.base.open_tail:
            tails = tuple(start - end for start, end in zip(starts, ends))
    sizes, aligns, ends = least(record, starts, tails, aligns)
    if sizes is None:
        sizes = bounds(record, starts, tails, aligns)
    if ends is None:
        ends = tuple(start - tail for start, tail in zip(starts, tails))
    return sizes, aligns, ends


def plain_measure(record, pointer):
    sizes, aligns, _ = plain_layout(record)
    width = 0 if pointer == 8 else 1
    return sizes[width], aligns[width]
