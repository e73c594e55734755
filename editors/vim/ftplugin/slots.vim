" Vim filetype plugin file
" Language: schemas of slotc, *.slots

if exists('b:did_ftplugin')
    finish
endif
let b:did_ftplugin = 1

setlocal comments=:///,://,s1:/*,mb:*,ex:*/
setlocal commentstring=//\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal suffixesadd=.slots
setlocal include=^\\s*import
let &l:define = '^\s*\%(record\|enum\|extern.*\<as\)'
setlocal formatexpr=SlotsFormatexpr()
command! -buffer -bar SlotsFormat call s:format()
if !exists('current_compiler')
    compiler slotc
endif

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< expandtab< shiftwidth<'
    \ . ' softtabstop< suffixesadd< include< define< formatexpr< makeprg< errorformat<'
    \ . ' | silent! delcommand -buffer SlotsFormat'

if exists('*s:format')
    finish
endif

function s:format() abort
    let l:lines = systemlist('slotc fmt -', getline(1, '$'))
    if v:shell_error
        echohl ErrorMsg | echomsg get(l:lines, 0, 'slotc fmt fails') | echohl None
        return
    endif
    let l:view = winsaveview()
    call setline(1, l:lines)
    if line('$') > len(l:lines)
        silent execute (len(l:lines) + 1) . ',$delete _'
    endif
    call winrestview(l:view)
endfunction

" For `gggqG`: what does not parse stays as it is. Comments alone are filled as ever.
function SlotsFormatexpr() abort
    let l:others = filter(getline(v:lnum, v:lnum + v:count - 1), 'v:val !~# ''^\s*\%(//\|/\*\|\*\)''')
    if mode() =~# '[iR]' || empty(l:others)
        return 1
    endif
    if v:lnum == 1 && v:count == line('$')
        call s:format()
    else
        echohl ErrorMsg | echomsg 'slotc fmt lays out whole schemas: gggqG' | echohl None
    endif
endfunction
