struct vec3 { float x; flaot y; };
