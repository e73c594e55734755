struct names { int class, base, pad_0, __reserved, _Upper, slots_size, record; };
struct str { int length; };
struct timespec { long tv_sec, tv_nsec; };
struct value { struct str str; int number; };
struct list { int count; };
struct list_pool { int count; };
struct ring { int list_SIZE; };
