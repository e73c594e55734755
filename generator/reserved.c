#include "reserved.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

/* One name a line would hide the lists behind their length. */
/* clang-format off */

/* In the order of strcmp. */
static const char *const words[] = {
    "ADJ_ESTERROR", "ADJ_FREQUENCY", "ADJ_MAXERROR", "ADJ_MICRO", "ADJ_NANO", "ADJ_OFFSET",
    "ADJ_OFFSET_SINGLESHOT", "ADJ_OFFSET_SS_READ", "ADJ_SETOFFSET", "ADJ_STATUS", "ADJ_TAI",
    "ADJ_TICK", "ADJ_TIMECONST", "AIO_PRIO_DELTA_MAX", "ARG_MAX", "BC_BASE_MAX", "BC_DIM_MAX",
    "BC_SCALE_MAX", "BC_STRING_MAX", "BIG_ENDIAN", "BUFSIZ", "BYTE_ORDER", "CHARCLASS_NAME_MAX",
    "CHAR_BIT", "CLK_TCK", "CLOCKS_PER_SEC", "CLOCK_BOOTTIME", "CLOCK_BOOTTIME_ALARM",
    "CLOCK_MONOTONIC", "CLOCK_MONOTONIC_COARSE", "CLOCK_MONOTONIC_RAW", "CLOCK_PROCESS_CPUTIME_ID",
    "CLOCK_REALTIME", "CLOCK_REALTIME_ALARM", "CLOCK_REALTIME_COARSE", "CLOCK_TAI",
    "CLOCK_THREAD_CPUTIME_ID", "COLL_WEIGHTS_MAX", "CR_DECIMAL_DIG", "CW_DEFAULT", "DECIMAL_DIG",
    "DELAYTIMER_MAX", "DOMAIN", "EOF", "EXIT_FAILURE", "EXIT_SUCCESS", "EXPR_NEST_MAX",
    "FD_SETSIZE", "FILE", "FILENAME_MAX", "FOPEN_MAX", "HOST_NAME_MAX", "HUGE_VAL", "INFINITY",
    "IOV_MAX", "LINE_MAX", "LITTLE_ENDIAN", "LOGIN_NAME_MAX", "LONG_BIT", "L_ctermid", "L_cuserid",
    "L_tmpnam", "L_tmpnam_s", "MB_CUR_MAX", "MB_LEN_MAX", "MCW_PC", "MIPSEB", "MIPSEL", "MOD_CLKA",
    "MOD_CLKB", "MOD_ESTERROR", "MOD_FREQUENCY", "MOD_MAXERROR", "MOD_MICRO", "MOD_NANO",
    "MOD_OFFSET", "MOD_STATUS", "MOD_TAI", "MOD_TIMECONST", "MQ_PRIO_MAX", "NAME_MAX", "NAN",
    "NDEBUG", "NFDBITS", "NGROUPS_MAX", "NULL", "OVERFLOW", "PATH_MAX", "PC_24", "PC_53", "PC_64",
    "PDP_ENDIAN", "PIPE_BUF", "PTHREAD_DESTRUCTOR_ITERATIONS", "PTHREAD_KEYS_MAX",
    "PTHREAD_STACK_MIN", "P_tmpdir", "RAND_MAX", "RENAME_EXCHANGE", "RENAME_NOREPLACE",
    "RENAME_WHITEOUT", "RE_DUP_MAX", "RTSIG_MAX", "SEEK_CUR", "SEEK_DATA", "SEEK_END", "SEEK_HOLE",
    "SEEK_SET", "SEM_VALUE_MAX", "SING", "STA_CLK", "STA_CLOCKERR", "STA_DEL", "STA_FLL",
    "STA_FREQHOLD", "STA_INS", "STA_MODE", "STA_NANO", "STA_PLL", "STA_PPSERROR", "STA_PPSFREQ",
    "STA_PPSJITTER", "STA_PPSSIGNAL", "STA_PPSTIME", "STA_PPSWANDER", "STA_RONLY", "STA_UNSYNC",
    "STDERR_FILENO", "STDIN_FILENO", "STDOUT_FILENO", "STRUNCATE", "SYS_OPEN", "TIMER_ABSTIME",
    "TIME_UTC", "TMP_MAX", "TMP_MAX_S", "TTY_NAME_MAX", "UNALIGNED", "UNDERFLOW", "WCONTINUED",
    "WEXITED", "WIN32", "WIN64", "WINNT", "WNOHANG", "WNOWAIT", "WORD_BIT", "WSTOPPED", "WUNTRACED",
    "XATTR_LIST_MAX", "XATTR_NAME_MAX", "XATTR_SIZE_MAX", "alignas", "alignof", "and", "and_eq",
    "asm", "assert", "atomic_cancel", "atomic_commit", "atomic_noexcept", "auto", "bitand", "bitor",
    "bool", "break", "case", "catch", "char", "char16_t", "char32_t", "char8_t", "class",
    "co_await", "co_return", "co_yield", "compl", "concept", "const", "const_cast", "consteval",
    "constexpr", "constinit", "continue", "decltype", "default", "delete", "do", "double",
    "dynamic_cast", "else", "enum", "environ", "errno", "explicit", "export", "extern", "false",
    "float", "for", "friend", "goto", "h_addr", "i386", "if", "inline", "int", "int16_t", "int32_t",
    "int64_t", "int8_t", "intptr_t", "linux", "long", "major", "max_align_t", "minor", "mips",
    "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "nullptr_t", "offsetof",
    "onexit_t", "operator", "or", "or_eq", "pclose", "popen", "private", "protected", "ptrdiff_t",
    "public", "reflexpr", "register", "reinterpret_cast", "requires", "restrict", "return",
    "s_addr", "sa_handler", "short", "sigmask", "signed", "size_t", "sizeof", "st_atime",
    "st_ctime", "st_mtime", "static", "static_assert", "static_cast", "stderr", "stdin", "stdout",
    "strcasecmp", "strncasecmp", "struct", "switch", "synchronized", "sys_errlist", "sys_nerr",
    "template", "this", "thread_local", "throw", "true", "try", "typedef", "typeid", "typename",
    "typeof", "typeof_unqual", "uint16_t", "uint32_t", "uint64_t", "uint8_t", "uintptr_t", "union",
    "unix", "unsigned", "using", "va_list", "virtual", "void", "volatile", "wchar_t", "wcswcs",
    "while", "wpopen", "xor", "xor_eq",
};

/* Macros that come in families: each stem, a pattern, with each ending. */
static const char *const integer_stems[] = {
    "CHAR", "SCHAR", "UCHAR", "SHRT", "USHRT", "INT", "UINT", "LONG", "ULONG", "LLONG", "ULLONG",
    "LONG_LONG", "ULONG_LONG", "BOOL", "SIZE", "SSIZE", "PTRDIFF", "INTMAX", "UINTMAX", "INTPTR",
    "UINTPTR", "WCHAR", "WINT", "SIG_ATOMIC", "INT[1-9]*", "UINT[1-9]*", "INT_FAST[1-9]*",
    "UINT_FAST[1-9]*", "INT_LEAST[1-9]*", "UINT_LEAST[1-9]*", NULL,
};
static const char *const integer_ends[] = {"_MAX", "_MIN", "_WIDTH", NULL};

static const char *const float_stems[] = {
    "FLT", "DBL", "LDBL", "FLT[1-9]*", "DEC[1-9]*", NULL,
};
static const char *const float_ends[] = {
    "_DECIMAL_DIG", "_DIG", "_EPSILON", "_EVAL_METHOD", "_HAS_SUBNORM", "_IS_IEC_60559",
    "_MANT_DIG", "_MAX", "_MAX_10_EXP", "_MAX_EXP", "_MIN", "_MIN_10_EXP", "_MIN_EXP", "_NORM_MAX",
    "_RADIX", "_ROUNDS", "_SNAN", "_SUBNORMAL_MIN", "_TRUE_MIN", NULL,
};

/* At file scope in <stdlib.h>, <string.h>, <stdio.h>, <time.h> and what they include, by glibc;
 * and main and std. In the order of strcmp. */
static const char *const globals[] = {
    "FILE", "a64l", "abort", "abs", "aligned_alloc", "alloca", "arc4random", "arc4random_buf",
    "arc4random_uniform", "asctime", "asctime_r", "at_quick_exit", "atexit", "atof", "atoi",
    "atol", "atoll", "bcmp", "bcopy", "blkcnt_t", "blksize_t", "bsearch", "bzero", "caddr_t",
    "calloc", "clearenv", "clearerr", "clearerr_unlocked", "clock", "clock_getcpuclockid",
    "clock_getres", "clock_gettime", "clock_nanosleep", "clock_settime", "clock_t", "clockid_t",
    "ctermid", "ctime", "ctime_r", "daddr_t", "daylight", "dev_t", "difftime", "div", "div_t",
    "dprintf", "drand48", "drand48_data", "drand48_r", "dysize", "ecvt", "ecvt_r", "environ",
    "erand48", "erand48_r", "exit", "explicit_bzero", "fclose", "fcvt", "fcvt_r", "fd_mask",
    "fd_set", "fdopen", "feof", "feof_unlocked", "ferror", "ferror_unlocked", "fflush",
    "fflush_unlocked", "ffs", "ffsl", "ffsll", "fgetc", "fgetc_unlocked", "fgetpos", "fgets",
    "fileno", "fileno_unlocked", "flockfile", "fmemopen", "fopen", "fpos_t", "fprintf", "fputc",
    "fputc_unlocked", "fputs", "fread", "fread_unlocked", "free", "freopen", "fsblkcnt_t",
    "fscanf", "fseek", "fseeko", "fsetpos", "fsfilcnt_t", "fsid_t", "ftell", "ftello",
    "ftrylockfile", "funlockfile", "fwrite", "fwrite_unlocked", "gcvt", "getc", "getc_unlocked",
    "getchar", "getchar_unlocked", "getdelim", "getenv", "getline", "getloadavg", "getsubopt",
    "getw", "gid_t", "gmtime", "gmtime_r", "id_t", "index", "initstate", "initstate_r", "ino_t",
    "int16_t", "int32_t", "int64_t", "int8_t", "int_fast16_t", "int_fast32_t", "int_fast64_t",
    "int_fast8_t", "int_least16_t", "int_least32_t", "int_least64_t", "int_least8_t", "intmax_t",
    "intptr_t", "itimerspec", "jrand48", "jrand48_r", "key_t", "l64a", "labs", "lcong48",
    "lcong48_r", "ldiv", "ldiv_t", "llabs", "lldiv", "lldiv_t", "locale_t", "localtime",
    "localtime_r", "loff_t", "lrand48", "lrand48_r", "main", "malloc", "max_align_t", "mblen",
    "mbstowcs", "mbtowc", "memccpy", "memchr", "memcmp", "memcpy", "memmove", "memset", "mkdtemp",
    "mkstemp", "mkstemps", "mktemp", "mktime", "mode_t", "mrand48", "mrand48_r", "nanosleep",
    "nlink_t", "nrand48", "nrand48_r", "off_t", "on_exit", "open_memstream", "pclose", "perror",
    "pid_t", "popen", "posix_memalign", "printf", "pselect", "pthread_attr_t",
    "pthread_barrier_t", "pthread_barrierattr_t", "pthread_cond_t", "pthread_condattr_t",
    "pthread_key_t", "pthread_mutex_t", "pthread_mutexattr_t", "pthread_once_t",
    "pthread_rwlock_t", "pthread_rwlockattr_t", "pthread_spinlock_t", "pthread_t", "ptrdiff_t",
    "putc", "putc_unlocked", "putchar", "putchar_unlocked", "putenv", "puts", "putw", "qecvt",
    "qecvt_r", "qfcvt", "qfcvt_r", "qgcvt", "qsort", "quad_t", "quick_exit", "rand", "rand_r",
    "random", "random_data", "random_r", "realloc", "reallocarray", "realpath", "register_t",
    "remove", "rename", "renameat", "rewind", "rindex", "rpmatch", "scanf", "seed48", "seed48_r",
    "select", "setbuf", "setbuffer", "setenv", "setlinebuf", "setstate", "setstate_r", "setvbuf",
    "sigset_t", "size_t", "snprintf", "sprintf", "srand", "srand48", "srand48_r", "srandom",
    "srandom_r", "sscanf", "ssize_t", "std", "stderr", "stdin", "stdout", "stpcpy", "stpncpy",
    "strcasecmp", "strcasecmp_l", "strcat", "strchr", "strcmp", "strcoll", "strcoll_l", "strcpy",
    "strcspn", "strdup", "strerror", "strerror_l", "strerror_r", "strftime", "strftime_l",
    "strlen", "strncasecmp", "strncasecmp_l", "strncat", "strncmp", "strncpy", "strndup",
    "strnlen", "strpbrk", "strrchr", "strsep", "strsignal", "strspn", "strstr", "strtod",
    "strtof", "strtok", "strtok_r", "strtol", "strtold", "strtoll", "strtoq", "strtoul",
    "strtoull", "strtouq", "strxfrm", "strxfrm_l", "suseconds_t", "system", "tempnam", "time",
    "time_t", "timegm", "timelocal", "timer_create", "timer_delete", "timer_getoverrun",
    "timer_gettime", "timer_settime", "timer_t", "timespec", "timespec_get", "timeval",
    "timezone", "tm", "tmpfile", "tmpnam", "tmpnam_r", "tzname", "tzset", "u_char", "u_int",
    "u_int16_t", "u_int32_t", "u_int64_t", "u_int8_t", "u_long", "u_quad_t", "u_short", "uid_t",
    "uint", "uint16_t", "uint32_t", "uint64_t", "uint8_t", "uint_fast16_t", "uint_fast32_t",
    "uint_fast64_t", "uint_fast8_t", "uint_least16_t", "uint_least32_t", "uint_least64_t",
    "uint_least8_t", "uintmax_t", "uintptr_t", "ulong", "ungetc", "unsetenv", "ushort", "va_list",
    "valloc", "vdprintf", "vfprintf", "vfscanf", "vprintf", "vscanf", "vsnprintf", "vsprintf",
    "vsscanf", "wchar_t", "wcstombs", "wctomb",
};

/* clang-format on */

static int compare(const void *key, const void *row) {
    return strcmp(key, *(const char *const *)row);
}

static bool is_one_of(const char *stem, const char *const *patterns) {
    while (*patterns != NULL && fnmatch(*patterns, stem, 0) != 0) {
        patterns++;
    }
    return *patterns != NULL;
}

/* A name of such a family: it begins as one of stems, and what follows is one of ends. */
static bool is_of_family(const char *name, const char *const *stems, const char *const *ends) {
    char stem[32];
    size_t length = strlen(name);
    for (; *ends != NULL; ends++) {
        size_t end = strlen(*ends);
        if (length > end && length - end < sizeof stem && strcmp(name + length - end, *ends) == 0) {
            memcpy(stem, name, length - end);
            stem[length - end] = '\0';
            if (is_one_of(stem, stems)) {
                return true;
            }
        }
    }
    return false;
}

bool reserved_word(const char *name) {
    return bsearch(name, words, sizeof words / sizeof *words, sizeof *words, compare) != NULL ||
           is_of_family(name, integer_stems, integer_ends) ||
           is_of_family(name, float_stems, float_ends);
}

bool reserved_global(const char *name) {
    return bsearch(name, globals, sizeof globals / sizeof *globals, sizeof *globals, compare) !=
           NULL;
}
