/* slotc.ini: says once for a project what options say for a run.
 *
 * It is looked for beside the first schema and upwards, to the folder that holds .git. What the
 * command line says counts more. */
#ifndef SLOTC_CONFIG_H
#define SLOTC_CONFIG_H

#include <stdbool.h>

struct mem;
struct options;

/* Puts the configuration under the options: its path into options->config, NULL where there is
 * none. False with *error ("slotc.ini:3: …") where it is wrong. */
bool config_read(struct mem *mem, struct options *options, const char **error);

#endif
