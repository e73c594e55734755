# Completions of slotc for fish, written by `slotc help --format fish`.

# Whether the command is one of these; without any, whether there is none yet.
function __slotc_is
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if not string match -q -- '-*' $word
            contains -- $word $argv
            return
        end
    end
    test (count $argv) -eq 0
end

function __slotc_rules
    printf '%s\t%s\n' \
        audit 'C code that goes round the accessors; `slotc audit` looks for it' \
        chain 'bases, and what a chain of records makes of their slots and dicts' \
        docs 'documentation, and what is declared or imported and not used' \
        layout 'where fields lie, and the bytes that this costs' \
        names 'names that mean nothing or two things, that C cannot have, or that look unalike' \
        storage 'slots and dicts of single records, and what they cost' \
        syntax 'the text: grammar, encoding, annotations and limits' \
        types 'types, defaults and enums' \
        chain-dict-under-slots 'a `dict` record, written out, below a slotted one' \
        chain-missing-slots 'a record below a slotted one forgets its slots, which brings the dict back for its whole branch' \
        chain-redundant-dict 'a record asks for a dict that it inherits already' \
        chain-slots-under-dict 'a record says `slots` and inherits a dict all the same' \
        slot-duplicate 'a record declares a name twice' \
        slot-redeclared 'a record declares a field that an ancestor declares' \
        storage-implicit 'a record without a storage clause, which makes it dict-backed' \
        base-grew-tail 'a child begins behind the padding of its base, in which its fields would fit' \
        cache-line-straddle 'a `@hot` field is not in the first cache line, or one of many records is just larger than a line' \
        layout-hole '`@offset` leaves a hole before its field, and the record is larger for it' \
        layout-tail-padding '`@align` makes a record larger by padding at its end' \
        max-size 'an instance is larger than its record\'s @max_size' \
        bool-run 'four or more `bool`s of a record that would be smaller with `bits`' \
        order-wastes '`@order(declared)` keeps an order that takes more bytes than a sorted one' \
        dict-at-scale 'a dict-backed record with a `@count` of 10,000 or more' \
        escape-hatch 'a record says `slots + dict`' \
        slots-for-few 'a slotted record of which there are so few that slots save next to nothing' \
        default-missing 'a field that could have a default has none' \
        optional-pointer 'an optional `str` or `ref`, which could be NULL' \
        oversized-array 'an array of 4,096 bytes or more in every instance' \
        name-collides 'two globals of the generated code would have the same name' \
        name-reserved 'a name is a word of C, C++ or the language, or belongs to the generated code' \
        name-length 'a name has more than 40 letters' \
        name-style 'names of one kind do not look alike in a file' \
        doc-missing 'a record, enum, extern type or field has no `///` comment' \
        enum-unused 'no field of the schemas that were read is of the enum' \
        extern-unused 'no field of the schemas that were read is of the extern type' \
        import-unused 'a file is imported of which nothing is used, or twice' \
        record-unused 'no record of the schemas that were read extends or refers to the record' \
        allow-unused 'an @allow or a `slotc:allow` silences nothing' \
        allow-without-reason 'a `slotc:allow` says no reason' \
        directive-unknown 'a comment begins with `slotc:`, and is no directive that counts' \
        audit-allow 'a `slotc:allow` has no reason, names no rule, or silences nothing' \
        audit-assign '`=` copies a record that others inherit from, or that owns memory' \
        audit-bytes 'a record is compared, copied or written as bytes' \
        audit-cast 'a record\'s pointer is cast to a record that it need not point to' \
        audit-member 'a member is reached round its accessor' \
        audit-positional 'a record is initialised by the order of its members' \
        audit-size 'a number stands for the size of a record' \
        audit-unreadable 'the file does not compile, so that it cannot be audited' \
        annotation-misused 'an annotation stands where it cannot, twice, or with other values than it takes' \
        annotation-unknown 'there is no annotation of that name' \
        doc-dangling 'a `///` comment precedes nothing that it could document' \
        encoding 'the file is not UTF-8 text' \
        limit 'something is larger than the language allows' \
        syntax 'the text does not follow the grammar' \
        base-cycle 'a record is its own ancestor' \
        base-final 'the base is marked @final' \
        base-not-a-record 'the base is an enum, an extern type or a type of the language' \
        base-unknown 'no record of that name can be seen from the file' \
        import-cycle 'a file imports itself, perhaps through others' \
        import-missing 'an imported file cannot be read' \
        name-duplicate 'two declarations of a package share a name' \
        name-unknown 'a name means nothing here, or two things' \
        default-range 'a default does not fit its field\'s type' \
        default-type 'a default is of another kind than its field\'s type, or the type takes none' \
        enum-duplicate 'two enumerators of an enum share a name or a number' \
        enum-empty 'an enum has no enumerators' \
        enum-no-zero 'a field starts as 0, which its enum has no enumerator for' \
        enum-range 'an enumerator does not fit the enum\'s type, or 32 bits signed' \
        type-misused 'a type stands where it cannot, or with a length that it cannot have' \
        type-unknown 'no type of that name can be seen from the file' \
        value-recursive 'a record holds itself by value' \
        extern-differs 'an extern type has two sizes or alignments on targets of one pointer width' \
        extern-unresolved 'the size of an extern type cannot be found out' \
        offset-misaligned 'a field is pinned to an offset that is no multiple of its alignment' \
        offset-overlap 'a field is pinned to bytes that another one or the base has'
end

function __slotc_rules_set
    printf '%s\t%s\n' \
        audit 'C code that goes round the accessors; `slotc audit` looks for it' \
        chain 'bases, and what a chain of records makes of their slots and dicts' \
        docs 'documentation, and what is declared or imported and not used' \
        layout 'where fields lie, and the bytes that this costs' \
        names 'names that mean nothing or two things, that C cannot have, or that look unalike' \
        storage 'slots and dicts of single records, and what they cost' \
        types 'types, defaults and enums' \
        chain-dict-under-slots 'a `dict` record, written out, below a slotted one' \
        chain-missing-slots 'a record below a slotted one forgets its slots, which brings the dict back for its whole branch' \
        chain-slots-under-dict 'a record says `slots` and inherits a dict all the same' \
        storage-implicit 'a record without a storage clause, which makes it dict-backed' \
        base-grew-tail 'a child begins behind the padding of its base, in which its fields would fit' \
        cache-line-straddle 'a `@hot` field is not in the first cache line, or one of many records is just larger than a line' \
        layout-hole '`@offset` leaves a hole before its field, and the record is larger for it' \
        layout-tail-padding '`@align` makes a record larger by padding at its end' \
        bool-run 'four or more `bool`s of a record that would be smaller with `bits`' \
        order-wastes '`@order(declared)` keeps an order that takes more bytes than a sorted one' \
        dict-at-scale 'a dict-backed record with a `@count` of 10,000 or more' \
        escape-hatch 'a record says `slots + dict`' \
        slots-for-few 'a slotted record of which there are so few that slots save next to nothing' \
        default-missing 'a field that could have a default has none' \
        optional-pointer 'an optional `str` or `ref`, which could be NULL' \
        oversized-array 'an array of 4,096 bytes or more in every instance' \
        name-length 'a name has more than 40 letters' \
        name-style 'names of one kind do not look alike in a file' \
        doc-missing 'a record, enum, extern type or field has no `///` comment' \
        enum-unused 'no field of the schemas that were read is of the enum' \
        extern-unused 'no field of the schemas that were read is of the extern type' \
        import-unused 'a file is imported of which nothing is used, or twice' \
        record-unused 'no record of the schemas that were read extends or refers to the record' \
        allow-unused 'an @allow or a `slotc:allow` silences nothing' \
        allow-without-reason 'a `slotc:allow` says no reason' \
        directive-unknown 'a comment begins with `slotc:`, and is no directive that counts' \
        audit-allow 'a `slotc:allow` has no reason, names no rule, or silences nothing' \
        audit-assign '`=` copies a record that others inherit from, or that owns memory' \
        audit-bytes 'a record is compared, copied or written as bytes' \
        audit-cast 'a record\'s pointer is cast to a record that it need not point to' \
        audit-member 'a member is reached round its accessor' \
        audit-positional 'a record is initialised by the order of its members' \
        audit-size 'a number stands for the size of a record' \
        doc-dangling 'a `///` comment precedes nothing that it could document'
end

function __slotc_targets
    printf '%s\t%s\n' \
        x86_64-linux-gnu '' \
        aarch64-linux-gnu '' \
        armv7-linux-gnueabihf '' \
        i386-linux-gnu '' \
        riscv64-linux-gnu '' \
        powerpc64le-linux-gnu '' \
        s390x-linux-gnu '' \
        mips-linux-gnu '' \
        x86_64-windows-msvc '' \
        x86_64-windows-gnu '' \
        wasm32-unknown-unknown '' \
        arm-none-eabi ''
end

function __slotc_commands
    printf '%s\t%s\n' \
        gen 'check schemas and write a C header for each' \
        lint 'report everything that is wrong with schemas' \
        explain 'say what a rule finds, why that is bad, and what to write instead' \
        fmt 'lay the text of schemas out in the one way, in place' \
        layout 'print where each field of a record lies, and what a dict would cost' \
        model 'print the resolved schemas as JSON: what templates see' \
        render 'fill a Mustache template of yours from the same model' \
        diff 'print what has changed between two states of schemas, and what that breaks' \
        lock 'write down the layouts of schemas, as an OLD for diff that needs no git' \
        report 'print what slots and a dict cost side by side, and advise on both' \
        trace 'print which lines of a program hold its memory, or what has changed since' \
        verify 'check layouts with libclang for many targets, and find headers that were edited' \
        import 'print a schema that has the structs of a C header, laid out alike' \
        audit 'find C code that goes round the accessors of records' \
        init 'write the first schema of a project, and what its build needs' \
        doctor 'say which libclang and targets there are, and what is missing' \
        lsp 'serve editors: a language server on standard input and output' \
        help 'print help on a command'
end

complete -c slotc -f
complete -c slotc -n __slotc_is -l help -d 'print this help'
complete -c slotc -n __slotc_is -l version -d 'print the version'
complete -c slotc -n __slotc_is -a '(__slotc_commands)'
complete -c slotc -n '__slotc_is gen' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is lint' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is explain' -a '(__slotc_rules)'
complete -c slotc -n '__slotc_is fmt' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is layout' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is model' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is render' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is diff' -F
complete -c slotc -n '__slotc_is lock' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is report' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is trace' -F
complete -c slotc -n '__slotc_is verify' -a '(__fish_complete_suffix .h)' -a '(__fish_complete_suffix .slots)'
complete -c slotc -n '__slotc_is import' -a '(__fish_complete_suffix .h)'
complete -c slotc -n '__slotc_is audit' -a '(__fish_complete_suffix .c)' -a '(__fish_complete_suffix .h)'
complete -c slotc -n '__slotc_is init' -a '(__fish_complete_directories)'
complete -c slotc -n '__slotc_is help' -a '(__slotc_commands)'
complete -c slotc -n '__slotc_is gen' -s o -d 'write the headers into DIR' -x -a '(__fish_complete_directories)'
complete -c slotc -n '__slotc_is gen lint layout model render diff lock report verify lsp' -s I -d 'look for imports and C headers in DIR, too, and name outputs relative to it' -x -a '(__fish_complete_directories)'
complete -c slotc -n '__slotc_is gen lint model render diff lock report lsp' -l target -d 'ask for extern types on this target, of each pointer width; without one, on this machine' -x -a '(__slotc_targets)'
complete -c slotc -n '__slotc_is import' -s o -d 'write the schema to FILE instead of standard output' -r -F
complete -c slotc -n '__slotc_is import' -s I -d 'look for included headers in DIR, too' -x -a '(__fish_complete_directories)'
complete -c slotc -n '__slotc_is import' -s p -d 'take the compiler\'s flags from PATH, a compile_commands.json or its folder' -r -a '(__fish_complete_suffix .json)'
complete -c slotc -n '__slotc_is import' -l target -d 'lay out for that target instead of this machine' -x -a '(__slotc_targets)'
complete -c slotc -n '__slotc_is import' -l package -d 'put the schema into that package' -x
complete -c slotc -n '__slotc_is import' -l extern -d 'keep what the language has no words for as types of HEADER, as #include has it (`a.h`, `<a.h>`), instead of bytes' -r -a '(__fish_complete_suffix .h)'
complete -c slotc -n '__slotc_is import' -l all -d 'import the structs of included headers, too'
complete -c slotc -n '__slotc_is verify' -l target -d 'check layouts for TRIPLE, not for the usual twelve' -x -a '(__slotc_targets)'
complete -c slotc -n '__slotc_is gen' -l stdout -d 'print the headers instead of writing them'
complete -c slotc -n '__slotc_is gen' -l check -d 'write nothing; print what differs on disk, and exit 1 if anything does'
complete -c slotc -n '__slotc_is fmt' -l check -d 'write nothing; print the paths of schemas that would change, and exit 1 if any would'
complete -c slotc -n '__slotc_is fmt' -l diff -d 'write nothing; print what would change, as diff -u does, and exit 1 if anything would'
complete -c slotc -n '__slotc_is gen' -l print-outputs -d 'print the paths of the files that would be written, and write nothing'
complete -c slotc -n '__slotc_is gen' -l impl -d 'write FILE, a C file that holds the bodies of all headers of this run' -r -F
complete -c slotc -n '__slotc_is gen verify' -l with -d 'generate these parts, too: PARTS, or what --without left out' -x -a '(__fish_append ,  measure pool)'
complete -c slotc -n '__slotc_is gen verify' -l without -d 'leave these parts out: PARTS' -x -a '(__fish_append ,  format heap names reflect sizes trace value)'
complete -c slotc -n '__slotc_is render' -l template -d 'fill this Mustache template: a file, or the name of one that --list lists' -r -a '(__fish_complete_suffix .mustache)'
complete -c slotc -n '__slotc_is render' -s o -d 'write to FILE instead of standard output' -r -F
complete -c slotc -n '__slotc_is render' -l escape -d 'how a template\'s {{name}} is written: WAY; templates that come with slotc have their own way' -x -a ' html none c json markdown'
complete -c slotc -n '__slotc_is render' -l imports -d 'show the template the schemas that those named import, too'
complete -c slotc -n '__slotc_is render' -l list -d 'list the templates that come with slotc'
complete -c slotc -n '__slotc_is init' -l build -d 'write what this build system needs: SYSTEM; without it, the one whose file is there' -x -a ' cmake meson make ninja none'
complete -c slotc -n '__slotc_is gen render' -o MD -d 'write a depfile beside each output: OUTPUT.d'
complete -c slotc -n '__slotc_is gen render' -o MF -d 'write one depfile, FILE, for all outputs' -r -F
complete -c slotc -n '__slotc_is gen render' -o MT -d 'name TARGET in the depfile instead of the output' -x
complete -c slotc -n '__slotc_is gen render' -o MP -d 'add an empty rule for each schema and C header, so that a deleted one breaks no build'
complete -c slotc -n '__slotc_is verify doctor' -l format -d 'print FORMAT' -x -a ' text json'
complete -c slotc -n '__slotc_is explain' -l format -d 'print FORMAT' -x -a ' text markdown json'
complete -c slotc -n '__slotc_is layout' -l format -d 'print FORMAT' -x -a ' text json svg html'
complete -c slotc -n '__slotc_is layout' -l target -d 'show one pointer width, that of x86_64-linux-gnu, armv7-none-eabi or another target, and its sizes of extern types; without it text and pictures have both widths, and what json adds is for 64-bit pointers' -x -a '(__slotc_targets)'
complete -c slotc -n '__slotc_is report' -l format -d 'print FORMAT' -x -a ' text json html'
complete -c slotc -n '__slotc_is trace' -l format -d 'print FORMAT' -x -a ' text json folded dhat html'
complete -c slotc -n '__slotc_is lint audit' -l format -d 'print NAME[=FILE], or write it to FILE; may be given several times' -x -a ' text json jsonl sarif github gitlab junit checkstyle'
complete -c slotc -n '__slotc_is lint audit' -l max-findings -d 'print at most NUMBER findings and count the rest, 0 for no limit; without it, 1000 of a file' -x
complete -c slotc -n '__slotc_is lint audit' -o Werror -d 'warnings are errors'
complete -c slotc -n '__slotc_is lint audit' -l exit-zero -d 'exit 0 even where there are errors; 2 remains 2'
complete -c slotc -n '__slotc_is diff' -l format -d 'print NAME[=FILE], or write it to FILE; may be given several times' -x -a ' text json jsonl markdown sarif github gitlab junit checkstyle'
complete -c slotc -n '__slotc_is diff' -l kinds -d 'list the kinds of changes, and what each breaks, as text, json or markdown'
complete -c slotc -n '__slotc_is diff' -l breaking -d 'exit 1 where something breaks: LEVEL' -x -a ' data abi source dict'
complete -c slotc -n '__slotc_is lock' -s o -d 'write to FILE instead of slots.lock; `-` is standard output' -r -F
complete -c slotc -n '__slotc_is audit' -s p -d 'take each source\'s flags from PATH, a compile_commands.json or its folder; without sources, take all that are in it' -r -a '(__fish_complete_suffix .json)'
complete -c slotc -n '__slotc_is trace' -l compare -d 'print what has changed since OLD, an older snapshot' -r -F
complete -c slotc -n '__slotc_is trace' -l by -d 'group by WHAT' -x -a ' line file class'
complete -c slotc -n '__slotc_is trace' -l top -d 'show so many groups one by one, 0 for all: as text 10, as html 100, as json all' -x
complete -c slotc -n '__slotc_is trace' -l include -d 'count files that fit, with `*` and `?`, alone' -x
complete -c slotc -n '__slotc_is trace' -l exclude -d 'do not count files that fit' -x
complete -c slotc -n '__slotc_is trace' -l class -d 'count what belongs to classes of that name, or pattern, alone' -x
complete -c slotc -n '__slotc_is gen lint lsp' -l set -d 'begin with these rules: SET' -x -a ' minimal default strict'
complete -c slotc -n '__slotc_is gen lint audit lsp' -l error -d 'findings of RULE are errors' -x -a '(__slotc_rules_set)'
complete -c slotc -n '__slotc_is gen lint audit lsp' -l warn -d 'findings of RULE are warnings' -x -a '(__slotc_rules_set)'
complete -c slotc -n '__slotc_is gen lint audit lsp' -l note -d 'findings of RULE are notes' -x -a '(__slotc_rules_set)'
complete -c slotc -n '__slotc_is gen lint audit lsp' -l off -d 'findings of RULE are not reported' -x -a '(__slotc_rules_set)'
complete -c slotc -n '__slotc_is lsp' -l stdio -d 'talk on standard input and output, as it does anyway: editors may say so'
complete -c slotc -n '__slotc_is lint' -l fix -d 'mend what has an exact answer that changes no layout; print what is left'
complete -c slotc -n '__slotc_is lint' -l unsafe-fixes -d 'with --fix or --diff: mend what changes layouts, too'
complete -c slotc -n '__slotc_is lint' -l add-allows -d 'silence everything that is found and can be silenced, where it stands, for REASON' -x
complete -c slotc -n '__slotc_is lint' -l diff -d 'write nothing; print what --fix or --add-allows would change, and exit 1 if anything would'
complete -c slotc -n '__slotc_is lint audit' -l rules -d 'list every rule and error'
complete -c slotc -n '__slotc_is help' -l format -d 'print FORMAT; completions are for all commands' -x -a ' text mdoc bash zsh fish'
complete -c slotc -n '__slotc_is gen lint explain fmt layout model render diff lock report trace verify import audit init doctor lsp help' -l color -d 'colour messages: WHEN' -x -a ' always never auto'
complete -c slotc -n '__slotc_is gen lint explain fmt layout model render diff lock report trace verify import audit init doctor lsp help' -l no-config -d 'ignore slotc.ini'
complete -c slotc -n '__slotc_is gen lint explain fmt layout model render diff lock report trace verify import audit init doctor lsp help' -l help -d 'print this help'
complete -c slotc -n '__slotc_is gen lint explain fmt layout model render diff lock report trace verify import audit init doctor lsp help' -l version -d 'print the version'
