/* What completes the command line in a shell: a script for each, made from the tables of commands
 * and options.
 *
 * The scripts hold all words, those of rules too, so that completing starts no program: they are
 * of the same version as the program that they are installed with. To add a shell, add its row and
 * its template. */
#ifndef SLOTC_COMPLETIONS_H
#define SLOTC_COMPLETIONS_H

struct mem;
struct text;

/* Appends the script for the shell of that name. */
void completions_script(struct mem *mem, const char *shell, struct text *out);

#endif
