/* raw_client: sends bytes to a loopback port and reads what comes back, for tests. */
#ifndef TESTS_RAW_CLIENT_H
#define TESTS_RAW_CLIENT_H
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"
#include "base/time.h"

typedef struct answer {
  char text[65536];
  size_t n;
  bool closed;     /* the server ended the connection */
  int status;      /* of the first reply that is not 100 */
  int replies;     /* status lines in all */
  int64_t ms;
} answer;

static int raw_connect(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to)) {
    close(fd);
    return -1;
  }
  return fd;
}

static bool raw_send(int fd, str bytes) {
  while (bytes.n) {
    ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes = str_sub(bytes, (size_t)n, bytes.n);
  }
  return true;
}

static inline void raw_count(answer *a) {
  str rest = {a->text, a->n};
  for (ptrdiff_t at; (at = str_find(rest, S("HTTP/1.1 "))) >= 0;) {
    int status = atoi(rest.p + at + 9);
    if (status != 100 && !a->status) a->status = status;
    a->replies++;
    rest = str_sub(rest, (size_t)at + 9, rest.n);
  }
}

/* Reads until the server closes, `until` is seen (none: not looked for), or ms have passed. */
static void raw_read(int fd, str until, int ms, answer *a) {
  int64_t start = ticks_us();
  memset(a, 0, sizeof *a);
  while (a->n < sizeof a->text - 1) {
    int left = ms - (int)((ticks_us() - start) / 1000);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (left <= 0 || poll(&p, 1, left) <= 0) break;
    ssize_t n = recv(fd, a->text + a->n, sizeof a->text - 1 - a->n, 0);
    a->closed = n == 0 || (n < 0 && errno == ECONNRESET);
    if (n <= 0) break;
    a->n += (size_t)n;
    if (until.p && str_find((str){a->text, a->n}, until) >= 0) break;
  }
  a->ms = (ticks_us() - start) / 1000;
  raw_count(a);
}

/* One connection: sends, reads until `until` or the end, closes. */
static inline void raw_talk(int port, str bytes, str until, answer *a) {
  int fd = raw_connect(port);
  raw_send(fd, bytes);
  raw_read(fd, until, 10000, a);
  close(fd);
}
#endif
