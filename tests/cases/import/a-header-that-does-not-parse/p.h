struct point { int x; missing_t y; };
