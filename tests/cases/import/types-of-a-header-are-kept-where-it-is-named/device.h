union value { int number; double wide; };
struct device {
    char name[3];
    union value last[2];
    long double limit;
    const union value first;
    union { int serial; char text[6]; };
};
struct __attribute__((packed)) tight { char kind; union value last; };
