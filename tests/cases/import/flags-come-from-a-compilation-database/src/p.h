#include "width.h"
struct point { NUMBER x; width y; };
