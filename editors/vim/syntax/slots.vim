" Vim syntax file
" Language: schemas of slotc, *.slots

if exists('b:current_syntax')
    finish
endif
let s:save_cpo = &cpoptions
set cpoptions&vim

syntax sync fromstart

" Comments; the last that fits counts.
syntax keyword slotsTodo contained TODO FIXME XXX
syntax match slotsComment '//.*$' contains=slotsTodo,@Spell
syntax match slotsDoc '///\%([^/].*\)\?$' contains=slotsTodo,@Spell
syntax region slotsComment start='/\*' end='\*/' contains=slotsTodo,@Spell
syntax match slotsDirective '///\?\s*slotc:\a.*$' contains=slotsDirectiveWord
syntax match slotsDirectiveWord contained 'slotc:\a[[:alnum:]_-]*' nextgroup=slotsRule skipwhite
syntax match slotsRule contained '[[:alnum:]_-]\+'
syntax cluster slotsComments contains=slotsComment,slotsDoc,slotsDirective

" Literals.
syntax region slotsString oneline start='"' skip='\\.' end='"' contains=slotsEscape,slotsBadEscape
syntax match slotsBadEscape contained '\\.'
syntax match slotsEscape contained '\\\%([\\"nt]\|x\x\{2}\)'
syntax match slotsNumber contained '\<\d\+\%(_\d\+\)*\>'
syntax match slotsNumber contained '\<0[xX]\x\+\%(_\x\+\)*\>'
syntax match slotsNumber contained '\<0[bB][01]\+\%(_[01]\+\)*\>'
syntax match slotsFloat contained '\<\d\+\%(_\d\+\)*\%(\.\d\+\%([eE][+-]\?\d\+\)\?\|[eE][+-]\?\d\+\)\>'
syntax keyword slotsBoolean contained true false
syntax cluster slotsValues contains=slotsString,slotsNumber,slotsFloat

" Annotations.
syntax match slotsBadAnnotation '@\s*\h\w*'
syntax match slotsAnnotation '@\s*\%(align\|allow\|c_name\|count\|deprecated\|final\|hot\|max_size\|offset\|open_tail\|order\|persistent\|readonly\|size\)\>' nextgroup=slotsArguments skipwhite
syntax region slotsArguments contained matchgroup=slotsDelimiter start='(' end=')' contains=@slotsValues,slotsEnumerator
syntax match slotsEnumerator contained '\<\h\w*\>'

" Declarations.
syntax match slotsImport '^\s*\zsimport\>'
syntax match slotsPackage '^\s*\zspackage\>' nextgroup=slotsPackageName skipwhite
syntax match slotsPackageName contained '\h\w*\%(\.\h\w*\)*'
syntax match slotsExtern '\<extern\>'
syntax match slotsExtern '\<from\>\ze\s*"'
syntax match slotsExtern '\<as\>' nextgroup=slotsDeclared skipwhite
syntax match slotsDeclared contained '\<\h\w*\>'

syntax region slotsEnum matchgroup=slotsStructure start='\<enum\>' matchgroup=slotsDelimiter end='}' contains=slotsEnumHead,slotsEnumBody,@slotsComments
syntax match slotsEnumHead contained '\<\h\w*\>' nextgroup=slotsEnumType skipwhite skipempty
syntax match slotsEnumType contained ':[^{]*' contains=slotsType,@slotsComments
syntax region slotsEnumBody contained matchgroup=slotsDelimiter start='{' end='}'me=e-1 contains=@slotsComments,slotsAnnotation,slotsBadAnnotation,slotsNumber,slotsEnumerator

syntax region slotsRecord matchgroup=slotsStructure start='\<record\>' matchgroup=slotsDelimiter end='}' contains=slotsRecordName,slotsRecordBody,@slotsComments
syntax match slotsRecordName contained '\<\h\w*\>' nextgroup=slotsTrap,slotsBase,slotsStorage skipwhite skipempty
syntax match slotsBase contained ':\s*\h\w*\%(\s*\.\s*\h\w*\)*' contains=slotsBaseName nextgroup=slotsStorage skipwhite skipempty
syntax match slotsBaseName contained '\h\w*\%(\s*\.\s*\h\w*\)*'
" A record that says nothing of its storage below another.
syntax match slotsTrap contained ':\s*\h\w*\%(\s*\.\s*\h\w*\)*\ze\_s*{'
syntax keyword slotsStorage contained slots dict nextgroup=slotsPlus,slotsStorage skipwhite skipempty
syntax match slotsPlus contained '+' nextgroup=slotsStorage skipwhite skipempty
syntax region slotsRecordBody contained matchgroup=slotsDelimiter start='{' end='}'me=e-1 contains=@slotsComments,slotsAnnotation,slotsBadAnnotation,slotsField
syntax match slotsField contained '\<\h\w*\>\ze\_s*:' nextgroup=slotsFieldType skipwhite skipempty
syntax region slotsFieldType contained matchgroup=slotsDelimiter start=':' end=';' end='}'me=s-1 contains=@slotsComments,slotsType,slotsRef,slotsName,slotsLength,slotsOptional,slotsDefault
syntax match slotsName contained '\<\h\w*\%(\s*\.\s*\h\w*\)*'
syntax keyword slotsType contained bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bits str
syntax keyword slotsRef contained ref
syntax region slotsLength contained matchgroup=slotsDelimiter start='\[' end='\]' contains=slotsNumber,@slotsComments
syntax match slotsOptional contained '?'
syntax region slotsDefault contained matchgroup=slotsOperator start='=' end='[;}]'me=s-1 contains=@slotsComments,@slotsValues,slotsEnumerator,slotsBoolean

highlight default link slotsTodo Todo
highlight default link slotsComment Comment
highlight default link slotsDoc SpecialComment
highlight default link slotsDirective Comment
highlight default link slotsDirectiveWord PreProc
highlight default link slotsRule Identifier
highlight default link slotsString String
highlight default link slotsEscape SpecialChar
highlight default link slotsBadEscape Error
highlight default link slotsNumber Number
highlight default link slotsFloat Float
highlight default link slotsBoolean Boolean
highlight default link slotsAnnotation PreProc
highlight default link slotsBadAnnotation Error
highlight default link slotsEnumerator Constant
highlight default link slotsImport Include
highlight default link slotsPackage Keyword
highlight default link slotsPackageName Identifier
highlight default link slotsExtern Keyword
highlight default link slotsDeclared Typedef
highlight default link slotsStructure Structure
highlight default link slotsEnumHead Typedef
highlight default link slotsRecordName Typedef
highlight default link slotsBaseName Type
highlight default link slotsTrap Error
highlight default link slotsStorage StorageClass
highlight default link slotsPlus StorageClass
highlight default link slotsField Identifier
highlight default link slotsName Typedef
highlight default link slotsType Type
highlight default link slotsRef StorageClass
highlight default link slotsOptional Operator
highlight default link slotsOperator Operator
highlight default link slotsDelimiter Delimiter

let b:current_syntax = 'slots'
let &cpoptions = s:save_cpo
unlet s:save_cpo
