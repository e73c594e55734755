struct point { int x; void *data; };
