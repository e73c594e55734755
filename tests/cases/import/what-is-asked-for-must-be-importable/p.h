struct nothing { };
struct point { int x; };
