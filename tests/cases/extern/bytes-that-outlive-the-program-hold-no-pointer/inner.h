struct inner { int a; struct { union { int b; const char *hidden[2]; } either; } in; };
struct plain { int a; float b[3]; };
