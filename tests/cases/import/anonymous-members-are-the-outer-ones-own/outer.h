struct outer {
    int kind;
    struct { char low; struct { long deep; }; };
    union { int number; float real; };
    union { struct { short port, check; }; struct { short source, sum; }; };
    struct { int x, y; } corners[2];
};
