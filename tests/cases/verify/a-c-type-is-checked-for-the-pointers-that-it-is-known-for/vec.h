struct vec {
    void *items;
    int count;
};
