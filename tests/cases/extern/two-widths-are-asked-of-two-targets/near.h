#include <stddef.h>
struct near { struct near *next; char tag; };
