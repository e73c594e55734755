/* Man pages of the commands, in mdoc. Names and options are those of the tables; the prose of a
 * command is templates/man/NAME.mdoc. */
#ifndef SLOTC_MANUAL_H
#define SLOTC_MANUAL_H

struct command;
struct mem;
struct text;

/* Appends the page of a command, or slotc(1) where it is NULL. */
void manual_page(struct mem *mem, const struct command *command, struct text *out);

#endif
