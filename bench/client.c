/* client: see client.h. */
#include "bench/client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool client_open(client *c, int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  c->port = port;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->fd < 0) return false;
  int on = 1;
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return connect(c->fd, (struct sockaddr *)&to, sizeof to) == 0;
}

void client_close(client *c) {
  if (c->fd >= 0) close(c->fd);
  c->fd = -1;
}

static bool send_all(int fd, str s) {
  for (size_t done = 0; done < s.n;) {
    ssize_t n = send(fd, s.p + done, s.n - done, MSG_NOSIGNAL);
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return true;
}

int client_ask(client *c, str request, str *body) {
  if (!send_all(c->fd, request)) return 0;
  size_t have = 0, head = 0, wanted = 0;
  while (!head || have < wanted) {
    ssize_t n = recv(c->fd, c->room + have, sizeof c->room - have, 0);
    if (n <= 0) return 0;
    have += (size_t)n;
    if (head) continue;
    str got = {c->room, have};
    ptrdiff_t end = str_find(got, S("\r\n\r\n"));
    if (end < 0) continue;
    head = (size_t)end + 4;
    ptrdiff_t at = str_find(str_sub(got, 0, head), S("Content-Length: "));
    wanted = head + (at < 0 ? 0 : (size_t)strtoul(c->room + at + 16, NULL, 10));
    if (wanted > sizeof c->room) return 0;
  }
  *body = (str){c->room + head, wanted - head};
  return atoi(c->room + 9);
}
