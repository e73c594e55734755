struct held { int x; };
struct first { int x; };
typedef struct second { struct first *other; struct held held; } second_t;
