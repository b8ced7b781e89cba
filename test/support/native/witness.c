/*
 * Loaded before the C library (LD_PRELOAD), it watches what a program does to the files below one folder.
 *
 *   WITNESS_FOLDER        the folder, absolute, without links
 *   WITNESS_LOG           records every change in this file, in the order it took effect
 *   WITNESS_FORGETFUL     1: fsync and fdatasync do nothing and are not recorded
 *   WITNESS_KILL          "<act> <pattern> <before|after> <n>": kills the program at the n-th such act on a path, below the
 *                         folder, that the pattern matches; `*` matches `/` as well, and the folder is `.`
 *   WITNESS_KILL_AFTER    kills it so many microseconds after its first act
 *
 * Acts: create, write, truncate, sync, syncfolder, rename (the pattern is for the new name), unlink, mkdir.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES 4096
#define NOTHING 0

/* What stands in front of each record, its name and its bytes. */
struct record {
  char act;
  uint8_t is_folder;
  uint16_t name_bytes;
  uint32_t data_bytes;
  uint64_t inode;
  uint64_t at;
};
struct known {
  char *path;
  ino_t inode;
  dev_t device;
  int is_folder;
};

static struct known files[FILES];
static const char *folder;
static size_t folder_bytes;
static int log_file = -1, forgetful;
static char kill_act[16], kill_pattern[256], kill_when[8];
static long kill_count, kill_after = -1;
static uint64_t syncs;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("WITNESS_FOLDER");
  if (folder == NULL) return;
  folder_bytes = strlen(folder);
  const char *log = getenv("WITNESS_LOG"), *point = getenv("WITNESS_KILL"), *after = getenv("WITNESS_KILL_AFTER");
  if (log != NULL) log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  forgetful = getenv("WITNESS_FORGETFUL") != NULL;
  if (point != NULL && sscanf(point, "%15s %255s %7s %ld", kill_act, kill_pattern, kill_when, &kill_count) != 4) abort();
  if (after != NULL) kill_after = atol(after);
}

static int inside(const char *path) {
  return folder != NULL && path != NULL && strncmp(path, folder, folder_bytes) == 0 &&
         (path[folder_bytes] == '/' || path[folder_bytes] == 0);
}
static const char *below(const char *path) {
  return path[folder_bytes] == '/' ? path + folder_bytes + 1 : "";
}

static void end_it(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}
static void *end_it_later(void *unused) {
  struct timespec rest = {kill_after / 1000000, kill_after % 1000000 * 1000};
  nanosleep(&rest, NULL);
  end_it();
  return unused;
}

/* With the lock held. */
static void reach(const char *act, const char *path, const char *when) {
  static int started;
  if (kill_after >= 0 && !started) {
    pthread_t thread;
    started = 1;
    if (pthread_create(&thread, NULL, end_it_later, NULL) != 0) end_it();
  }
  if (kill_count <= 0 || strcmp(act, kill_act) != 0 || strcmp(when, kill_when) != 0) return;
  const char *name = *below(path) == 0 ? "." : below(path);
  if (fnmatch(kill_pattern, name, 0) == 0 && --kill_count == 0) end_it();
}
static void put(struct record head, const char *name, const void *data) {
  if (log_file < 0) return;
  head.name_bytes = (uint16_t)strlen(name);
  struct iovec parts[3] = {{&head, sizeof head}, {(void *)name, head.name_bytes}, {(void *)data, head.data_bytes}};
  ssize_t all = (ssize_t)(sizeof head + head.name_bytes + head.data_bytes);
  if (syscall(SYS_writev, log_file, parts, 3) != all) abort();
}

#define REAL(name)                       \
  static __typeof__(&name) real;         \
  if (real == NULL) real = dlsym(RTLD_NEXT, #name)
#define LOCK pthread_mutex_lock(&one_at_a_time)
#define UNLOCK pthread_mutex_unlock(&one_at_a_time)

/* A descriptor may have been closed by a bare system call, and be another file's or a socket's by now. */
static struct known *known(int fd) {
  struct stat facts;
  if (fd < 0 || fd >= FILES || files[fd].path == NULL || fstat(fd, &facts) != 0) return NULL;
  return facts.st_ino == files[fd].inode && facts.st_dev == files[fd].device ? &files[fd] : NULL;
}
static void learn(int fd, const char *path, int flags, int is_new) {
  struct stat facts;
  if (fd < 0) return;
  if (fd >= FILES || fstat(fd, &facts) != 0) abort();
  free(files[fd].path);
  files[fd] = (struct known){strdup(path), facts.st_ino, facts.st_dev, S_ISDIR(facts.st_mode)};
  if (is_new) put((struct record){.act = 'c', .inode = facts.st_ino}, below(path), NOTHING);
  else if ((flags & O_TRUNC) != 0) put((struct record){.act = 't', .inode = facts.st_ino}, "", NOTHING);
  if (is_new) reach("create", path, "after");
}

#define OPEN(name)                                                 \
  int name(const char *path, int flags, ...) {                     \
    mode_t mode = 0;                                               \
    if ((flags & (O_CREAT | O_TMPFILE)) != 0) {                    \
      va_list more;                                                \
      va_start(more, flags);                                       \
      mode = va_arg(more, mode_t);                                 \
      va_end(more);                                                \
    }                                                              \
    REAL(name);                                                    \
    if (!inside(path)) return real(path, flags, mode);             \
    LOCK;                                                          \
    struct stat before;                                            \
    int is_new = (flags & O_CREAT) != 0 && lstat(path, &before) != 0; \
    if (is_new) reach("create", path, "before");                   \
    int fd = real(path, flags, mode), why = errno;                 \
    learn(fd, path, flags, is_new && fd >= 0);                     \
    UNLOCK;                                                        \
    errno = why;                                                   \
    return fd;                                                     \
  }
OPEN(open)
OPEN(open64)

static void written(int fd, const void *bytes, ssize_t count, off_t at) {
  struct known *file = known(fd);
  put((struct record){.act = 'w', .inode = file->inode, .at = (uint64_t)at, .data_bytes = (uint32_t)count}, "", bytes);
  reach("write", file->path, "after");
}
ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  if (known(fd) == NULL) return real(fd, bytes, count);
  LOCK;
  reach("write", known(fd)->path, "before");
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, bytes, count);
  int why = errno;
  if (done > 0) written(fd, bytes, done, at);
  UNLOCK;
  errno = why;
  return done;
}
#define PWRITE(name, offset)                                             \
  ssize_t name(int fd, const void *bytes, size_t count, offset at) {     \
    REAL(name);                                                          \
    if (known(fd) == NULL) return real(fd, bytes, count, at);            \
    LOCK;                                                                \
    reach("write", known(fd)->path, "before");                           \
    ssize_t done = real(fd, bytes, count, at);                           \
    int why = errno;                                                     \
    if (done > 0) written(fd, bytes, done, at);                          \
    UNLOCK;                                                              \
    errno = why;                                                         \
    return done;                                                         \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* One piece at a time: fewer bytes than asked for are an answer that every caller must know. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  if (known(fd) == NULL) return real(fd, parts, count);
  ssize_t all = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) return all > 0 ? all : done;
    all += done;
    if ((size_t)done < parts[i].iov_len) break;
  }
  return all;
}
#define PWRITEV(name, offset)                                                        \
  ssize_t name(int fd, const struct iovec *parts, int count, offset at) {            \
    REAL(name);                                                                      \
    if (known(fd) == NULL) return real(fd, parts, count, at);                        \
    ssize_t all = 0;                                                                 \
    for (int i = 0; i < count; i++) {                                                \
      ssize_t done = pwrite(fd, parts[i].iov_base, parts[i].iov_len, (off_t)at + all); \
      if (done < 0) return all > 0 ? all : done;                                     \
      all += done;                                                                   \
      if ((size_t)done < parts[i].iov_len) break;                                    \
    }                                                                                \
    return all;                                                                      \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define TRUNCATE(name, offset)                                                                     \
  int name(int fd, offset size) {                                                                  \
    REAL(name);                                                                                    \
    struct known *file = known(fd);                                                                \
    if (file == NULL) return real(fd, size);                                                       \
    LOCK;                                                                                          \
    reach("truncate", file->path, "before");                                                       \
    int answer = real(fd, size), why = errno;                                                      \
    if (answer == 0) {                                                                             \
      put((struct record){.act = 't', .inode = file->inode, .at = (uint64_t)size}, "", NOTHING);   \
      reach("truncate", file->path, "after");                                                      \
    }                                                                                              \
    UNLOCK;                                                                                        \
    errno = why;                                                                                   \
    return answer;                                                                                 \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* Only what was done before a sync begins is safe once it has ended. */
#define SYNC(name)                                                                              \
  int name(int fd) {                                                                            \
    REAL(name);                                                                                 \
    struct known *file = known(fd);                                                             \
    if (file == NULL) return real(fd);                                                          \
    if (forgetful) return 0;                                                                    \
    const char *act = file->is_folder ? "syncfolder" : "sync";                                  \
    struct record note = {.act = 'b', .is_folder = (uint8_t)file->is_folder, .inode = file->inode}; \
    LOCK;                                                                                       \
    reach(act, file->path, "before");                                                           \
    note.at = ++syncs;                                                                          \
    put(note, below(file->path), NOTHING);                                                      \
    UNLOCK;                                                                                     \
    int answer = real(fd), why = errno;                                                         \
    LOCK;                                                                                       \
    note.act = 'e';                                                                             \
    if (answer == 0) put(note, below(file->path), NOTHING);                                     \
    reach(act, file->path, "after");                                                            \
    UNLOCK;                                                                                     \
    errno = why;                                                                                \
    return answer;                                                                              \
  }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!inside(from) && !inside(to)) return real(from, to);
  if (!inside(from) || !inside(to)) abort();
  LOCK;
  reach("rename", to, "before");
  int answer = real(from, to), why = errno;
  if (answer == 0) {
    put((struct record){.act = 'r', .data_bytes = (uint32_t)strlen(below(to))}, below(from), below(to));
    reach("rename", to, "after");
  }
  UNLOCK;
  errno = why;
  return answer;
}

static int removed(int (*real)(const char *), const char *path) {
  LOCK;
  reach("unlink", path, "before");
  int answer = real(path), why = errno;
  if (answer == 0) {
    put((struct record){.act = 'u'}, below(path), NOTHING);
    reach("unlink", path, "after");
  }
  UNLOCK;
  errno = why;
  return answer;
}
int unlink(const char *path) {
  REAL(unlink);
  return inside(path) ? removed(real, path) : real(path);
}
int rmdir(const char *path) {
  REAL(rmdir);
  return inside(path) ? removed(real, path) : real(path);
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (!inside(path)) return real(path, mode);
  LOCK;
  reach("mkdir", path, "before");
  int answer = real(path, mode), why = errno;
  struct stat facts;
  if (answer == 0) {
    if (lstat(path, &facts) != 0) abort();
    put((struct record){.act = 'c', .is_folder = 1, .inode = facts.st_ino}, below(path), NOTHING);
    reach("mkdir", path, "after");
  }
  UNLOCK;
  errno = why;
  return answer;
}
