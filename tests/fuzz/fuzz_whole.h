/* The part of fuzz_dict.c that looks at whole objects, copies and compares them; it stands in the
 * midst of it. */
#ifndef SLOTC_FUZZ_WHOLE_H
#define SLOTC_FUZZ_WHOLE_H

/* The order, the sizes, and whether there is a table exactly when one is needed. */
static void check_all(struct run *run) {
    const char *names[NAMES];
    const struct object *object = &run->object;
    const size_t room = (size_t)draw(run, NAMES + 1);
    bool usual = run->count == DECLARED;
    names[0] = NULL;
    require(run, slots_dict_dir(view(run), object, names, room) == (size_t)run->count,
            "dir: another count");
    for (int i = 0; i < run->count; i++) {
        const struct name *name = &run->names[run->order[i]];
        usual = usual && run->order[i] == i;
        require(run, (size_t)i >= room || memcmp(names[i], name->bytes, name->length) == 0,
                "dir: another order");
    }
    require(run, slots_dict_sizeof(view(run), object) == sizeof(*object), "sizeof is wrong");
    require(run,
            slots_dict_sizeof_deep(view(run), object) + shared_bytes(&keys) ==
                sizeof(*object) + run->live_bytes,
            "sizeof_deep is not what the allocator gave");
    require(run, (object->ext & 1u) == (usual ? 1u : 0u),
            usual ? "an idle table is kept" : "the table is gone");
}

static void finish(struct run *run) {
    slots_dict_fini(view(run), &run->object);
    require(run, run->live_bytes == shared_bytes(&keys), "fini leaks");
    require(run, run->object.ext == slots_dict_none(&leaf), "fini leaves a table");
    slots_dict_fini(view(run), &run->object);
}

static void check_equal(struct run *run, const struct object *twin, bool equal) {
    const struct object *object = &run->object;
    require(run, slots_dict_equal(view(run), object, twin) == equal, "equal: another answer");
    require(run, slots_dict_equal(view(run), twin, object) == equal, "equal is no symmetry");
    require(run,
            !equal ||
                slots_dict_value_hash(view(run), object) == slots_dict_value_hash(view(run), twin),
            "equal objects have different hashes");
}

/* Copies, with an allocation that may fail: then nothing has changed. */
static bool copied(struct run *run, struct object *to, const struct object *from) {
    const struct object before = *to;
    const size_t live = run->live_bytes;
    run->failed = false;
    run->fail_at = (int)draw(run, 2) * (int)draw(run, 12);
    const slots_status status = slots_dict_copy(view(run), to, from);
    run->fail_at = 0;
    require(run, status == SLOTS_OK || (status == SLOTS_NO_MEMORY && run->failed),
            "copy: another status");
    require(run,
            status == SLOTS_OK ||
                (run->live_bytes == live && memcmp(&before, to, sizeof(before)) == 0),
            "a copy that failed has changed something");
    return status == SLOTS_OK;
}

/* Takes an attribute away from the twin, which makes a difference, and gives it back, at the end,
 * which makes none. */
static void change(struct run *run, struct object *twin) {
    const int which = run->order[draw(run, (uint64_t)run->count)];
    const struct name *name = &run->names[which];
    if (which < FIXED) {
        return;
    }
    require(run, slots_dict_delete(view(run), twin, name->bytes, name->length) == SLOTS_OK,
            "the copy misses an attribute");
    check_equal(run, twin, false);
    require(run,
            slots_dict_set(view(run), twin, name->bytes, name->length, &run->values[which].value) ==
                SLOTS_OK,
            "set in a copy fails");
    check_equal(run, twin, true);
}

/* A twin is equal, keeps the order, and is nobody else's; copying it back changes nothing. */
static void check_copy(struct run *run) {
    const size_t live = run->live_bytes;
    const char *names[NAMES];
    struct object twin;
    memset(&twin, 0, sizeof(twin));
    twin.ext = slots_dict_none(&leaf);
    for (int i = 0; i < DECLARED; i++) {
        slots_cell_reset(run->names[i].field, &twin);
    }
    if (copied(run, &twin, &run->object)) {
        check_equal(run, &twin, true);
        require(run, slots_dict_dir(view(run), &twin, names, NAMES) == (size_t)run->count,
                "the copy has another count");
        for (int i = 0; i < run->count; i++) {
            const struct name *name = &run->names[run->order[i]];
            require(run, memcmp(names[i], name->bytes, name->length) == 0,
                    "the copy has another order");
        }
        require(run,
                slots_dict_sizeof_deep(view(run), &twin) == sizeof(twin) + run->live_bytes - live,
                "the copy is of another size");
        (void)copied(run, &run->object, &twin);
        check_equal(run, &twin, true);
        change(run, &twin);
    }
    slots_dict_fini(view(run), &twin);
    check_all(run);
}

#endif
