" Vim indent file
" Language: schemas of slotc, *.slots

if exists('b:did_indent')
    finish
endif
let b:did_indent = 1

setlocal autoindent nosmartindent
setlocal indentexpr=SlotsIndent(v:lnum)
setlocal indentkeys=0},!^F,o,O
let b:undo_indent = 'setlocal autoindent< smartindent< indentexpr< indentkeys<'

if exists('*SlotsIndent')
    finish
endif

" A line as far as its braces go: without comments and strings.
function s:bare(lnum) abort
    return substitute(getline(a:lnum), '"\%([^"\\]\|\\.\)*"\|//.*$\|/\*.\{-}\*/', '', 'g')
endfunction

function SlotsIndent(lnum) abort
    let l:before = prevnonblank(a:lnum - 1)
    if l:before == 0
        return 0
    endif
    let l:indent = indent(l:before)
    if s:bare(l:before) =~# '{[^}]*$'
        let l:indent += shiftwidth()
    endif
    if getline(a:lnum) =~# '^\s*}'
        let l:indent -= shiftwidth()
    endif
    return max([l:indent, 0])
endfunction
