/* Prints the section tables of ELF-64 files, as `readelf -SW` does. The headers are read as the
 * records of elf64.slots, straight from the file's bytes. */
#define SLOTS_IMPLEMENTATION
#include "image.h"

#include <elf.h>
#include <inttypes.h>
#include <stdio.h>

#define NAME_WIDTH 17
#define TEXT_SIZE 80

/* A name may hold anything; control characters would play with the terminal. */
static void print_name(const char *name) {
    int width = 0;
    for (; *name != '\0'; name++, width++) {
        unsigned char byte = (unsigned char)*name;
        if (byte < ' ') {
            printf("^%c", byte + '@');
            width++;
        } else {
            putchar(byte < 0x7f ? byte : '?');
        }
    }
    printf("%*s", width < NAME_WIDTH ? NAME_WIDTH - width : 0, "");
}

static const char *section_name(const struct image *image, const elf64_SectionHeader *section) {
    uint32_t offset = elf64_SectionHeader_get_sh_name(section);
    if (image->names == NULL) {
        return "<no-strings>";
    }
    return offset < image->names_size ? image->names + offset : "<corrupt>";
}

/* The type in readelf's words; text has TEXT_SIZE bytes for a type without a name. */
static const char *type_name(const struct image *image, uint32_t type, char *text) {
    uint16_t machine = elf64_FileHeader_get_e_machine(&image->header);
    const char *name = elf64_SectionType_name((elf64_SectionType)type);
    if (type == elf64_SectionType_SYMTAB_SHNDX) {
        return "SYMTAB SECTION INDICES";
    }
    if (type == SHT_X86_64_UNWIND && machine == elf64_Machine_X86_64) {
        return "X86_64_UNWIND";
    }
    if (name != NULL) {
        return name;
    }
    if (type >= SHT_LOUSER) {
        snprintf(text, TEXT_SIZE, "LOUSER+%#" PRIx32, type - SHT_LOUSER);
    } else if (type >= SHT_LOPROC) {
        snprintf(text, TEXT_SIZE, "LOPROC+%#" PRIx32, type - SHT_LOPROC);
    } else if (type >= SHT_LOOS) {
        snprintf(text, TEXT_SIZE, "LOOS+%#" PRIx32, type - SHT_LOOS);
    } else {
        snprintf(text, TEXT_SIZE, "%08" PRIx32 ": <unknown>", type);
    }
    return text;
}

/* The letter of one flag; 'o' and 'p' stand for all of the system's or the processor's. */
static char flag_letter(const struct image *image, uint64_t flag) {
    static const char common[] = {'W', 'A', 'X', 'x', 'M', 'S', 'I', 'L', 'O', 'G', 'T', 'C'};
    static const uint64_t x86_64_large = 1u << 28, gnu_mbind = 1u << 24;
    const elf64_FileHeader *header = &image->header;
    uint8_t system = elf64_FileHeader_at_e_ident(header, EI_OSABI);
    for (size_t bit = 0; bit < sizeof common; bit++) {
        if (flag == UINT64_C(1) << bit) {
            return common[bit];
        }
    }
    if (flag == x86_64_large && elf64_FileHeader_get_e_machine(header) == elf64_Machine_X86_64) {
        return 'l';
    }
    if (flag == SHF_EXCLUDE) {
        return 'E';
    }
    if (flag == SHF_GNU_RETAIN && system == ELFOSABI_GNU) {
        return 'R';
    }
    if (flag == gnu_mbind && (system == ELFOSABI_GNU || system == ELFOSABI_NONE)) {
        return 'D';
    }
    return (flag & SHF_MASKOS) != 0 ? 'o' : (flag & SHF_MASKPROC) != 0 ? 'p'
                                                                       : 'x';
}

/* A letter for each flag; text has TEXT_SIZE bytes, and there are 64 flags at most. */
static const char *flag_letters(const struct image *image, uint64_t flags, char *text) {
    size_t length = 0;
    while (flags != 0) {
        uint64_t lowest = flags & (~flags + 1);
        char letter = flag_letter(image, lowest);
        text[length++] = letter;
        flags &= ~lowest;
        if (letter == 'o') {
            flags &= ~(uint64_t)SHF_MASKOS;
        } else if (letter == 'p') {
            flags &= ~(uint64_t)SHF_MASKPROC;
        }
    }
    text[length] = '\0';
    return text;
}

static void print_section(const struct image *image, size_t number) {
    char type[TEXT_SIZE];
    char flags[TEXT_SIZE];
    elf64_SectionHeader section;
    image_section(image, number, &section);
    printf("  [%2zu] ", number);
    print_name(section_name(image, &section));
    printf(" %-15s %016" PRIx64 " %06" PRIx64 " %06" PRIx64 " %02" PRIx64 " %3s %2" PRIu32
           " %3" PRIu32 " %2" PRIu64 "\n",
           type_name(image, elf64_SectionHeader_get_sh_type(&section), type),
           elf64_SectionHeader_get_sh_addr(&section), elf64_SectionHeader_get_sh_offset(&section),
           elf64_SectionHeader_get_sh_size(&section), elf64_SectionHeader_get_sh_entsize(&section),
           flag_letters(image, elf64_SectionHeader_get_sh_flags(&section), flags),
           elf64_SectionHeader_get_sh_link(&section), elf64_SectionHeader_get_sh_info(&section),
           elf64_SectionHeader_get_sh_addralign(&section));
    elf64_SectionHeader_fini(&section);
}

static void print_table(const struct image *image) {
    if (image->section_count == 0) {
        puts("There are no sections in this file.");
        return;
    }
    printf("There are %zu section headers, starting at offset %#" PRIx64 ":\n\n",
           image->section_count, elf64_FileHeader_get_e_shoff(&image->header));
    puts("Section Headers:");
    puts("  [Nr] Name              Type            Address          "
         "Off    Size   ES Flg Lk Inf Al");
    for (size_t number = 0; number < image->section_count; number++) {
        print_section(image, number);
    }
}

int main(int argc, char **argv) {
    int failed = 0;
    if (argc < 2) {
        fputs("usage: elf FILE...\n", stderr);
        return 2;
    }
    for (int i = 1; i < argc; i++) {
        struct image image;
        if (argc > 2) {
            printf("\nFile: %s\n", argv[i]);
        }
        if (image_open(&image, argv[i])) {
            print_table(&image);
        } else {
            failed = 1;
        }
        image_close(&image);
    }
    return fflush(stdout) != 0 || ferror(stdout) ? 1 : failed;
}
