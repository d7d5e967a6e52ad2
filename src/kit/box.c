/* box: see box.h.  The helper is one process, started with nothing open but its socket and with an
 * empty environment; files go to it as sealed memfds.  When it has gone it is started again. */
#include "kit/box.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/log.h"
#include "base/time.h"
#include "kit/box_impl.h"

enum { START_MS = 10000, ANSWER_MS = (BOX_SECONDS + 5) * 1000, TURN_SECONDS = 30, AGAIN = 5 };

struct box_helper {
  char *program;
  int most, busy;
  pthread_mutex_t lock;
  pthread_cond_t turn;
  pid_t helper;      /* 0: not running */
  int socket;
};

static const struct {
  err_kind kind;
  const char *msgid, *name;
} verdicts[BOX_VERDICTS] = {
#define BOX_VERDICT(name, kind, msgid) [BOX_##name] = {ERR_##kind, msgid, #name},
#include "kit/box.def"
#undef BOX_VERDICT
};

static const struct {
  const char *media_type, *ending;
} kinds[BOX_KINDS] = {[BOX_PDF] = {"application/pdf", ".pdf"},
                      [BOX_PNG] = {"image/png", ".png"},
                      [BOX_JPEG] = {"image/jpeg", ".jpg"},
                      [BOX_HEIC] = {"image/jpeg", ".jpg"}};

static err *no(box_verdict v) {
  err *e = err_make(__FILE__, __LINE__, verdicts[v].kind, verdicts[v].msgid, (const str[4]){{0}});
  return verdicts[v].kind == ERR_UNAVAILABLE ? err_retry(e, AGAIN) : e;
}

/* --- the helper --- */
static bool readable(int fd, int ms) {
  struct pollfd p = {.fd = fd, .events = POLLIN};
  int64_t until = ticks_us() + (int64_t)ms * 1000;
  for (;;) {
    int64_t left = (until - ticks_us()) / 1000;
    int n = poll(&p, 1, left > 0 ? (int)left : 0);
    if (n > 0) return true;
    if (n == 0 || errno != EINTR) return false;
  }
}

static void end_helper(box_helper *b) {
  if (!b->helper) return;
  close(b->socket);
  kill(b->helper, SIGKILL);
  while (waitpid(b->helper, NULL, 0) < 0 && errno == EINTR) continue;
  b->helper = 0;
  b->socket = -1;
}

static int spawn(const char *program, int fd, pid_t *pid) {
  char *argv[] = {(char *)(uintptr_t) "motcua-box", NULL}, *none[] = {NULL};
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  sigset_t empty, all;
  sigemptyset(&empty);
  sigfillset(&all);
  if (posix_spawn_file_actions_init(&files)) return ENOMEM;
  if (posix_spawnattr_init(&how)) return posix_spawn_file_actions_destroy(&files), ENOMEM;
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                     POSIX_SPAWN_SETPGROUP); /* the terminal's ^C is not for it */
  posix_spawnattr_setsigmask(&how, &empty);
  posix_spawnattr_setsigdefault(&how, &all);
  int rc = posix_spawn_file_actions_adddup2(&files, fd, BOX_SOCKET);
  if (!rc) rc = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  if (!rc) rc = posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  if (!rc) rc = posix_spawn_file_actions_addclosefrom_np(&files, BOX_SOCKET + 1);
  if (!rc) rc = posix_spawn(pid, program, &files, &how, argv, none);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return rc;
}

static err *greeted(box_helper *b) {
  box_hello hello = {.verdict = BOX_UNSAFE};
  if (readable(b->socket, START_MS) &&
      recv(b->socket, &hello, sizeof hello, 0) == sizeof hello && hello.verdict == BOX_FINE)
    return NULL;
  hello.why[sizeof hello.why - 1] = 0;
  log_error("box: %s: %s", b->program, hello.why[0] ? hello.why : "it does not start");
  end_helper(b);
  return no(BOX_UNSAFE);
}

/* With the lock held. */
static err *start_helper(box_helper *b) {
  int ends[2];
  if (b->helper) return NULL;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) return no(BOX_UNSAFE);
  int rc = spawn(b->program, ends[1], &b->helper);
  close(ends[1]);
  if (!rc) {
    b->socket = ends[0];
    return greeted(b);
  }
  close(ends[0]);
  b->helper = 0;
  log_error("box: %s cannot be started: %s", b->program, strerror(rc));
  return no(BOX_UNSAFE);
}

static bool give(int to, const int fds[BOX_FDS]) {
  char byte = 0;
  union {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int[BOX_FDS]))];
  } control = {.room = {0}};
  struct iovec one = {&byte, 1};
  struct msghdr m = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = control.room,
                     .msg_controllen = sizeof control.room};
  control.head = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS,
                                  .cmsg_len = CMSG_LEN(sizeof(int[BOX_FDS]))};
  memcpy(CMSG_DATA(&control.head), fds, sizeof(int[BOX_FDS]));
  ssize_t n;
  do n = sendmsg(to, &m, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == 1;
}

/* Gives the file to the helper, to a new one when the old has gone. */
static err *hand_over(box_helper *b, const int fds[BOX_FDS]) {
  pthread_mutex_lock(&b->lock);
  err *e = start_helper(b);
  if (!e && !give(b->socket, fds)) {
    log_warning("box: the helper has gone and is started again");
    end_helper(b);
    e = start_helper(b);
    if (!e && !give(b->socket, fds)) e = no(BOX_UNSAFE);
  }
  pthread_mutex_unlock(&b->lock);
  return e;
}

/* --- one at a time for each processor --- */
static err *take_turn(box_helper *b) {
  struct timespec until;
  err *e = NULL;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += TURN_SECONDS;
  pthread_mutex_lock(&b->lock);
  while (b->busy >= b->most && !e)
    if (pthread_cond_timedwait(&b->turn, &b->lock, &until) && b->busy >= b->most)
      e = err_retry(ERR(UNAVAILABLE, N_("Many files are being read; please try again.")), AGAIN);
  if (!e) b->busy++;
  pthread_mutex_unlock(&b->lock);
  return e;
}

static void leave_turn(box_helper *b) {
  pthread_mutex_lock(&b->lock);
  b->busy--;
  pthread_cond_signal(&b->turn);
  pthread_mutex_unlock(&b->lock);
}

/* --- one file --- */
static bool fill(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = write(fd, bytes.p, bytes.n);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return true;
}

enum { SEALED = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

static int sealed_file(str bytes) {
  int fd = memfd_create("paper", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd >= 0 && fill(fd, bytes) && !fcntl(fd, F_ADD_SEALS, SEALED)) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

/* What a process said that has read hostile bytes: believed only within bounds. */
static bool believable(const box_answer *a, str bytes) {
  bool picture = a->kind != BOX_PDF;
  if (a->verdict < 0 || a->verdict >= BOX_VERDICTS) return false;
  if (a->verdict != BOX_FINE) return true;
  return a->kind > BOX_NO_KIND && a->kind < BOX_KINDS && a->kept > 0 &&
         a->kept <= (int64_t)bytes.n &&
         (picture ? a->width > 0 && a->width <= BOX_SIDE && a->height > 0 && a->height <= BOX_SIDE
                  : a->pages > 0 && a->pages <= BOX_PAGES_MOST) &&
         (picture ? a->written <= BOX_WRITTEN && a->written >= (a->kind == BOX_HEIC)
                  : a->written == (int64_t)a->pages * BOX_DIGEST);
}

static err *ask(box_helper *b, str bytes, int result, box_answer *a) {
  DEFER(close_fd) int file = sealed_file(bytes);
  int ends[2];
  if (file < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
    return no(BOX_UNSAFE);
  err *e = hand_over(b, (const int[BOX_FDS]){file, result, ends[1]});
  close(ends[1]);
  if (!e) {
    bool said = readable(ends[0], ANSWER_MS) && recv(ends[0], a, sizeof *a, 0) == sizeof *a;
    if (!said || !believable(a, bytes)) {
      log_warning("box: a file of %zu bytes ended the process that read it", bytes.n);
      *a = (box_answer){.verdict = BOX_HEAVY};
    }
    char end; /* its process has ended before what it wrote is looked at */
    if (said && readable(ends[0], ANSWER_MS)) said = recv(ends[0], &end, 1, 0) == 0;
    if (a->verdict != BOX_FINE) e = no((box_verdict)a->verdict);
    else if (!said) e = no(BOX_HEAVY);
  }
  close(ends[0]);
  return e;
}

static err *map_written(int result, const box_answer *a, box_paper *p) {
  if (fcntl(result, F_ADD_SEALS, SEALED) || lseek(result, 0, SEEK_END) != a->written)
    return no(BOX_HEAVY);
  void *map = mmap(NULL, (size_t)a->written, PROT_READ, MAP_PRIVATE, result, 0);
  if (map == MAP_FAILED) return no(BOX_UNSAFE);
  p->map = map;
  p->mapped = (size_t)a->written;
  return NULL;
}

static err *take_anew(int result, const box_answer *a, box_paper *p) {
  TRY(map_written(result, a, p));
  p->bytes = (str){p->map, p->mapped};
  p->anew = true;
  return NULL;
}

/* One digest for each page of a PDF. */
static err *take_pages(int result, const box_answer *a, box_paper *p) {
  TRY(map_written(result, a, p));
  p->page_digests = (str){p->map, p->mapped};
  return NULL;
}

static err *read_once(box_helper *b, str bytes, box_paper *out) {
  box_answer a = {0};
  DEFER(close_fd) int result = memfd_create("anew", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (result < 0) return no(BOX_UNSAFE);
  TRY(ask(b, bytes, result, &a));
  *out = (box_paper){.media_type = kinds[a.kind].media_type, .ending = kinds[a.kind].ending,
                     .bytes = str_sub(bytes, 0, (size_t)a.kept), .pages = a.pages,
                     .width = a.width, .height = a.height};
  if (a.kind == BOX_PDF) return take_pages(result, &a, out);
  return a.written ? take_anew(result, &a, out) : NULL;
}

/* What was written anew comes from a process that read hostile bytes: read as any other file. */
static err *prove(box_helper *b, box_paper *p) {
  box_paper second = {0};
  err *e = read_once(b, p->bytes, &second);
  if (e) return e;
  bool same = second.bytes.n == p->bytes.n && !second.anew &&
              strcmp(second.media_type, p->media_type) == 0;
  box_drop(&second);
  return same ? NULL : no(BOX_HEAVY);
}

err *box_read(box_helper *b, str bytes, box_paper *out) {
  *out = (box_paper){0};
  if (bytes.n > BOX_BYTES) return ERR(TOO_LARGE, N_("The file is larger than allowed."));
  TRY(take_turn(b));
  err *e = read_once(b, bytes, out);
  if (!e && out->anew) e = prove(b, out);
  leave_turn(b);
  if (e) box_drop(out);
  return e;
}

void box_drop(box_paper *p) {
  if (p->map) munmap(p->map, p->mapped);
  *p = (box_paper){0};
}

/* --- opening --- */
/* "motcua-box" in the folder of the program that runs. */
static char *beside(void) {
  static const char name[] = "motcua-box";
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof name);
  while (n > 0 && path[n - 1] != '/') n--;
  if (n <= 0) return NULL;
  memcpy(path + n, name, sizeof name);
  return strdup(path);
}

err *box_open(const char *program, int most, box_helper **out) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  box_helper *b = calloc(1, sizeof *b);
  if (b) b->program = program ? strdup(program) : beside();
  if (!b || !b->program) {
    free(b);
    return ERR(UNAVAILABLE, N_("There is not enough memory."));
  }
  b->most = most > 0 ? most : processors > 1 ? (int)processors : 2;
  b->socket = -1;
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->turn, NULL);
  *out = b;
  return NULL;
}

void box_close(box_helper *b) {
  if (!b) return;
  end_helper(b);
  pthread_cond_destroy(&b->turn);
  pthread_mutex_destroy(&b->lock);
  free(b->program);
  free(b);
}

err *box_ready(box_helper *b) {
  pthread_mutex_lock(&b->lock);
  err *e = start_helper(b);
  pthread_mutex_unlock(&b->lock);
  return e;
}
