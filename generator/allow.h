/* What the user has silenced: a rule at one place by `@allow`, a rule or a group of rules in a file
 * by the directive `// slotc:allow`. Both must name what exists and can be silenced, and silence
 * something.
 *
 * The narrowest one that covers a finding counts as used: the field's, the record's, the file's. */
#ifndef SLOTC_ALLOW_H
#define SLOTC_ALLOW_H

#include <stdbool.h>

#define ALLOW_PREAMBLES 4

struct check;
struct directive;
struct field;
struct preamble;
struct program;
struct record;
struct rule;
struct source;

/* Where a finding is: what stands above the thing and above what holds it, the nearest first, each
 * of which may be NULL; and its file, NULL where it is of none. */
struct allow_place {
    const struct preamble *preambles[ALLOW_PREAMBLES];
    const struct source *source;
};

/* The place of what is being looked at, and that of a record or its field. */
struct allow_place allow_place(const struct check *check, const struct source *source);
struct allow_place allow_place_of(const struct record *record, const struct field *field);

/* Whether an @allow of the rule stands in a preamble; and a directive, of it or its group, in a
 * file.
 */
bool allow_stands_on(const struct preamble *preamble, const struct rule *rule);
bool allow_stands_in(const struct program *program, const struct source *source,
                     const struct rule *rule);

/* Whether findings of the rule are silenced there. */
bool allow_covers(const struct check *check, const struct rule *rule, struct allow_place place);

/* The same of a finding that there is: what silences it is of use. */
bool allow_use(struct check *check, const struct rule *rule, struct allow_place place);

/* The rule that a directive names, or one of the group; NULL where there is none. */
const struct rule *allow_named(const struct directive *directive);

/* Drops what the stages before the checks have reported, and a file's directive silences: they know
 * nothing of directives that are still to come. */
void allow_drop(struct check *check);

/* Each suppression names a rule that can be silenced. */
void allow_check_names(struct check *check);

/* Reports those that silence nothing, when all rules have looked. */
void allow_check_unused(struct check *check);

#endif
