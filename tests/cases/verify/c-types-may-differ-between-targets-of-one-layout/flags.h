#if defined(__aarch64__)
struct flags {
    unsigned short bits;
};
#else
struct flags {
    unsigned bits;
};
#endif
