#!/usr/bin/env python3
"""What Python does with a hierarchy of classes, slotc does with the same schema.

    python3 tests/oracle.py [schema] PATH/TO/slotc

runs the cases of tests/data/cases.jsonl, each observed in CPython, through `slotc lint` and
`slotc model`. They hold no written-out `dict`, so all chains of three and of four records of
the four storage words follow; what is expected of those is worked out here, from the table of
rules in the language's definition, one rule at a time.
"""

import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

CASES = pathlib.Path(__file__).parent / "data" / "cases.jsonl"
WORDS = ("none", "slots", "dict", "slots+dict")
# What Python has no opinion on: how its names look, say.
OTHER_GROUPS = [word for group in ("docs", "layout", "names", "types") for word in ("--off", group)]
CLAUSES = {"none": "", "slots": " slots", "dict": " dict", "slots+dict": " slots + dict"}


class Slotc:
    """Runs slotc on one schema at a time, from a file in a folder of its own."""

    def __init__(self, path, folder):
        self.path = str(pathlib.Path(path).resolve())
        self.schema = pathlib.Path(folder) / "case.slots"

    def run(self, schema, *arguments):
        self.schema.write_text(schema)
        return subprocess.run(
            [self.path, *arguments, str(self.schema)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    def lint(self, schema, *options):
        """The exit status and the findings."""
        done = self.run(schema, "lint", "--format", "json", *OTHER_GROUPS, *options)
        if done.returncode not in (0, 1) or done.stderr != "":
            raise AssertionError(f"lint: status {done.returncode}: {done.stderr}")
        return done.returncode, json.loads(done.stdout)

    def model(self, schema):
        """The records of the schema by name, or None where it is refused."""
        done = self.run(schema, "model")
        if done.returncode == 1:
            return None
        if done.returncode != 0:
            raise AssertionError(f"model: status {done.returncode}: {done.stderr}")
        (schema,) = json.loads(done.stdout)["schemas"]
        return {record["name"]: record for record in schema["records"]}


class Tally:
    """Counts the checks, and says which failed."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, check, *arguments):
        try:
            problems = list(check(*arguments))
        except (AssertionError, KeyError, ValueError) as error:
            problems = [f"{type(error).__name__}: {error}"]
        if problems:
            self.failed += 1
            print(f"FAILED {name}")
            for problem in problems:
                print(f"    {problem}")
        else:
            self.passed += 1

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        return 0 if self.failed == 0 and self.passed > 0 else 1


# The cases that CPython was asked about.


def case_schema(case):
    """A case as FORMAT.md turns it into a schema: every field is an i64."""
    declared = {}
    lines = []
    for item in case["classes"]:
        inherited = declared.get(item["base"], set())
        names = item["own_names"]
        if item["storage"] == "none":
            names = [name for name in names if name not in inherited]
        declared[item["name"]] = inherited | set(names)
        base = "" if item["base"] is None else f" : {item['base']}"
        lines.append(f"record {item['name']}{base}{CLAUSES[item['storage']]} {{")
        lines += [f"    {name}: i64;" for name in names]
        lines.append("}")
    return "\n".join(lines) + "\n"


def faults(expected):
    """The rules that a class breaks."""
    if expected["error"] is not None:
        code = expected["error"]["code"]
        return {"chain-redundant-dict"} if code == "dict_slot_disallowed" else {code}
    lint = expected["lint"]
    rules = {
        "slot-duplicate": lint["duplicate"],
        "slot-redeclared": lint["overlapping"],
        "chain-slots-under-dict": lint["superclass_without_slots"],
        "chain-missing-slots": lint["trap_missing_slots_below_slotted"],
    }
    return {rule for rule, found in rules.items() if found}


def check_case(slotc, case):
    schema = case_schema(case)
    status, findings = slotc.lint(schema)
    at_fault = [item for item in case["expect"] if faults(item)]
    if (status == 1) != bool(at_fault):
        yield f"status {status}, but at fault: {[item['name'] for item in at_fault]}"
    if at_fault:
        first = at_fault[0]
        found = {item["rule"] for item in findings if item["record"] == first["name"]}
        if not faults(first) <= found:
            yield f"at {first['name']}: found {found}, expected {faults(first)}"
        return
    model = slotc.model(schema)
    if model is None:
        yield "lint accepts it, model refuses it"
        return
    for item in case["expect"]:
        record = model[item["name"]]
        if record["has_dict"] != item["has_dict"]:
            yield f"{item['name']}: has_dict {record['has_dict']}"
        if record["slots"] != item["slot_names_in_declaration_order"]:
            yield f"{item['name']}: slots {record['slots']}"


# Chains of every storage word in every place. A chain is a tuple of words, root first; what
# follows is said of the record at one place in it.


def is_closed(word):
    return word in ("slots", "slots+dict")


def brings_dict(word):
    return word != "slots"


def below_closed(chain, place):
    return any(is_closed(word) for word in chain[:place])


def dict_from(chain, place):
    """Where the dict that a record has was brought: the first of the chain that adds one."""
    return next((i for i in range(place + 1) if brings_dict(chain[i])), None)


def trap_of(chain):
    """The first record without a clause below a closed one."""
    return next((i for i, w in enumerate(chain) if w == "none" and below_closed(chain, i)), None)


def under_dict_of(chain):
    """The first `slots` record below an open record that brought the dict itself."""
    for place, word in enumerate(chain):
        source = dict_from(chain, place)
        if word == "slots" and source is not None and not is_closed(chain[source]):
            return place
    return None


class Settings:
    """What the user says of the rules: strict, or allowed in the schema itself."""

    def __init__(self, name, options=(), strict=False, allowed=()):
        self.name = name
        self.options = options
        self.strict = strict
        self.allowed = frozenset(allowed)


DEFAULT = Settings("default")
STRICT = Settings("strict", ("--error", "chain-dict-under-slots"), strict=True)
TRAP_OFF = Settings(
    "trap off", ("--off", "chain-missing-slots"), allowed=["chain-missing-slots"]
)
TRAP_WARNS = Settings("trap warns", ("--warn", "chain-missing-slots"))
ALLOWED = Settings("allowed", allowed=["chain-missing-slots", "chain-slots-under-dict"])


def is_reported(chain, place, settings):
    """A record that a rule of its own reports for the dict that it brings."""
    if chain[place] == "none":
        return trap_of(chain) == place and "chain-missing-slots" not in settings.allowed
    return settings.strict and chain[place] == "dict" and below_closed(chain, place)


def expected_findings(chain, settings):
    """(place, rule) → (severity, places that the notes show below it)."""
    expected = {}
    trap = trap_of(chain)
    under = under_dict_of(chain)
    trap_severity = "warning" if settings is TRAP_WARNS else "error"
    if trap is not None and "chain-missing-slots" not in settings.allowed:
        spoiled = tuple(range(trap + 1, len(chain)))
        expected[trap, "chain-missing-slots"] = (trap_severity, spoiled)
    if under is not None and "chain-slots-under-dict" not in settings.allowed:
        if not is_reported(chain, dict_from(chain, under), settings):
            deeper = tuple(i for i in range(under + 1, len(chain)) if chain[i] == "slots")
            expected[under, "chain-slots-under-dict"] = ("error", deeper)
    for place, word in enumerate(chain):
        source = dict_from(chain, place)
        if word == "slots+dict" and source < place:
            from_trap = source == trap and is_reported(chain, trap, settings)
            settled = from_trap and trap_severity == "error"
            expected[place, "chain-redundant-dict"] = ("note" if settled else "error", ())
        if word == "dict" and below_closed(chain, place) and settings.strict:
            expected[place, "chain-dict-under-slots"] = ("error", ())
        # Below a trap its notes say it; one cause, one finding. A trap that is allowed has a
        # reason in writing; one whose rule is off is any record without a clause.
        is_said = trap is not None and place >= trap and (
            "chain-missing-slots" not in settings.allowed
            or (place == trap and settings is not TRAP_OFF)
        )
        if word == "none" and not is_said:
            expected[place, "storage-implicit"] = ("warning", ())
    return expected


def chain_schema(chains, settings):
    """Chains as one schema, a record a line: chain 7's records are C7_0, C7_1 and so on."""
    lines = []
    allows = "".join(f'@allow("{rule}", "a test") ' for rule in sorted(settings.allowed))
    for number, chain in enumerate(chains):
        for place, word in enumerate(chain):
            base = "" if place == 0 else f" : C{number}_{place - 1}"
            name = f"C{number}_{place}"
            lines.append(f"{allows}record {name}{base}{CLAUSES[word]} {{ f{place}: i64; }}")
    return "\n".join(lines) + "\n"


def spelled(schema, item):
    """The text that a finding, a note or a fix stands at."""
    line = schema.splitlines()[item["line"] - 1].encode()
    return line[item["column"] - 1 : item["end_column"] - 1].decode()


AT_CLAUSE = ("chain-slots-under-dict", "chain-redundant-dict", "chain-dict-under-slots")


def check_chain(number, chain, settings, schema, findings):
    """One chain's findings: which there are, where they stand, and what their notes show."""
    names = [f"C{number}_{place}" for place in range(len(chain))]
    expected = expected_findings(chain, settings)
    found = {}
    for item in findings:
        place = names.index(item["record"])
        key = (place, item["rule"])
        if key in found:
            yield f"twice: {key}"
        shown = tuple(
            names.index(spelled(schema, note))
            for note in item["notes"]
            if names.index(spelled(schema, note)) > place
        )
        found[key] = (item["severity"], shown)
        text = CLAUSES[chain[place]].strip() if item["rule"] in AT_CLAUSE else names[place]
        if spelled(schema, item) != text:
            yield f"{key} stands at `{spelled(schema, item)}`, not at `{text}`"
        if not item["message"] or not item["help"]:
            yield f"{key} has no message or no help"
    if found != expected:
        yield f"found    {found}"
        yield f"expected {expected}"
    for (place, rule), (severity, _) in found.items():
        if rule == "chain-missing-slots":
            item = next(i for i in findings if i["rule"] == rule)
            yield from check_cost(chain, place, item)


def check_cost(chain, place, finding):
    """What a trap costs, of records with an i64 each: 8 bytes, or none where a dict is there."""
    if dict_from(chain, place) < place:
        if "costs no bytes" not in finding["message"]:
            yield f"the dict is there already, but: {finding['message']}"
        return
    slotted = 8 * (place + 1)
    if f"from {slotted} to {slotted + 8} bytes, 8 more" not in finding["message"]:
        yield f"expected {slotted} to {slotted + 8} bytes: {finding['message']}"


def check_status(status, findings):
    if status != int(any(item["severity"] == "error" for item in findings)):
        yield f"status {status}"


def check_chains(slotc, tally, chains, settings):
    schema = chain_schema(chains, settings)
    status, findings = slotc.lint(schema, *settings.options)
    tally.check(f"status, {settings.name}", check_status, status, findings)
    by_chain = {}
    for item in findings:
        by_chain.setdefault(int(item["record"][1:].split("_")[0]), []).append(item)
    for number, chain in enumerate(chains):
        own = by_chain.get(number, [])
        name = f"{' > '.join(chain)}, {settings.name}"
        tally.check(name, check_chain, number, chain, settings, schema, own)


def check_model_chain(number, chain, model):
    for place, word in enumerate(chain):
        record = model[f"C{number}_{place}"]
        source = dict_from(chain, place)
        expected = {
            "storage": word,
            "has_dict": source is not None,
            "dict_from": None if source is None else f"C{number}_{source}",
            "slots": [f"f{i}" for i in range(place + 1) if is_closed(chain[i])],
        }
        for key, value in expected.items():
            if record[key] != value:
                yield f"{record['name']}: {key} is {record[key]}, not {value}"
        kinds = {field["name"]: field["kind"] for field in record["fields"]}
        if kinds != {f"f{i}": "slot" if is_closed(chain[i]) else "dict" for i in range(place + 1)}:
            yield f"{record['name']}: kinds {kinds}"
        size = 8 * (place + 1 + (source is not None))
        if record["size"]["lp64"] != size:
            yield f"{record['name']}: {record['size']['lp64']} bytes, not {size}"


def check_accepted(slotc, accepted, settings, model):
    """Puts the records of the model into model."""
    records = slotc.model(chain_schema(accepted, settings))
    if records is None:
        yield "lint accepts it, model refuses it"
    else:
        model.update(records)


def check_models(slotc, tally, chains, settings):
    """The model of all chains that are accepted, in one schema."""
    accepted = [
        chain
        for chain in chains
        if all(severity != "error" for severity, _ in expected_findings(chain, settings).values())
    ]
    model = {}
    tally.check(f"models, {settings.name}", check_accepted, slotc, accepted, settings, model)
    for number, chain in enumerate(accepted):
        name = f"model of {' > '.join(chain)}, {settings.name}"
        tally.check(name, check_model_chain, number, chain, model)


# A tree: each trap shows what it spoils in all its branches, and nothing beside them.

TREE = """record Root slots { a: i64; }
@count(1_000_000) record Trap : Root { b: i64; }
record Left : Trap slots { c: i64; }
record LeftLeaf : Left slots { d: i64; }
record Right : Trap slots { e: i64; }
record Beside : Root slots { f: i64; }
record BesideTrap : Beside { g: i64; }
record Hatch : Root slots + dict { h: i64; }
record HatchTrap : Hatch { i: i64; }
record Open dict { j: i64; }
record One : Open slots { k: i64; }
record Two : Open slots { l: i64; }
record OneLeaf : One slots { m: i64; }
"""


def check_tree(slotc):
    _, findings = slotc.lint(TREE)
    found = {}
    for item in findings:
        below = {spelled(TREE, note) for note in item["notes"] if note["line"] > item["line"]}
        found[item["record"], item["rule"]] = below
    expected = {
        ("Trap", "chain-missing-slots"): {"Left", "LeftLeaf", "Right"},
        ("BesideTrap", "chain-missing-slots"): set(),
        ("HatchTrap", "chain-missing-slots"): set(),
        ("One", "chain-slots-under-dict"): {"OneLeaf"},
        ("Two", "chain-slots-under-dict"): set(),
    }
    if found != expected:
        yield f"found    {found}"
        yield f"expected {expected}"
    for item in findings:
        if item["record"] == "Trap" and "8000000 bytes" not in item["message"]:
            yield f"@count is not in: {item['message']}"


def schema_half(slotc, tally):
    with open(CASES, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            tally.check(f"{case['id']} {case['title']}", check_case, slotc, case)
    threes = list(itertools.product(WORDS, repeat=3))
    fours = list(itertools.product(WORDS, repeat=4))
    for settings in (DEFAULT, STRICT, TRAP_OFF, TRAP_WARNS, ALLOWED):
        check_chains(slotc, tally, threes, settings)
        check_chains(slotc, tally, fours, settings)
    for settings in (DEFAULT, ALLOWED):
        check_models(slotc, tally, threes, settings)
        check_models(slotc, tally, fours, settings)
    tally.check("a tree of records", check_tree, slotc)


def main(arguments):
    if len(arguments) not in (2, 3) or arguments[1:-1] not in ([], ["schema"]):
        print("usage: oracle.py [schema] PATH/TO/slotc", file=sys.stderr)
        return 2
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        schema_half(Slotc(arguments[-1], folder), tally)
    return tally.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv))
