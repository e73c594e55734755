struct __attribute__((packed)) frame { char kind; int length; short sum; char end; };
#pragma pack(push, 2)
struct half { char kind; int length; double value; };
#pragma pack(pop)
struct __attribute__((aligned(64))) line { int count; };
struct spread { char kind; __attribute__((aligned(16))) int count; char end; };
