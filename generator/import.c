#include "import.h"

#include <string.h>

#include "clang_parse.h"
#include "diagnostic.h"
#include "fmt.h"
#include "import_enum.h"
#include "import_find.h"
#include "import_names.h"
#include "import_prove.h"
#include "import_record.h"
#include "import_text.h"
#include "imported.h"
#include "mem.h"
#include "source.h"
#include "text.h"

/* Targets whose integers, and with them bit-fields, begin with the least byte. */
static bool is_little_endian(const char *triple) {
    static const char *const begins[] = {
        "x86_64",   "i386",          "i486",          "i586",        "i686",    "riscv",
        "wasm",     "loongarch",     "aarch64",       "arm",         "thumb",   "mipsel",
        "mips64el", "mipsisa32r6el", "mipsisa64r6el", "powerpc64le", "ppc64le", "powerpcle"};
    static const char *const never[] = {"aarch64_be", "armeb", "thumbeb"};
    bool little = false;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        little = little || strncmp(triple, begins[i], strlen(begins[i])) == 0;
    }
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        little = little && strncmp(triple, never[i], strlen(never[i])) != 0;
    }
    return little;
}

static void look_at_target(struct importer *importer) {
    const struct clang *clang = importer->clang;
    CXTargetInfo info = clang->getTranslationUnitTargetInfo(importer->unit->handle);
    importer->triple = clang_text(importer->mem, clang, clang->TargetInfo_getTriple(info));
    int bits = clang->TargetInfo_getPointerWidth(info);
    clang->TargetInfo_dispose(info);
    importer->pointer_size = bits > 0 ? (uint32_t)bits / 8 : 0;
    importer->little_endian = is_little_endian(importer->triple);
}

/* "point_opaque" of "include/point.h": two schemas in one program must not both have `opaque`. */
static const char *opaque_name(const struct importer *importer) {
    const struct import_request *request = importer->request;
    const char *slash = strrchr(request->header, '/');
    const char *name = slash == NULL ? request->header : slash + 1;
    if (request->package != NULL) {
        return "opaque";
    }
    const char *stem = mem_copy(importer->mem, name, strcspn(name, "."));
    bool is_good = stem[0] != '\0' && strchr("0123456789", stem[0]) == NULL;
    return import_plain_name(importer,
                             mem_concat(importer->mem, is_good ? stem : "c", "_opaque", NULL));
}

/* One round: what is skipped in it may have been referred to before, so that one more is needed. */
static bool work_out(struct importer *importer) {
    bool settled = true;
    importer->needs_opaque = false;
    importer->externs = NULL;
    importer->extern_count = 0;
    import_name_all(importer);
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (item->wanted && item->skipped == NULL && item->kind == IMPORTED_RECORD) {
            import_record(importer, item);
            settled = settled && item->skipped == NULL;
        }
    }
    return settled;
}

/* Each round that is not the last leaves something out or takes one of few ways back. */
static bool settle(struct importer *importer, struct text *schema, const char **error) {
    bool proven = false;
    while (!proven && *error == NULL) {
        while (!work_out(importer)) {
        }
        schema->length = 0;
        import_text(importer, schema);
        proven = import_prove(importer, schema, error);
    }
    return proven;
}

static void look_at_enums(struct importer *importer) {
    for (size_t i = 0; i < importer->count; i++) {
        struct imported *item = importer->items[i];
        if (item->wanted && item->kind == IMPORTED_ENUM) {
            import_enum(importer, item);
        } else if (item->wanted && item->kind == IMPORTED_UNION) {
            item->skipped = "the language has no unions; a struct that holds one keeps its bytes";
        }
    }
}

static void count_item(struct importer *importer, const struct imported *item,
                       struct import_result *result) {
    if (item->skipped != NULL) {
        result->skips =
            mem_grow(importer->mem, result->skips, result->skip_count, sizeof *result->skips);
        result->skips[result->skip_count++] = (struct import_skip){
            item->place, imported_words(importer->mem, item), item->skipped, item->asked};
        return;
    }
    result->enum_count += item->kind == IMPORTED_ENUM;
    result->record_count += item->kind == IMPORTED_RECORD;
    result->field_count += item->field_count;
    for (size_t i = 0; i < item->field_count; i++) {
        result->opaque_count += item->fields[i].opaque;
    }
}

/* As slotc fmt would have it. What is proven parses. */
static void lay_out(struct mem *mem, const struct text *schema, struct import_result *result) {
    const struct source *source =
        source_from_bytes(mem, "schema", text_string(schema), schema->length);
    struct text text = {.mem = mem};
    (void)fmt(mem, source, diagnostics_new(mem), &text);
    result->schema = text_string(&text);
    result->length = text.length;
}

bool import_unit(struct mem *mem, const struct clang_unit *unit,
                 const struct import_request *request, struct import_result *result,
                 const char **error) {
    struct importer importer = {.mem = mem, .clang = unit->clang, .unit = unit, .request = request};
    struct text schema = {.mem = mem};
    *result = (struct import_result){0};
    *error = NULL;
    look_at_target(&importer);
    importer.opaque_name = opaque_name(&importer);
    import_find(&importer);
    if (!import_choose(&importer, error)) {
        return false;
    }
    look_at_enums(&importer);
    if (!settle(&importer, &schema, error)) {
        return false;
    }
    for (size_t i = 0; i < importer.count; i++) {
        if (importer.items[i]->wanted) {
            count_item(&importer, importer.items[i], result);
        }
    }
    lay_out(mem, &schema, result);
    return true;
}
