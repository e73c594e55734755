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
    return substitute(getline(a:lnum), '"\%([^"\\]\|\\.\)*"\|//.*$\|/\*.\{-}\%(\*/\|$\)', '', 'g')
endfunction

" What stands in a comment of several lines stays where it is.
function s:is_inside_comment(lnum) abort
    return synIDattr(synID(a:lnum, 1, 1), 'name') ==# 'slotsComment'
        \ && getline(a:lnum) !~# '^\s*/[/*]'
endfunction

function SlotsIndent(lnum) abort
    if s:is_inside_comment(a:lnum)
        return -1
    endif
    let l:before = prevnonblank(a:lnum - 1)
    while l:before > 0 && s:is_inside_comment(l:before)
        let l:before = prevnonblank(l:before - 1)
    endwhile
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
