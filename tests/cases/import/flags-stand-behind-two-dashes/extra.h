typedef double extra;
