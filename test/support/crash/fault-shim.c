/*
 * File operations with points: a copy of a directory before each of them (what a kill would leave there), or a disk that
 * is full from one of them on. Loaded into a process with LD_PRELOAD; controlled by opening a path that does not exist:
 *   /farmer-fault/kill/<every>/<first>/<directory>    copies into <directory>.points/<number>
 *   /farmer-fault/full/<number>/0/<directory>         every write from that number on fails with ENOSPC
 *   /farmer-fault/off/0/0/<directory>                 ends it; <directory>.count holds how many there were
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static enum { OFF, KILL, FULL } mode = OFF;
static long count, every, first;
static char directory[4000];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static void copy_directory(void) {
  char target[4100];
  snprintf(target, sizeof target, "%s.points/%ld", directory, count);
  char *arguments[] = {"cp", "-a", directory, target, NULL};
  char *plain[] = {"PATH=/usr/bin:/bin", NULL};
  pid_t child;
  if (posix_spawnp(&child, "cp", NULL, NULL, arguments, plain) == 0) waitpid(child, NULL, 0);
}

/* Whether the operation fails for want of room. */
static int point(const char *path, int is_write) {
  if (mode == OFF || path == NULL || strncmp(path, directory, strlen(directory)) != 0) return 0;
  int fails = 0;
  pthread_mutex_lock(&mutex);
  if (mode == KILL) {
    if (count % every == first) copy_directory();
    count++;
  } else if (is_write) {
    count++;
    fails = count >= every;
  }
  pthread_mutex_unlock(&mutex);
  if (fails) errno = ENOSPC;
  return fails;
}

static int point_at(int at, const char *path, int is_write) {
  if (mode == OFF) return 0;
  if (at == AT_FDCWD || path[0] == '/') return point(path, is_write);
  char link[64], full[8200];
  snprintf(link, sizeof link, "/proc/self/fd/%d", at);
  ssize_t length = readlink(link, full, 4000);
  if (length < 0) return 0;
  snprintf(full + length, 4100, "/%s", path);
  return point(full, is_write);
}

static int point_of(int file, int is_write) {
  if (mode == OFF) return 0;
  char link[64], path[4000];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return point(path, is_write);
}

static int control(const char *path) {
  char name[16];
  if (strncmp(path, "/farmer-fault/", 14) != 0) return 0;
  char target[4000] = "";
  long one = 0, two = 0;
  if (sscanf(path, "/farmer-fault/%15[a-z]/%ld/%ld%3999s", name, &one, &two, target) != 4) return 0;
  mode = OFF;
  if (strcmp(name, "off") == 0) {
    char result[4100];
    snprintf(result, sizeof result, "%s.count", target);
    FILE *file = fopen(result, "w");
    if (file) { fprintf(file, "%ld", count); fclose(file); }
    return 1;
  }
  strcpy(directory, target);
  strcat(directory, "/");
  directory[strlen(directory) - 1] = 0;
  count = 0;
  every = one;
  first = two;
  mode = strcmp(name, "kill") == 0 ? KILL : FULL;
  return 1;
}

#define OPEN(name)                                                            \
  int name(const char *path, int flags, ...) {                                \
    va_list list; va_start(list, flags); int rights = va_arg(list, int); va_end(list); \
    REAL(name);                                                               \
    if (control(path)) { errno = ENOENT; return -1; }                         \
    if ((flags & (O_CREAT | O_TRUNC)) && access(path, F_OK) != 0 && point(path, 1)) return -1; \
    return real(path, flags, rights);                                         \
  }
OPEN(open)
OPEN(open64)

ssize_t write(int file, const void *bytes, size_t size) { REAL(write); return point_of(file, 1) ? -1 : real(file, bytes, size); }
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) { REAL(pwrite); return point_of(file, 1) ? -1 : real(file, bytes, size, at); }
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at) { REAL(pwrite64); return point_of(file, 1) ? -1 : real(file, bytes, size, at); }
ssize_t writev(int file, const struct iovec *parts, int number) { REAL(writev); return point_of(file, 1) ? -1 : real(file, parts, number); }
ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t size, unsigned flags) { REAL(copy_file_range); return point_of(to, 1) ? -1 : real(from, a, to, b, size, flags); }
int ftruncate(int file, off_t size) { REAL(ftruncate); return point_of(file, 0) ? -1 : real(file, size); }
int ftruncate64(int file, off64_t size) { REAL(ftruncate64); return point_of(file, 0) ? -1 : real(file, size); }
int fsync(int file) { REAL(fsync); point_of(file, 0); return real(file); }
int fdatasync(int file) { REAL(fdatasync); point_of(file, 0); return real(file); }
int fchmod(int file, mode_t rights) { REAL(fchmod); point_of(file, 0); return real(file, rights); }
int chmod(const char *path, mode_t rights) { REAL(chmod); point(path, 0); return real(path, rights); }
int rename(const char *from, const char *to) { REAL(rename); point(to, 0); return real(from, to); }
int link(const char *from, const char *to) { REAL(link); return point(to, 1) ? -1 : real(from, to); }
int unlink(const char *path) { REAL(unlink); point(path, 0); return real(path); }
int remove(const char *path) { REAL(remove); point(path, 0); return real(path); }
int unlinkat(int at, const char *path, int flags) { REAL(unlinkat); point_at(at, path, 0); return real(at, path, flags); }
int mkdir(const char *path, mode_t rights) { REAL(mkdir); return point(path, 1) ? -1 : real(path, rights); }
