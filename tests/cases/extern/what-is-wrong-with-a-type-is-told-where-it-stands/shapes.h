struct vec3 { float x, y, z; };
struct hidden;
struct text { int length; char bytes[]; };
struct nothing { };
typedef const int fixed;
