/* clamd: see clamd.h.  A connection for each file; the daemon closes it on us when a stream is
 * larger than its StreamMaxLength, so that sending may fail before the answer is read. */
#include "kit/clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/defer.h"
#include "base/log.h"

enum { CONNECT_MS = 3000, SILENCE_SECONDS = 60, CHUNK = 1 << 20, AGAIN = 60 };

static err *unreachable(const char *doing, const char *why) {
  log_error("clamd: %s: %s", doing, why);
  return err_retry(ERR(UNAVAILABLE, N_("Files cannot be taken now: the virus scanner does not "
                                       "answer. Please try again in a few minutes.")), AGAIN);
}

/* Connected within CONNECT_MS, then blocking with time limits; or -1 and errno. */
static int reach(const struct sockaddr *sa, socklen_t n) {
  int fd = socket(sa->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  int rc = connect(fd, sa, n), why = errno;
  struct pollfd p = {.fd = fd, .events = POLLOUT};
  if (rc && why == EINPROGRESS) {
    rc = poll(&p, 1, CONNECT_MS) == 1 ? 0 : -1;
    why = ETIMEDOUT;
    socklen_t size = sizeof why;
    if (!rc) getsockopt(fd, SOL_SOCKET, SO_ERROR, &why, &size);
    if (!rc && why) rc = -1;
  }
  const struct timeval limit = {.tv_sec = SILENCE_SECONDS};
  if (!rc && !fcntl(fd, F_SETFL, 0) &&
      !setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) &&
      !setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit))
    return fd;
  close(fd);
  errno = rc ? why : EIO;
  return -1;
}

static int reach_path(const char *path) {
  struct sockaddr_un sa = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof sa.sun_path) return errno = ENAMETOOLONG, -1;
  memcpy(sa.sun_path, path, strlen(path));
  return reach((const struct sockaddr *)&sa, sizeof sa);
}

static int reach_host(const char *address) {
  char host[256];
  const char *colon = strrchr(address, ':');
  size_t n = colon ? (size_t)(colon - address) : 0;
  bool bracket = n > 2 && address[0] == '[' && address[n - 1] == ']';
  if (!n || n >= sizeof host) return errno = EINVAL, -1;
  memcpy(host, address + bracket, n - 2 * bracket);
  host[n - 2 * bracket] = 0;
  const struct addrinfo want = {.ai_socktype = SOCK_STREAM};
  struct addrinfo *list = NULL;
  if (getaddrinfo(host, colon + 1, &want, &list)) return errno = EHOSTUNREACH, -1;
  int fd = -1;
  for (const struct addrinfo *i = list; i && fd < 0; i = i->ai_next)
    fd = reach(i->ai_addr, i->ai_addrlen);
  int why = errno;
  freeaddrinfo(list);
  errno = why;
  return fd;
}

static bool give(int fd, const void *bytes, size_t n) {
  for (const char *p = bytes; n;) {
    ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    p += done;
    n -= (size_t)done;
  }
  return true;
}

static bool give_stream(int fd, str bytes) {
  static const unsigned char end[4];
  if (!give(fd, "zINSTREAM", sizeof "zINSTREAM")) return false;
  while (bytes.n) {
    size_t n = bytes.n < CHUNK ? bytes.n : CHUNK;
    const unsigned char head[4] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16),
                                   (unsigned char)(n >> 8), (unsigned char)n};
    if (!give(fd, head, 4) || !give(fd, bytes.p, n)) return false;
    bytes = str_sub(bytes, n, bytes.n);
  }
  return give(fd, end, 4);
}

/* The answer up to its NUL; none when there is none. */
static str heard(int fd, char *room, size_t most) {
  size_t n = 0;
  while (n < most) {
    ssize_t got = recv(fd, room + n, most - n, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    n += (size_t)got;
    if (room[n - 1] == 0) return (str){room, n - 1};
  }
  return STR_NONE;
}

static err *connect_to(const char *address, int *fd) {
  *fd = address[0] == '/' ? reach_path(address) : reach_host(address);
  return *fd < 0 ? unreachable(address, strerror(errno)) : NULL;
}

err *clamd_scan(const char *address, str bytes) {
  char room[1024];
  DEFER(close_fd) int fd = -1;
  TRY(connect_to(address, &fd));
  bool gave = give_stream(fd, bytes);
  str answer = heard(fd, room, sizeof room);
  if (gave && str_eq(answer, S("stream: OK"))) return NULL;
  if (str_starts(answer, S("stream: ")) && str_ends(answer, S(" FOUND"))) {
    log_warning("clamd: %.*s", STR_ARG(answer));
    return ERR(MEDIA, N_("A virus was found in this file; it has not been kept."));
  }
  char why[200];
  size_t n = answer.n < sizeof why ? answer.n : sizeof why - 1;
  if (n) memcpy(why, answer.p, n);
  why[n] = 0;
  return unreachable(address, n ? why : "no answer");
}

err *clamd_ping(const char *address) {
  char room[64];
  DEFER(close_fd) int fd = -1;
  TRY(connect_to(address, &fd));
  bool gave = give(fd, "zPING", sizeof "zPING");
  str answer = heard(fd, room, sizeof room);
  return gave && str_eq(answer, S("PONG")) ? NULL : unreachable(address, "it does not answer");
}
