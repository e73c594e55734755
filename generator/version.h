/* What `--version` prints, and what slotc says of itself in the formats that ask. */
#ifndef SLOTC_VERSION_H
#define SLOTC_VERSION_H

#define SLOTC_VERSION "0.1.0"
/* Of the version, as mdoc has it: man pages carry it. */
#define SLOTC_DATE "November 30, 2026"

#endif
