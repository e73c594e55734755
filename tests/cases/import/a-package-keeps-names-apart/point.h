struct point { int x, y; void *data; };
