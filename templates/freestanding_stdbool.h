/* stdbool.h as slotc gives it to libclang, which brings none, for any target. */
#ifndef SLOTC_FREESTANDING_STDBOOL_H
#define SLOTC_FREESTANDING_STDBOOL_H

#if !defined(__cplusplus)
#define bool _Bool
#define true 1
#define false 0
#endif
#define __bool_true_false_are_defined 1

#endif
