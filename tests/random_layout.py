"""The layout of random records, worked out without slotc: the least size over all orders."""

import functools


def round_up(value, align):
    return (value + align - 1) // align * align


def least_size(start, cells, align):
    """The least size over all orders of cells behind start. What comes later moves no cell to
    the front, so the least end of each set of cells is enough to know."""
    ends = {0: start}
    for count in range(len(cells)):
        longer = {}
        for chosen, end in ends.items():
            for i, (size, cell_align) in enumerate(cells):
                if not chosen >> i & 1:
                    after = round_up(end, cell_align) + size
                    key = chosen | 1 << i
                    longer[key] = min(longer.get(key, after), after)
        ends = longer
        assert all(bin(chosen).count("1") == count + 1 for chosen in ends)
    return round_up(min(ends.values()), align)


def bound(start, cells, align):
    """No order of any number of cells takes less than this."""
    return round_up(start + sum(size for size, _ in cells), align)


def in_order(start, cells, align):
    for size, cell_align in cells:
        start = round_up(start, cell_align) + size
    return round_up(start, align)


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


@functools.lru_cache(maxsize=None)
def plain_measure(record, pointer):
    """Size and alignment of a record that always says slots."""
    start, align = 0, max(1, record.align)
    if record.is_empty:
        return align, align
    if record.base and not record.base.is_empty:
        start, base_align = plain_measure(record.base, pointer)
        align = max(align, base_align)
    return expected_size(record, pointer, start, align)


def expected_size(record, pointer, start, align):
    """The least size behind start, or the size as written, and the alignment."""
    cells = own_cells(record, pointer)
    align = max([align, *(cell[1] for cell in cells)])
    if record.declared:
        return in_order(start, cells, align), align
    if len(cells) <= 8:
        return least_size(start, cells, align), align
    return bound(start, cells, align), align
