struct shape { int kind; char tag; };
struct circle { struct shape shape; char solid; double radius; };
struct disc { struct circle circle; int color; };

/* Two of a kind are a pair. */
struct pair { struct shape first, second; };

/* A field that is called as an inherited one. */
struct kinds { struct shape shape; int kind; };

struct __attribute__((packed)) tight { struct shape shape; int depth; };
