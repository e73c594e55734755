"""Random C structs, as headers have them and as nobody writes them."""

import random

SCALARS = ["char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned",
           "long", "unsigned long", "long long", "unsigned long long", "float", "double", "_Bool",
           "void *", "char *", "uint8_t", "int16_t", "uint32_t", "uint64_t", "size_t", "wide_t",
           "long double", "__int128", "int (*)(void)", "enum color", "enum level"]
BITS = [("unsigned", 32), ("unsigned char", 8), ("unsigned short", 16), ("int", 32),
        ("unsigned long long", 64), ("_Bool", 1)]
HEAD = """#include <stddef.h>
#include <stdint.h>
enum color { RED, GREEN = 7, BLUE };
enum level { LOW = 3, HIGH = -2 };
typedef int wide_t __attribute__((aligned(8)));
"""


def declarator(chance, c_type, name):
    if c_type == "int (*)(void)":
        return f"int (*{name})(void)"
    # Its items would not be aligned as it is.
    deep = 0 if c_type == "wide_t" else chance.choice([0, 0, 0, 1, 2])
    dimensions = "".join(f"[{chance.randint(1, 4)}]" for _ in range(deep))
    return f"{c_type} {name}{dimensions}"


def member(chance, structs, number, depth):
    """One or more members, each with a name of its own."""
    name = f"m{next(number)}"
    kind = chance.random()
    if kind < 0.15:
        c_type, most = chance.choice(BITS)
        width = chance.randint(1, most)
        return f"{c_type} {name} : {width};"
    if kind < 0.18:
        return chance.choice(["unsigned : 0;", "unsigned : 3;", "unsigned char : 5;"])
    if kind < 0.3 and structs:
        return declarator(chance, f"struct {chance.choice(structs)}", name) + ";"
    if kind < 0.36 and structs:
        return f"struct {chance.choice(structs)} *{name};"
    if kind < 0.42 and depth < 3:
        return f"{body(chance, structs, number, depth + 1, chance.choice(['struct', 'union']))};"
    if kind < 0.48 and depth < 3:
        inner = body(chance, structs, number, depth + 1, chance.choice(["struct", "union"]))
        return declarator(chance, inner, name) + ";"
    attribute = chance.choice([""] * 12 + [" __attribute__((aligned(16)))",
                                           " __attribute__((packed))"])
    return declarator(chance, chance.choice(SCALARS), name) + attribute + ";"


def body(chance, structs, number, depth, word, name=""):
    members = [member(chance, structs, number, depth) for _ in range(chance.randint(1, 7))]
    # One at least has a name: a struct of nothing has no bytes.
    members.append(f"int m{next(number)};")
    chance.shuffle(members)
    return f"{word} {name} {{ {' '.join(members)} }}"


def header(seed, count):
    chance = random.Random(seed)
    structs, lines = [], []
    for index in range(count):
        number = iter(range(1000 * index, 1000 * index + 1000))
        name = f"s{index}"
        first = ""
        if structs and chance.random() < 0.3:
            first = f"struct {chance.choice(structs)} first{index}; "
        text = body(chance, structs, number, 0, "struct", name)
        text = text.replace("{", "{ " + first, 1)
        text += chance.choice([""] * 6 + [" __attribute__((packed))",
                                          " __attribute__((aligned(32)))"])
        pack = chance.choice([0] * 8 + [1, 2, 4])
        lines += [f"#pragma pack(push, {pack})", f"{text};", "#pragma pack(pop)"] if pack else [
            f"{text};"]
        structs.append(name)
    return HEAD + "\n".join(lines) + "\n"
