# What a C programmer would write for the records of rows.awk: structs, assertions and inline
# accessors. The peer of a generated header.
function accessors(record, field, type) {
    if (field == "name") {
        printf "\nstatic inline const char *%s_get_name(const %s *self) {\n", record, record
        printf "    return self->name;\n}\n"
        printf "\nstatic inline void %s_set_name(%s *self, const char *value) {\n", record, record
        printf "    strncpy(self->name, value, sizeof self->name - 1);\n}\n"
        return
    }
    printf "\nstatic inline %s %s_get_%s(const %s *self) {\n", type, record, field, record
    printf "    return self->%s;\n}\n", field
    printf "\nstatic inline void %s_set_%s(%s *self, %s value) {\n", record, field, record, type
    printf "    self->%s = value;\n}\n", field
}

BEGIN {
    fields = split("id value time number unit level good name", name, " ")
    split("int64_t double int64_t int32_t int32_t uint8_t bool char", type, " ")
    split("0 8 16 24 28 32 33 34", offset, " ")
    print "#ifndef BY_HAND_H\n#define BY_HAND_H\n"
    print "#include <assert.h>\n#include <stdbool.h>\n#include <stddef.h>"
    print "#include <stdint.h>\n#include <string.h>"
    for (i = 0; i < count; i++) {
        record = "Row" i
        printf "\ntypedef struct %s {\n", record
        for (j = 1; j <= fields; j++) {
            printf "    %s %s%s;\n", type[j], name[j], name[j] == "name" ? "[16]" : ""
        }
        printf "} %s;\n\nstatic_assert(sizeof(%s) == 56, \"size of %s\");\n", record, record, record
        for (j = 1; j <= fields; j++) {
            printf "static_assert(offsetof(%s, %s) == %d, \"offset of %s\");\n", record, name[j], \
                offset[j], name[j]
        }
        for (j = 1; j <= fields; j++) {
            accessors(record, name[j], type[j])
        }
    }
    print "\n#endif"
}
