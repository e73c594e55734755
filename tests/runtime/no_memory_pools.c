/* Every allocation of pools and vectors is made to fail once: NULL or a status says so, the records
 * are as they were, going on works, and nothing leaks. Prints `no memory is fine` in that case. */
#include "whole.slots.h"
#include "counting.h"

#define POOLED (3 * (int)(SLOTS_POOL_SLAB / sizeof(m_Open)) / 2) /* more than a slab has */
#define RARE 300 /* one in so many has texts */
#define LISTED 100
#define NOTE "a text that takes a block of its own, as it is long"

/* The first count records hold their numbers, and every so many a text and an attribute. */
static void expect_pooled(m_Open *const *records, int count) {
    for (int i = 0; i < count; i++) {
        slots_value value = slots_none();
        EXPECT(m_Open_get_d(records[i]) == i);
        if (i % RARE == 0) {
            EXPECT(strcmp(m_Open_get_text(records[i]), NOTE) == 0);
            EXPECT(m_Open_getattr(records[i], "more", &value) == SLOTS_OK);
        }
    }
}

/* A record of the pool with all that it is to hold, or NULL. */
static m_Open *pooled(m_Open_pool *pool, int number) {
    m_Open *record = m_Open_pool_new(pool);
    if (record == NULL) {
        return NULL;
    }
    EXPECT(m_Open_set_d(record, number) == SLOTS_OK);
    if (number % RARE == 0 && (m_Open_set_text(record, NOTE) != SLOTS_OK ||
                               m_Open_setattr(record, "more", slots_text(NOTE)) != SLOTS_OK)) {
        m_Open_pool_free(pool, record);
        return NULL;
    }
    return record;
}

/* With the k-th allocation refused. Returns whether there was a k-th one. */
static bool fill_pool(int k) {
    static m_Open *records[POOLED];
    m_Open_pool pool;
    bool refusal = false;
    m_Open_pool_init(&pool, 0);
    refuse(k);
    for (int i = 0; i < POOLED; i++) {
        records[i] = pooled(&pool, i);
        if (records[i] == NULL) {
            EXPECT(refused && !refusal);
            refusal = true;
            EXPECT(m_Open_pool_count(&pool) == (size_t)i);
            expect_pooled(records, i);
            records[i] = pooled(&pool, i);
            EXPECT(records[i] != NULL);
        }
    }
    EXPECT(refusal == refused);
    refuse(REFUSE_ALL);
    expect_pooled(records, POOLED);
    for (int i = 0; i < POOLED; i += 3) {
        m_Open_pool_free(&pool, records[i]);
    }
    EXPECT(m_Open_pool_count(&pool) == POOLED - (POOLED + 2) / 3);
    m_Open_pool_clear(&pool);
    EXPECT(m_Open_pool_count(&pool) == 0);
    m_Open_pool_fini(&pool);
    EXPECT(!refused);
    heed();
    expect_nothing_left();
    return refusal;
}

static void expect_listed(const m_Open_vector *list, size_t count) {
    EXPECT(list->count == count);
    for (size_t i = 0; i < count; i++) {
        EXPECT(m_Open_get_d(&list->items[i]) == (int64_t)(i * 37 % LISTED));
        EXPECT(strcmp(m_Open_get_text(&list->items[i]), NOTE) == 0);
    }
}

static bool append(m_Open_vector *list) {
    const size_t number = list->count;
    m_Open *item = m_Open_vector_append(list);
    if (item != NULL) {
        EXPECT(m_Open_set_d(item, (int64_t)(number * 37 % LISTED)) == SLOTS_OK);
        if (m_Open_set_text(item, NOTE) != SLOTS_OK) {
            m_Open_fini(item);
            list->count--;
            item = NULL;
        }
    }
    return item != NULL;
}

static bool fill_vector(int k) {
    m_Open_vector list;
    bool refusal = false;
    m_Open_vector_init(&list);
    refuse(k);
    for (size_t i = 0; i < LISTED; i++) {
        if (!append(&list)) {
            EXPECT(refused);
            refusal = true;
            expect_listed(&list, i);
            EXPECT(append(&list));
        }
    }
    if (m_Open_vector_reserve(&list, 1000) != SLOTS_OK) {
        EXPECT(refused);
        refusal = true;
        EXPECT(m_Open_vector_reserve(&list, 1000) == SLOTS_OK);
    }
    expect_listed(&list, LISTED);
    if (m_Open_vector_sort_by_d(&list) != SLOTS_OK) {
        EXPECT(refused);
        refusal = true;
        expect_listed(&list, LISTED);
        EXPECT(m_Open_vector_sort_by_d(&list) == SLOTS_OK);
    }
    EXPECT(refusal == refused);
    refuse(REFUSE_ALL);
    for (int64_t i = 0; i < LISTED; i++) {
        EXPECT(m_Open_get_d(&list.items[i]) == i);
        EXPECT(m_Open_vector_search_by_d(&list, i) == &list.items[i]);
        EXPECT(m_Open_vector_find_by_d(&list, i) == &list.items[i]);
    }
    m_Open_vector_clear(&list);
    m_Open_vector_fini(&list);
    EXPECT(!refused);
    heed();
    expect_nothing_left();
    return refusal;
}

/* With the k-th allocation refused for each k until there is none. Returns how many there are. */
static int each(const char *name, bool fill(int k)) {
    int k = 1;
    snprintf(trial, sizeof trial, "%s", name);
    while (fill(k)) {
        k++;
    }
    return k - 1;
}

int main(void) {
    int in_pool;
    int in_vector;
    count_allocations();
    in_pool = each("pool", fill_pool);
    in_vector = each("vector", fill_vector);
    EXPECT(in_pool > POOLED / RARE && in_vector > LISTED); /* else they were not made to fail */
    printf("%d refusals\n", in_pool + in_vector);
    if (failures == 0) {
        puts("no memory is fine");
    }
    return failures != 0;
}
