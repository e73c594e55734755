struct point {
#ifdef WIDE
    extra x;
#endif
    int y;
};
