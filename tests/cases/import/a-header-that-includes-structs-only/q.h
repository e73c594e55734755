struct point { int x; };
