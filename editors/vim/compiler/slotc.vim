" Vim compiler file
" Compiler: slotc, on the schema that is being edited

if exists('current_compiler')
    finish
endif
let current_compiler = 'slotc'

CompilerSet makeprg=slotc\ lint\ --color=never\ %:S
" Findings with their notes; what else is printed shows where they are.
CompilerSet errorformat=
    \%f:%l:%c:\ %trror:\ %m,
    \%f:%l:%c:\ %tarning:\ %m,
    \%f:%l:%c:\ %tote:\ %m,
    \slotc:\ %trror:\ %m,
    \%-G%.%#
