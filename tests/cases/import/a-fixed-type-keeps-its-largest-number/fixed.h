enum kind : unsigned char { NONE, ANY = 255 };
enum flag : _Bool { OFF, ON };
enum __attribute__((packed)) wide { SMALL, LARGE = 65535 };
enum level : signed char { LOW = -128, MIDDLE = 0, HIGH = 127 };
enum far : unsigned long long { NEAR, FAR = -1ULL };

struct item {
    enum kind kind;
    enum flag flag;
    enum wide wide;
    enum level level;
};
