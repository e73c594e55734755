struct nothing { };
union u { int x; };
struct point { int x; };
struct far { _Alignas(8192) int x; };
