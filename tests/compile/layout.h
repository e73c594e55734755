/* What the layout file of layout_random.py is written with: sizes and places are the model's, and
 * so are the header's own constants. Where LESS_ALIGNED, a target may align less. */
#define LAYOUT(R, size, align)                                                                     \
    _Static_assert(sizeof(R) == (size) && R##_SIZE == (size), #R);                                 \
    _Static_assert(R##_ALIGN == (align), #R);                                                      \
    _Static_assert(_Alignof(R) == (align) || (LESS_ALIGNED && _Alignof(R) < (align)), #R);
#define PLACE(R, path, f, offset, size)                                                            \
    _Static_assert(offsetof(R, path) == (offset) && R##_OFFSET_##f == (offset), #R "." #f);        \
    _Static_assert(sizeof(((R *)0)->path) == (size), #R "." #f);
