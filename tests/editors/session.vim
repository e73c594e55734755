" Edits `trap.slots` as a user would, and writes what came of it to the file `said`.
let s:said = []

silent make
for s:finding in getqflist()
    let s:name = fnamemodify(bufname(s:finding.bufnr), ':t')
    call add(s:said, join([s:name, s:finding.lnum, s:finding.col, s:finding.type,
        \ matchstr(s:finding.text, '\[\zs[a-z-]\+\ze\]$')]))
endfor

call add(s:said, &commentstring)
%delete _
call setline(1, 'record   Base slots { name: str; }')
silent SlotsFormat
call add(s:said, getline(1) . '|' . getline(2))
call setline(1, 'record   Base slots')
silent SlotsFormat
call add(s:said, getline(1))
silent! normal! gggqG
call add(s:said, join(getline(1, '$'), '|'))
silent! normal! 1Ggqj
call add(s:said, join(getline(1, '$'), '|'))
call setline(1, 'record   Base slots {')
normal! gggqG
call add(s:said, join(getline(1, '$'), '|'))

%delete _
call setline(1, ['record A slots {', 'id: u64;', '/* {', '   } */', 'name: str; // }', '}', 'enum B {', 'x', '}'])
normal! gg=G
call add(s:said, join(getline(1, '$'), '|'))
execute "normal! Gorecord C slots {\rid: u8;\r}"
call add(s:said, join(getline(10, '$'), '|'))
%delete _
setlocal textwidth=20
call setline(1, ['// a comment that is', '// long', 'record A slots { }'])
normal! 1Ggqj
call add(s:said, join(getline(1, '$'), '|'))
call writefile(s:said, 'said')
quitall!
