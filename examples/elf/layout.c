/* Proves, when it is compiled, that the generated records are those of <elf.h>: every size and
 * every offset. There is nothing here to run.
 *
 * Were a record dict-backed, the dict's word would stand before its fields. So offsets are
 * compared from the first field on, and sizes and that first offset without a dict. */
#include "elf64.slots.h"

#include <assert.h>
#include <elf.h>
#include <stddef.h>

#define SAME_SIZE(record, first, type)                                 \
    static_assert(record##_HAS_DICT || sizeof(record) == sizeof(type), \
                  #record " has another size than " #type);            \
    static_assert(record##_HAS_DICT || offsetof(record, first) == 0,   \
                  #record " does not start with " #first)

#define SAME_FIELD(record, first, type, field)                                \
    static_assert(record##_OFFSET_##field - record##_OFFSET_##first ==        \
                      offsetof(type, field),                                  \
                  #record "." #field " has another offset than in " #type);   \
    static_assert(sizeof(((record *)0)->field) == sizeof(((type *)0)->field), \
                  #record "." #field " has another size than in " #type)

#define FILE_FIELD(field) SAME_FIELD(elf64_FileHeader, e_ident, Elf64_Ehdr, field)
SAME_SIZE(elf64_FileHeader, e_ident, Elf64_Ehdr);
FILE_FIELD(e_ident);
FILE_FIELD(e_type);
FILE_FIELD(e_machine);
FILE_FIELD(e_version);
FILE_FIELD(e_entry);
FILE_FIELD(e_phoff);
FILE_FIELD(e_shoff);
FILE_FIELD(e_flags);
FILE_FIELD(e_ehsize);
FILE_FIELD(e_phentsize);
FILE_FIELD(e_phnum);
FILE_FIELD(e_shentsize);
FILE_FIELD(e_shnum);
FILE_FIELD(e_shstrndx);

#define PROGRAM_FIELD(field) SAME_FIELD(elf64_ProgramHeader, p_type, Elf64_Phdr, field)
SAME_SIZE(elf64_ProgramHeader, p_type, Elf64_Phdr);
PROGRAM_FIELD(p_type);
PROGRAM_FIELD(p_flags);
PROGRAM_FIELD(p_offset);
PROGRAM_FIELD(p_vaddr);
PROGRAM_FIELD(p_paddr);
PROGRAM_FIELD(p_filesz);
PROGRAM_FIELD(p_memsz);
PROGRAM_FIELD(p_align);

#define SECTION_FIELD(field) SAME_FIELD(elf64_SectionHeader, sh_name, Elf64_Shdr, field)
SAME_SIZE(elf64_SectionHeader, sh_name, Elf64_Shdr);
SECTION_FIELD(sh_name);
SECTION_FIELD(sh_type);
SECTION_FIELD(sh_flags);
SECTION_FIELD(sh_addr);
SECTION_FIELD(sh_offset);
SECTION_FIELD(sh_size);
SECTION_FIELD(sh_link);
SECTION_FIELD(sh_info);
SECTION_FIELD(sh_addralign);
SECTION_FIELD(sh_entsize);

#define SYMBOL_FIELD(field) SAME_FIELD(elf64_Symbol, st_name, Elf64_Sym, field)
SAME_SIZE(elf64_Symbol, st_name, Elf64_Sym);
SYMBOL_FIELD(st_name);
SYMBOL_FIELD(st_info);
SYMBOL_FIELD(st_other);
SYMBOL_FIELD(st_shndx);
SYMBOL_FIELD(st_value);
SYMBOL_FIELD(st_size);
