"""Which files a new name is for, and what it may not break: scripts of tests/lsp.py."""

from lsp_editor import Editor, holds, refused, same

BASE = "record Base slots {\n    x: u32;\n}\n"


def each_file_imports_as_its_own_slotc_ini_says(slotc, folder):
    editor = Editor(slotc, folder)
    for project in "p1", "p2":
        editor.write(f"{project}/slotc.ini", "[gen]\ninclude = inc\n")
        editor.write(f"{project}/inc/base_{project}.slots", BASE)
        editor.write(f"{project}/inc/base.slots", BASE)
        editor.write(f"{project}/{project}.slots",
                     'import "base.slots";\nrecord M : Base slots {\n    y: u8;\n}\n')
    name = "p1/p1.slots"
    editor.put(name, (editor.folder / name).read_text())
    params = editor.at(name, "Base", context={"includeDeclaration": True})
    same(sorted(item["uri"] for item in editor.ask("references", params)),
         [editor.uri("p1/inc/base.slots"), editor.uri(name)])
    edit = editor.ask("rename", editor.at(name, "Base", newName="Root"))
    same(sorted(edit["changes"]), [editor.uri("p1/inc/base.slots"), editor.uri(name)])
    name = "p2/inc/base.slots"
    editor.put(name, BASE)
    edit = editor.ask("rename", editor.at(name, "Base", newName="Root"))
    same(sorted(edit["changes"]), [editor.uri(name), editor.uri("p2/p2.slots")])


def folders_of_options_and_of_projects_are_kept_apart(slotc, folder):
    """Lists that one grows are not those of another."""
    options = [word for name in "abc" for word in ("-I", f"{folder}/{name}")]
    editor = Editor(slotc, folder, options=options)
    for project in "p1", "p2":
        editor.write(f"{project}/slotc.ini", "[gen]\ninclude = inc\n")
        editor.write(f"{project}/inc/{project}_base.slots", BASE)
        editor.put(f"{project}/m.slots",
                   f'import "{project}_base.slots";\nrecord M : Base slots {{\n    y: u8;\n}}\n')
    for project in "p1", "p2":
        same(editor.rules(f"{project}/m.slots"), [])
        edit = editor.ask("rename", editor.at(f"{project}/m.slots", "Base", newName="Root"))
        same(sorted(edit["changes"]), [editor.uri(f"{project}/inc/{project}_base.slots"),
                                       editor.uri(f"{project}/m.slots")])


def a_new_name_is_checked_in_all_files_that_reach_it(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", BASE)
    editor.write("b.slots", 'import "a.slots";\nrecord B : Base slots {\n    z: u32;\n}\n')
    editor.write("c.slots", 'import "b.slots";\nrecord C : B slots {\n    y: u32;\n}\n'
                            "record Q slots {\n    m: u32;\n}\n")

    def rename(word, name):
        return refused(-32803, lambda: editor.ask(
            "rename", editor.at("a.slots", word, newName=name)))

    holds(rename("x", "y"), "`C` declares `y` again")
    holds(rename("Base", "Q"), "two globals `Q`")
    holds(rename("Base", "C"), "two globals `C`")
    edit = editor.ask("rename", editor.at("a.slots", "x", newName="w"))
    same(list(edit["changes"]), [editor.uri("a.slots")])


def a_file_that_may_use_the_name_and_is_broken_stops_it(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", BASE)
    for text in ": Base slots {\n    z u8;\n}\n", "slots {\n    z: u8\n    y Base;\n}\n":
        editor.write("b.slots", f'import "a.slots";\nrecord B {text}')
        holds(refused(-32803, lambda: editor.ask(
            "rename", editor.at("a.slots", "Base", newName="Root"))), "`b.slots` has errors")
    editor.write("b.slots", "record B slots {\n    z u8;\n}\n")
    editor.ask("rename", editor.at("a.slots", "Base", newName="Root"))


def one_more_error_of_a_line_stops_it(slotc, folder):
    editor = Editor(slotc, folder)
    editor.put("a.slots", "record A slots { x: u8; x: u8; y: u8; z: u8; }\n")
    holds(refused(-32803, lambda: editor.ask(
        "rename", editor.at("a.slots", "z", newName="y"))), "twice")
    editor.ask("rename", editor.at("a.slots", "z", newName="w"))


SCRIPTS = [
    each_file_imports_as_its_own_slotc_ini_says, folders_of_options_and_of_projects_are_kept_apart,
    a_new_name_is_checked_in_all_files_that_reach_it,
    a_file_that_may_use_the_name_and_is_broken_stops_it, one_more_error_of_a_line_stops_it,
]
