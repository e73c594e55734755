union value { int number; float real; double wide; };
struct device {
    char name[3];
    union value last;
    void (*read)(struct device *, int);
    void *data;
    long double limit;
    float _Complex phase;
    _Atomic int users;
    signed int level : 4;
    unsigned mode : 12;
    union { int serial; char text[6]; };
    char payload[];
};
