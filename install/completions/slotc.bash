# Completions of slotc for bash 4.4 and later, written by `slotc help --format bash`.

# Words that go on as the current one.
_slotc_words() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_slotc_folders() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -d -- "$current")
}

# Folders, and files with one of these endings; all files where there is none.
_slotc_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(
        if [ $# -eq 0 ]; then
            compgen -f -- "$current"
        else
            compgen -d -- "$current"
            for ending; do
                compgen -f -X "!*$ending" -- "$current"
            done
        fi
    )
}

# The last of several words with commas between them.
_slotc_list() {
    local before=
    case $current in
    *,*) before=${current%,*}, current=${current##*,} ;;
    esac
    compopt -o nospace
    _slotc_words "$1"
    COMPREPLY=("${COMPREPLY[@]/#/$before}")
}

# A word, or a file behind it.
_slotc_format() {
    case $current in
    *=*)
        current=${current#*=}
        _slotc_files
        ;;
    *) _slotc_words "$1" ;;
    esac
}

_slotc_rules() {
    _slotc_words ' audit chain docs layout names storage syntax types chain-dict-under-slots chain-missing-slots chain-redundant-dict chain-slots-under-dict slot-duplicate slot-redeclared storage-implicit base-grew-tail cache-line-straddle layout-hole layout-tail-padding max-size bool-run order-wastes dict-at-scale escape-hatch slots-for-few default-missing optional-pointer oversized-array name-collides name-reserved name-length name-style doc-missing enum-unused extern-unused import-unused record-unused allow-unused allow-without-reason directive-unknown audit-allow audit-assign audit-bytes audit-cast audit-member audit-positional audit-size audit-unreadable annotation-misused annotation-unknown doc-dangling encoding limit syntax base-cycle base-final base-not-a-record base-unknown import-cycle import-missing name-duplicate name-unknown default-range default-type enum-duplicate enum-empty enum-no-zero enum-range type-misused type-unknown value-recursive extern-differs extern-unresolved offset-misaligned offset-overlap'
}

_slotc_rules_set() {
    _slotc_words ' audit chain docs layout names storage types chain-dict-under-slots chain-missing-slots chain-slots-under-dict storage-implicit base-grew-tail cache-line-straddle layout-hole layout-tail-padding bool-run order-wastes dict-at-scale escape-hatch slots-for-few default-missing optional-pointer oversized-array name-length name-style doc-missing enum-unused extern-unused import-unused record-unused allow-unused allow-without-reason directive-unknown audit-allow audit-assign audit-bytes audit-cast audit-member audit-positional audit-size doc-dangling'
}

_slotc_targets() {
    _slotc_words ' x86_64-linux-gnu aarch64-linux-gnu armv7-linux-gnueabihf i386-linux-gnu riscv64-linux-gnu powerpc64le-linux-gnu s390x-linux-gnu mips-linux-gnu x86_64-windows-msvc x86_64-windows-gnu wasm32-unknown-unknown arm-none-eabi'
}

_slotc_commands() {
    _slotc_words ' gen lint explain fmt layout model render diff lock report trace verify import audit init doctor lsp help'
}

# What an option of a command takes; false where it takes nothing.
_slotc_value() {
    case $1 in
    gen:-o)
        _slotc_folders
        ;;
    gen:-I | lint:-I | layout:-I | model:-I | render:-I | diff:-I | lock:-I | report:-I | verify:-I | lsp:-I)
        _slotc_folders
        ;;
    gen:--target | lint:--target | model:--target | render:--target | diff:--target | lock:--target | report:--target | lsp:--target)
        _slotc_targets
        ;;
    import:-o)
        _slotc_files
        ;;
    import:-I)
        _slotc_folders
        ;;
    import:-p)
        _slotc_files .json
        ;;
    import:--target)
        _slotc_targets
        ;;
    import:--package)
        ;;
    import:--extern)
        _slotc_files .h
        ;;
    verify:--target)
        _slotc_targets
        ;;
    gen:--impl)
        _slotc_files
        ;;
    gen:--with | verify:--with)
        _slotc_list ' measure pool'
        ;;
    gen:--without | verify:--without)
        _slotc_list ' format heap names reflect sizes trace value'
        ;;
    render:--template)
        _slotc_files .mustache
        ;;
    render:-o)
        _slotc_files
        ;;
    render:--escape)
        _slotc_words ' html none c json markdown'
        ;;
    init:--build)
        _slotc_words ' cmake meson make ninja none'
        ;;
    gen:-MF | render:-MF)
        _slotc_files
        ;;
    gen:-MT | render:-MT)
        ;;
    verify:--format | doctor:--format)
        _slotc_words ' text json'
        ;;
    explain:--format)
        _slotc_words ' text markdown json'
        ;;
    layout:--format)
        _slotc_words ' text json svg html'
        ;;
    layout:--target)
        _slotc_targets
        ;;
    report:--format)
        _slotc_words ' text json html'
        ;;
    trace:--format)
        _slotc_words ' text json folded dhat html'
        ;;
    lint:--format | audit:--format)
        _slotc_format ' text json jsonl sarif github gitlab junit checkstyle'
        ;;
    lint:--max-findings | audit:--max-findings)
        ;;
    diff:--format)
        _slotc_format ' text json jsonl markdown sarif github gitlab junit checkstyle'
        ;;
    diff:--breaking)
        _slotc_words ' data abi source dict'
        ;;
    lock:-o)
        _slotc_files
        ;;
    audit:-p)
        _slotc_files .json
        ;;
    trace:--compare)
        _slotc_files
        ;;
    trace:--by)
        _slotc_words ' line file class'
        ;;
    trace:--top)
        ;;
    trace:--include)
        ;;
    trace:--exclude)
        ;;
    trace:--class)
        ;;
    gen:--set | lint:--set | lsp:--set)
        _slotc_words ' minimal default strict'
        ;;
    gen:--error | lint:--error | audit:--error | lsp:--error)
        _slotc_rules_set
        ;;
    gen:--warn | lint:--warn | audit:--warn | lsp:--warn)
        _slotc_rules_set
        ;;
    gen:--note | lint:--note | audit:--note | lsp:--note)
        _slotc_rules_set
        ;;
    gen:--off | lint:--off | audit:--off | lsp:--off)
        _slotc_rules_set
        ;;
    lint:--add-allows)
        ;;
    help:--format)
        _slotc_words ' text mdoc bash zsh fish'
        ;;
    gen:--color | lint:--color | explain:--color | fmt:--color | layout:--color | model:--color | render:--color | diff:--color | lock:--color | report:--color | trace:--color | verify:--color | import:--color | audit:--color | init:--color | doctor:--color | lsp:--color | help:--color)
        _slotc_words ' always never auto'
        ;;
    *) return 1 ;;
    esac
}

_slotc_options() {
    case $1 in
    gen) _slotc_words ' -o -I --target --stdout --check --print-outputs --impl --with --without -MD -MF -MT -MP --set --error --warn --note --off --color --no-config --help --version' ;;
    lint) _slotc_words ' -I --target --format --max-findings -Werror --exit-zero --set --error --warn --note --off --fix --unsafe-fixes --add-allows --diff --rules --color --no-config --help --version' ;;
    explain) _slotc_words ' --format --color --no-config --help --version' ;;
    fmt) _slotc_words ' --check --diff --color --no-config --help --version' ;;
    layout) _slotc_words ' -I --format --target --color --no-config --help --version' ;;
    model) _slotc_words ' -I --target --color --no-config --help --version' ;;
    render) _slotc_words ' -I --target --template -o --escape --imports --list -MD -MF -MT -MP --color --no-config --help --version' ;;
    diff) _slotc_words ' -I --target --format --kinds --breaking --color --no-config --help --version' ;;
    lock) _slotc_words ' -I --target -o --color --no-config --help --version' ;;
    report) _slotc_words ' -I --target --format --color --no-config --help --version' ;;
    trace) _slotc_words ' --format --compare --by --top --include --exclude --class --color --no-config --help --version' ;;
    verify) _slotc_words ' -I --target --with --without --format --color --no-config --help --version' ;;
    import) _slotc_words ' -o -I -p --target --package --extern --all --color --no-config --help --version' ;;
    audit) _slotc_words ' --format --max-findings -Werror --exit-zero -p --error --warn --note --off --rules --color --no-config --help --version' ;;
    init) _slotc_words ' --build --color --no-config --help --version' ;;
    doctor) _slotc_words ' --format --color --no-config --help --version' ;;
    lsp) _slotc_words ' -I --target --set --error --warn --note --off --stdio --color --no-config --help --version' ;;
    help) _slotc_words ' --format --color --no-config --help --version' ;;
    *) _slotc_words '--help --version' ;;
    esac
}

_slotc_operand() {
    case $1 in
    gen)
        _slotc_files .slots
        ;;
    lint)
        _slotc_files .slots
        ;;
    explain)
        _slotc_rules
        ;;
    fmt)
        _slotc_files .slots
        ;;
    layout)
        _slotc_files .slots
        ;;
    model)
        _slotc_files .slots
        ;;
    render)
        _slotc_files .slots
        ;;
    diff)
        _slotc_files
        ;;
    lock)
        _slotc_files .slots
        ;;
    report)
        _slotc_files .slots
        ;;
    trace)
        _slotc_files
        ;;
    verify)
        _slotc_files .h .slots
        ;;
    import)
        _slotc_files .h
        ;;
    audit)
        _slotc_files .c .h
        ;;
    init)
        _slotc_folders
        ;;
    help)
        _slotc_commands
        ;;
    '') _slotc_commands ;;
    esac
}

_slotc() {
    local current command='' ended='' index
    local -a words=()
    # For bash `=` divides words, for slotc it does not.
    for ((index = 1; index <= COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
        =*) words[${#words[@]} - 1]+=${COMP_WORDS[index]} ;;
        *)
            if [ "${COMP_WORDS[index - 1]}" = = ]; then
                words[${#words[@]} - 1]+=${COMP_WORDS[index]}
            else
                words+=("${COMP_WORDS[index]}")
            fi
            ;;
        esac
    done
    current=${words[-1]}
    unset 'words[-1]'
    for index in "${words[@]}"; do
        case $index in
        --) ended=yes ;;
        -*) ;;
        *) command=${command:-$index} ;;
        esac
    done
    COMPREPLY=()
    if [ -n "$ended" ]; then
        _slotc_files
        return
    fi
    case $current in
    --*=*)
        index=${current%%=*} current=${current#*=}
        _slotc_value "$command:$index"
        return
        ;;
    esac
    if [ ${#words[@]} -gt 0 ] && _slotc_value "$command:${words[-1]}"; then
        return
    fi
    case $current in
    -*) _slotc_options "$command" ;;
    *) _slotc_operand "$command" ;;
    esac
}

complete -F _slotc slotc
