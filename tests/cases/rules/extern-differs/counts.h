#include <stdint.h>
struct counts { long more, less; };
struct fixed_counts { int64_t more, less; };
