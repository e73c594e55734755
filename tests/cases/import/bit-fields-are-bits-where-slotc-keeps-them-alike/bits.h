struct ip { unsigned char ihl : 4, version : 4; unsigned char tos; };
struct big { unsigned char high : 4, low : 4; };
struct wide { unsigned a : 3, b : 12, : 0, c : 1; };
