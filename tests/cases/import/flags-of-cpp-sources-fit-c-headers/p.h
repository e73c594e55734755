struct point {
    NUMBER x;
};
