"""What `slotc layout` says of other choices, beside schemas in which they have been made."""

import contextlib

import c_program

WIDTHS = ["lp64", "ilp32"]
# A record may be given a dict that its children don't expect.
CONFIGURATION = "[lint]\nchain-slots-under-dict = off\nchain-missing-slots = off\n"


def inner(record, seen=()):
    """The records whose layout a record takes over: its chain, and what that holds by value."""
    found = set(seen)
    for ancestor in record.chain():
        found.add(ancestor)
        for field in ancestor.fields:
            if field.type == "record" and field.target not in found:
                found |= inner(field.target, found)
    return found


def is_independent(record):
    """No field holds a record by value that would change with the chain."""
    chain = set(record.chain())
    return all(not inner(field.target) & chain
               for field in record.all_fields() if field.type == "record")


@contextlib.contextmanager
def changed(records, **attributes):
    """The records with other attributes, for a while."""
    before = [(record, dict(vars(record))) for record in records]
    for record in records:
        vars(record).update(attributes)
    try:
        yield
    finally:
        for record, attributes_before in before:
            vars(record).update(attributes_before)


class Variants:
    """Schemas changed in one way, and the sizes that they come to."""

    def __init__(self, tally, slotc, folder):
        self.tally = tally
        self.slotc = slotc
        self.folder = folder
        self.count = 0
        self.tails = 0
        folder.mkdir()
        (folder / "slotc.ini").write_text(CONFIGURATION, encoding="utf-8")

    def size(self, schema, record):
        """None where the language has something against it."""
        path = self.folder / f"{schema.name}.slots"
        path.write_text(schema.text(), encoding="utf-8")
        done = c_program.run([self.slotc, "model", path])
        if done.returncode != 0:
            return None
        sizes = {said["name"]: said["size"] for said in c_program.records_of(done)}
        self.count += 1
        return sizes[record.name]

    def problems(self, schema, record, figures):
        chain = record.chain()
        below = [other for other in schema.records if record in other.chain()[:-1]]
        expected = {}
        with changed(chain, declared=True, open_tail=False):
            expected["in the order of the schema"] = self.size(schema, record)
        with changed([*chain, *below], storage="slots"):
            expected["slotted"] = self.size(schema, record)
        if record.dict_from() is None:
            with changed(below, storage="slots", plain=False):
                with changed([record], storage="slots + dict", plain=False):
                    expected["dict-backed"] = self.size(schema, record)
        with changed(chain, open_tail=False):
            closed = self.size(schema, record)
        for label in figures:
            if label.startswith("without `@open_tail`"):
                expected[label] = closed
                self.tails += 1
        lost = {}
        with changed(chain, declared=False):
            lost["lost to `@order(declared)`"] = self.size(schema, record)
        with changed(chain, align=0):
            lost["lost to `@align`"] = self.size(schema, record)
        for label, size in lost.items():
            if label in figures and size is not None:
                own = figures["size"]
                expected[label] = {width: int(own[width]) - size[width] for width in WIDTHS}
        for label, size in expected.items():
            if size is None or record.is_empty and label not in figures:
                continue
            if figures[label] != {width: str(size[width]) for width in WIDTHS}:
                yield f"{label}: {figures[label]}, not {size}"

    def check(self, schema, tables):
        for record in schema.records:
            if is_independent(record):
                figures = tables[record.name].figures
                self.tally.check(f"variants of {record.name}",
                                 self.problems(schema, record, figures))

    def finish(self):
        print(f"{self.count} variants")
        enough = self.count >= 100 and self.tails > 0
        self.tally.check("variants were made", [] if enough else [f"{self.count} of them"])
