" Writes the groups of the positions in the file `places` to the file `colours`, one a line.
let s:found = []
for s:place in readfile('places')
    let [s:line, s:column] = split(s:place)
    call add(s:found, synIDattr(synID(s:line, s:column, 1), 'name'))
endfor
call writefile(s:found, 'colours')
quitall!
