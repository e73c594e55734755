#ifndef HARD_H
#define HARD_H
#include <stdint.h>
#include <stddef.h>
#include <stdbool.h>
enum color { RED, GREEN = 5, BLUE, CRIMSON = 0, __LAST };
enum nozero { ONE = 1, TWO };
enum big { BIG = 0xffffffffu };
typedef enum { LOW = -1, MID, HIGH } level_t;
typedef int vec4 __attribute__((vector_size(16)));
typedef int wide __attribute__((aligned(16)));
struct node { struct node *next, **indirect; const struct node *const_next; int value; };
struct base { int a; char b; };
struct derived { struct base super; char c; };
struct derived2 { struct derived d; long a2; };
struct pair { struct base first, second; };
struct clash { struct base super; int a; };
struct __attribute__((packed)) packed { char a; int b; short c; struct base inner; long long d; char tail; };
#pragma pack(push, 2)
struct pack2 { char a; int b; long long c; };
#pragma pack(pop)
struct __attribute__((aligned(64))) lined { int a; };
struct hold_lined { char c; struct lined l; };
struct ld { char a; long double b; int c; };
struct cplx { float _Complex z; char c; };
struct i128 { char c; __int128 x; };
struct v { char c; vec4 x; wide w; char d; };
struct fn { void (*call)(int, char *); int (*table[4])(void); void *p; char *text; };
struct flex { int n; char data[]; };
struct flex2 { char n; long data[0]; };
struct empty { };
struct hold_empty { int a; struct empty e; int b; };
struct enums { enum color c; enum nozero n; enum big b; level_t l; enum { X, Y } anon; enum color cs[3]; };
struct multi { int m[3][4]; char names[4][16]; char one[1]; char c; signed char sc; unsigned char uc; bool flag; _Bool flags[3]; wchar_t w; wchar_t ws[8]; };
struct bits { unsigned a:3; unsigned b:5; unsigned short c; int s:4; unsigned :0; unsigned z:1; uint64_t big:40; };
struct bits2 { uint8_t a:3, b:5; uint8_t c:1; };
struct anon { int a; struct { char x; union { int u; float f; }; struct { long deep; }; }; union { char bytes[12]; struct { int p, q, r; } s; } named; };
struct nested { struct inner { int i; struct { int z; } *zp; } in; struct { short s; } arr[3]; };
struct atomic { _Atomic int a; volatile int v; const int k; };
struct names { int class; int new; int base; int pad_0; int ext; int tail; int __x; int _X; int slots_y; int record; int str; int u32; int int32_t_; };
struct str { int x; };
struct u32 { int y; };
struct FILE_ { int z; };
struct value { int z; };
struct point; struct has_inc { struct point *p; };
typedef struct { int z; } only_typedef, second_name;
struct over { _Alignas(32) char c; int i; };
struct big_array { char x[100000]; };
struct node_get { int v; };
struct node_get_next { int v; };
struct foo { int pool; }; struct foo_pool { int x; };
typedef union { int a; } u_t;
struct huge { char a[0x7fffffff]; };
struct { int unnamed_var; } global;
struct shadow { struct base base; int base_; struct base *shadow; };
#endif
