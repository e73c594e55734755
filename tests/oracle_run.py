#!/usr/bin/env python3
"""What Python does with the attributes of an object, compiled C does by name.

    python3 tests/oracle_run.py PATH/TO/slotc [--full]

The cases of tests/data/cases.jsonl say where each name lands in CPython: in a cell, in the dict
or nowhere. All that slotc accepts are run; besides, chains of three with a written-out `dict`,
which the cases lack. --full adds what slotc accepts with its rules on chains off, chains in
which a record has no field, and more of everything.

tests/compile/by_name.c does to the objects what is asked here, line by line, as seen by the
object's own record and by each of its ancestors; what it must answer is worked out by a model
that is a list of cells and a Python dict.
"""

import collections
import json
import pathlib
import random
import sys
import tempfile

import c_program
import oracle

OFF = ("--off", "chain-missing-slots", "--off", "chain-slots-under-dict")

# Chains of three with a `dict` written out: where the fields a, b and c of the three records are
# stored, and which records have a dict.
CHAINS = """
    none        none        dict    | dict dict dict | yes yes yes
    none        slots       dict    | dict slot dict | yes yes yes
    none        dict        none    | dict dict dict | yes yes yes
    none        dict        slots   | dict dict slot | yes yes yes
    none        dict        dict    | dict dict dict | yes yes yes
    slots       none        dict    | slot dict dict | no  yes yes
    slots       slots       dict    | slot slot dict | no  no  yes
    slots       dict        none    | slot dict dict | no  yes yes
    slots       dict        slots   | slot dict slot | no  yes yes
    slots       dict        dict    | slot dict dict | no  yes yes
    slots       slots+dict  dict    | slot slot dict | no  yes yes
    dict        none        none    | dict dict dict | yes yes yes
    dict        none        slots   | dict dict slot | yes yes yes
    dict        none        dict    | dict dict dict | yes yes yes
    dict        slots       none    | dict slot dict | yes yes yes
    dict        slots       slots   | dict slot slot | yes yes yes
    dict        slots       dict    | dict slot dict | yes yes yes
    dict        dict        none    | dict dict dict | yes yes yes
    dict        dict        slots   | dict dict slot | yes yes yes
    dict        dict        dict    | dict dict dict | yes yes yes
    slots+dict  none        dict    | slot dict dict | yes yes yes
    slots+dict  slots       dict    | slot slot dict | yes yes yes
    slots+dict  dict        none    | slot dict dict | yes yes yes
    slots+dict  dict        slots   | slot dict slot | yes yes yes
    slots+dict  dict        dict    | slot dict dict | yes yes yes
"""


class Record:
    """A record of a case: `homes` has every declared name, its ancestors' first."""

    def __init__(self, case, name, base, homes, has_dict):
        self.case = case
        self.name = name
        self.c_name = f"{case}_{name}"
        self.base = base
        self.homes = homes
        self.has_dict = has_dict

    def home(self, name):
        return self.homes.get(name, "dict" if self.has_dict else "error")

    def ancestors(self):
        """Itself, and what it can be seen as."""
        record = self
        while record is not None:
            yield record
            record = record.base


Case = collections.namedtuple("Case", "title schema records names refused extra")


def oracle_case(number, case):
    """A case of CPython's, or None where Python, or slotc whatever its rules, refuses a class."""
    refused = [oracle.faults(item) for item in case["expect"]]
    if set().union(*refused) - {"chain-missing-slots", "chain-slots-under-dict"}:
        return None
    records = {}
    for item, expected in zip(case["classes"], case["expect"]):
        base = records.get(item["base"])
        inherited = base.homes if base else {}
        if item["storage"] != "none" and not inherited.keys().isdisjoint(item["own_names"]):
            return None
        declared = [*inherited, *item["own_names"]]
        homes = {name: expected["attrs"][name]["home"] for name in declared}
        record = Record(f"c{number}", item["name"], base, homes, expected["has_dict"])
        records[item["name"]] = record
        for name, attribute in expected["attrs"].items():
            if record.home(name) != attribute["home"]:
                raise AssertionError(f"{case['id']}: {item['name']}.{name} is {attribute}")
    names = list(case["expect"][-1]["attrs"])
    schema = f"package c{number};\n{oracle.case_schema(case)}"
    title = f"{case['id']} {case['title']}"
    return Case(title, schema, list(records.values()), names, any(refused), any(refused))


def chain_case(number, line, without):
    """A chain of three, all with a field or one without."""
    words, homes, dicts = (part.split() for part in line.split("|"))
    package = f"d{number}"
    schema = f"package {package};\n"
    records = []
    declared = {}
    for place, word in enumerate(words):
        field = "abc"[place]
        fields = "" if place == without else f"{field}: i64; "
        base = "" if place == 0 else f" : R{place - 1}"
        schema += f"record R{place}{base}{oracle.CLAUSES[word]} {{ {fields}}}\n"
        if place != without:
            declared[field] = homes[place]
        has_dict = dicts[place] == "yes"
        above = records[-1] if records else None
        records.append(Record(package, f"R{place}", above, dict(declared), has_dict))
    title = f"{' > '.join(words)}{'' if without is None else f', no {chr(97 + without)}'}"
    return Case(title, schema, records, ["a", "b", "c", "zz"], True, without is not None)


def all_cases():
    with open(oracle.CASES, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            case = oracle_case(number, json.loads(line))
            if case is not None:
                yield case
    chains = CHAINS.strip().splitlines()
    for number, line in enumerate(chains):
        for without in (None, 0, 1, 2):
            yield chain_case(4 * number + (without is not None and without + 1), line, without)


class Object:
    """What Python would hold: cells that cannot be deleted, and a dict."""

    def __init__(self, record):
        self.record = record
        self.cells = {name: 0 for name, home in record.homes.items() if home == "slot"}
        self.attributes = {name: 0 for name, home in record.homes.items() if home == "dict"}

    def home(self, seen, name):
        """Where the name is when seen as a record: the whole object, if that has the dict."""
        return (self.record if seen.has_dict else seen).home(name)

    def held(self, seen, name):
        home = self.home(seen, name)
        return {"slot": self.cells, "dict": self.attributes, "error": {}}[home]

    def absent(self, seen, name):
        return f"ATTRIBUTE_ERROR\t'{seen.name}' object has no attribute '{name}'"

    def get(self, seen, name, _):
        value = self.held(seen, name).get(name)
        if value is None:
            return self.absent(seen, name)
        return f"TEXT\t{value}" if isinstance(value, str) else f"INT\t{value}"

    def has(self, seen, name, _):
        return "yes" if name in self.held(seen, name) else "no"

    def set(self, seen, name, value):
        if self.home(seen, name) == "error":
            return self.absent(seen, name)
        self.held(seen, name)[name] = int(value)
        return "OK"

    def text(self, seen, name, value):
        """A declared field keeps its type; any other attribute takes any value."""
        if self.home(seen, name) == "error":
            return self.absent(seen, name)
        if name in self.record.homes:
            owner = f"attribute '{name}' of '{seen.name}' object"
            return f"TYPE_ERROR\t{owner} must be i64" if name in seen.homes else "TYPE_ERROR"
        self.attributes[name] = value
        return "OK"

    def delete(self, seen, name, _):
        home = self.home(seen, name)
        if home == "slot":
            owner = f"attribute '{name}' of '{seen.name}' object"
            return f"NOT_OPTIONAL\t{owner} is a fixed slot and cannot be deleted"
        if home == "error" or name not in self.attributes:
            return self.absent(seen, name)
        del self.attributes[name]
        return "OK"

    def dir(self, seen, *_):
        names = [*self.cells, *self.attributes] if seen.has_dict else seen.homes
        return "\t".join(["dir", *names])

    def typed_get(self, _, name, __):
        """The default, where the field was deleted."""
        return f"INT\t{self.cells.get(name, self.attributes.get(name, 0))}"

    def typed_set(self, _, name, value):
        held = self.cells if self.record.homes[name] == "slot" else self.attributes
        held[name] = int(value)
        return "OK"


VERBS = {
    "get": Object.get,
    "has": Object.has,
    "set": Object.set,
    "text": Object.text,
    "del": Object.delete,
    "dir": Object.dir,
    "typed_get": Object.typed_get,
    "typed_set": Object.typed_set,
}
LONG = "a_name_of_more_than_fifteen_bytes"


class Script:
    """What is asked of the C program, and what it must answer."""

    def __init__(self):
        self.lines = []
        self.answers = []
        self.of = []

    def begin(self, case, number, record, seen):
        self.case = case
        self.object = Object(record)
        self.seen = seen
        self.add(f"new\t{number}", f"hasdict\t{int(seen.has_dict)}")

    def add(self, line, answer):
        self.lines.append(line)
        self.answers.append(answer)
        self.of.append((self.case, self.object.record, self.seen))

    def ask(self, verb, name="", value=""):
        answer = VERBS[verb](self.object, self.seen, name, value)
        self.add(f"{verb}\t{name}\t{value}", answer)


def play(script, names, rounds, seed):
    """Everything with every name in order, then anything with any name."""
    seen = script.seen
    names = [*names, "", LONG, *(f"{name}{name}" for name in names[:2])]

    def for_each(*verbs):
        for place, name in enumerate(names):
            for verb in verbs:
                if not verb.startswith("typed") or name in seen.homes:
                    script.ask(verb, name, str(place + 7) if "set" in verb else "some text")
        script.ask("dir")

    for_each("has", "get", "typed_get")
    for_each("set", "get", "typed_get", "has")
    for_each("text", "get", "typed_get")
    for_each("del", "has", "get", "typed_get", "del")
    names.reverse()
    for_each("set", "get", "del", "typed_get", "typed_set", "has", "get")
    chance = random.Random(seed)
    for _ in range(rounds):
        verb = chance.choice(list(VERBS))
        name = chance.choice(list(seen.homes) if verb.startswith("typed") and seen.homes else names)
        if not verb.startswith("typed") or seen.homes:
            value = "x" * chance.randrange(1, 40) if verb == "text" else str(chance.randrange(99))
            script.ask(verb, name, value)
    script.ask("dir")


def sizes(script):
    """Eight bytes for each field and for the dict; no more as long as nothing is dynamic."""
    record = script.object.record if script.seen.has_dict else script.seen
    size = max(1, 8 * (len(record.homes) + record.has_dict))
    script.add("sizes", f"sizes\t{size}\t{size}")


def views(cases):
    """The header that by_name.c includes, and the pairs of record and view in its order."""
    text = "".join(f'#include "{case.records[0].case}.slots.h"\n' for case in cases)
    records = [record for case in cases for record in case.records]
    pairs = [(record, seen) for record in records for seen in record.ancestors()]
    for record in records:
        fields = [f"({record.c_name}, {name})" for name in record.homes]
        text += "".join(f"FIELD{field}\n" for field in fields)
        text += f"static const struct field {record.c_name}_field_rows[] = {{"
        text += " ".join(f"FIELD_ROW{field}" for field in fields) + "{NULL, NULL, NULL}};\n"
        text += f"VIEW({record.c_name})\n"
    text += "static const struct view views[] = {\n"
    text += "".join(f"VIEW_ROW({record.c_name})\n" for record in records) + "};\n"
    text += "".join(f"UPCAST({a.c_name}, {b.c_name})\n" for a, b in pairs if a is not b)
    text += "static const struct upcast upcasts[] = {\n"
    for record, seen in pairs:
        how = "NULL, NULL" if record is seen else f"UPCAST_ROW({record.c_name}, {seen.c_name})"
        text += f"{{{records.index(record)}, {records.index(seen)}, {how}}},\n"
    return text + "};\n", pairs


def write_script(cases, pairs, rounds):
    script = Script()
    by_package = {case.records[0].case: case for case in cases}
    for number, (record, seen) in enumerate(pairs):
        case = by_package[record.case]
        script.begin(case.title, number, record, seen)
        sizes(script)
        play(script, case.names, rounds, number)
    return script


def problems_of(script, done):
    """The wrong answers of the program, by case."""
    found = collections.defaultdict(list)
    answers = done.stdout.splitlines()
    for number, (line, expected) in enumerate(zip(script.lines, script.answers)):
        case, record, seen = script.of[number]
        answer = answers[number] if number < len(answers) else "no answer"
        # Seen as an ancestor, the error's type has not the field whose type it would tell.
        if answer != expected and not (expected == "TYPE_ERROR" and answer.startswith(expected)):
            what = repr(line)[1:-1]
            found[case].append(f"{record.name} as {seen.name}: {what}: {answer}, not {expected}")
    return found


def check_compiler(tally, compiler, cases, script, slotc):
    program = slotc.folder / compiler
    command = [compiler, "-std=c11", *c_program.SANITIZERS, "-O0", "-DSLOTS_IMPLEMENTATION"]
    command += ["-Wall", "-Wextra", "-Werror", f"-I{slotc.folder}", f"-I{slotc.out}"]
    command += [c_program.HELPERS / "by_name.c", "-o", program]
    tally.check(f"{compiler} compiles by_name.c", c_program.complaints(c_program.run(command)))
    if not program.exists():
        return
    done = c_program.run([program], input="\n".join(script.lines) + "\n")
    found = problems_of(script, done)
    for case in cases:
        tally.check(f"{compiler}: {case.title}", found[case.title])
    extra = done.stdout.splitlines()[len(script.lines) :]
    tally.check(f"{compiler}: sanitizers are silent", [*c_program.complaints(done), *extra])


def main(arguments):
    full = "--full" in arguments
    paths = [argument for argument in arguments[1:] if not argument.startswith("--")]
    if len(paths) != 1:
        print("usage: oracle_run.py PATH/TO/slotc [--full]", file=sys.stderr)
        return 2
    tally = c_program.Tally()
    cases = [case for case in all_cases() if full or not case.extra]
    with tempfile.TemporaryDirectory() as folder:
        slotc = c_program.Slotc(paths[0], folder)
        schemas = slotc.write({case.records[0].case: case.schema for case in cases})
        tally.check("slotc gen", c_program.complaints(slotc.gen(schemas, *OFF)))
        accepted = [path for path, case in zip(schemas, cases) if not case.refused]
        tally.check("with all rules on", c_program.complaints(slotc.gen(accepted)))
        text, pairs = views(cases)
        pathlib.Path(folder, "views.h").write_text(text, encoding="utf-8")
        script = write_script(cases, pairs, 400 if full else 40)
        print(f"{len(cases)} cases, {len(pairs)} views of objects, {len(script.lines)} questions")
        for compiler in c_program.compilers(tally):
            check_compiler(tally, compiler, cases, script, slotc)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
