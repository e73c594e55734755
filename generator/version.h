/* What `--version` prints, and what slotc says of itself in the formats that ask. */
#ifndef SLOTC_VERSION_H
#define SLOTC_VERSION_H

#define SLOTC_VERSION "0.1.0"

#endif
