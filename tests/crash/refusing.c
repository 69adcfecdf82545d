/* A system that refuses to write: loaded before the C library, it lets calls fail.

   Calls are counted from `refuse(in, first, error, kinds)` on, those of `kinds` that concern
   files in the folder `in`; call number `first` and all after it fail with `error`. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { BYTES = 1, NAMES = 2, REMOVALS = 4 }; /* what fills, what makes or moves, what deletes */

static char folder[4096];
static int first, reason, wanted, counted;

void refuse(const char *in, int number, int error, int kinds)
{
    snprintf(folder, sizeof folder, "%s", in);
    first = number, reason = error, wanted = kinds, counted = 0;
}

int calls(void) { return counted; }

static int refused(int kind, const char *path)
{
    if (!(wanted & kind) || !path || strncmp(path, folder, strlen(folder)))
        return 0;
    if (++counted < first)
        return 0;
    errno = reason;
    return 1;
}

static int refused_file(int kind, int file)
{
    char link[64], path[4096];
    if (!(wanted & kind))
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return refused(kind, path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define OPENS(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT) && !((flags) & O_DIRECTORY))

#define OPEN(name)                                               \
    int name(const char *path, int flags, ...)                   \
    {                                                            \
        va_list rest;                                            \
        va_start(rest, flags);                                   \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                            \
        if (OPENS(flags) && refused(NAMES, path))                \
            return -1;                                           \
        return NEXT(name)(path, flags, mode);                    \
    }
OPEN(open)
OPEN(open64)

#define ON_FILE(result, name, rest, ...)     \
    result name(int file rest)               \
    {                                        \
        if (refused_file(BYTES, file))       \
            return -1;                       \
        return NEXT(name)(file __VA_ARGS__); \
    }
#define AND ,
ON_FILE(ssize_t, write, AND const void *data AND size_t size, AND data AND size)
ON_FILE(ssize_t, pwrite, AND const void *data AND size_t size AND off_t at, AND data AND size AND at)
ON_FILE(ssize_t, pwrite64, AND const void *data AND size_t size AND off64_t at,
        AND data AND size AND at)
ON_FILE(int, ftruncate, AND off_t size, AND size)
ON_FILE(int, ftruncate64, AND off64_t size, AND size)
ON_FILE(int, fsync, , )
ON_FILE(int, fdatasync, , )

#define ON_NAMES(name)                              \
    int name(const char *from, const char *to)      \
    {                                               \
        if (refused(NAMES, to))                     \
            return -1;                              \
        return NEXT(name)(from, to);                \
    }
ON_NAMES(rename)
ON_NAMES(link)

int mkdir(const char *path, mode_t mode)
{
    return refused(NAMES, path) ? -1 : NEXT(mkdir)(path, mode);
}

int unlink(const char *path)
{
    return refused(REMOVALS, path) ? -1 : NEXT(unlink)(path);
}
