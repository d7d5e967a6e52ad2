/* listen: see listen.h. */
#include "kit/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, MOST_HOST = 255 };

static bool split(str address, char host[MOST_HOST + 1], char port[6]) {
  size_t colon = address.n;
  while (colon > 0 && address.p[colon - 1] != ':') colon--;
  if (colon < 2) return false;
  str h = str_sub(address, 0, colon - 1), p = str_sub(address, colon, address.n);
  bool bracket = str_starts(h, S("[")) && str_ends(h, S("]")) && h.n > 2;
  if (bracket) h = str_sub(h, 1, h.n - 1);
  else if (str_chr(h, ':', 0) >= 0) return false;
  int64_t number;
  if (!str_to_i64(p, &number) || number < 0 || number > 65535) {
    if (!str_eq(p, S("0"))) return false;
  }
  if (h.n > MOST_HOST) return false;
  memcpy(host, h.p, h.n);
  host[h.n] = '\0';
  memcpy(port, p.p, p.n);
  port[p.n] = '\0';
  return true;
}

static int bound_port(int fd) {
  struct sockaddr_storage at;
  socklen_t n = sizeof at;
  if (getsockname(fd, (struct sockaddr *)&at, &n)) return 0;
  in_port_t port = at.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&at)->sin6_port
                                            : ((struct sockaddr_in *)&at)->sin_port;
  return ntohs(port);
}

static int open_at(const struct addrinfo *ai) {
  int on = 1;
  int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (ai->ai_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0) return fd;
  int code = errno;
  close(fd);
  errno = code;
  return -1;
}

err *listen_open(const char *address, int *fd, int *port, bool *v6) {
  char host[MOST_HOST + 1], service[6];
  str text = str_of(address);
  if (!split(text, host, service))
    return ERR(INVALID, N_("{0} is not an address of the form HOST:PORT"), text);
  struct addrinfo want = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  if (getaddrinfo(host, service, &want, &found))
    return ERR(INVALID, N_("The host of {0} is not known"), text);
  *v6 = found->ai_family == AF_INET6;
  *fd = open_at(found);
  int code = errno;
  freeaddrinfo(found);
  if (*fd < 0 && code == EADDRINUSE)
    return ERR(UNAVAILABLE, N_("The address {0} is in use by another program"), text);
  if (*fd < 0)
    return ERR(UNAVAILABLE, N_("Cannot listen on {0}: {1}"), text, str_of(strerrordesc_np(code)));
  *port = bound_port(*fd);
  return NULL;
}

static const void *ip_of(const struct sockaddr *sa) {
  if (sa->sa_family == AF_INET) return &((const struct sockaddr_in *)(const void *)sa)->sin_addr;
  if (sa->sa_family == AF_INET6) return &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
  return NULL;
}

void listen_text(const struct sockaddr *sa, char *text, size_t room) {
  const void *ip = ip_of(sa);
  if (!ip || !inet_ntop(sa->sa_family, ip, text, (socklen_t)room)) text[0] = '\0';
}

bool listen_loopback(const struct sockaddr *sa) {
  const void *ip = ip_of(sa);
  if (!ip) return false;
  if (sa->sa_family == AF_INET6) return memcmp(ip, &in6addr_loopback, sizeof in6addr_loopback) == 0;
  return *(const unsigned char *)ip == 127;
}

int listen_files(void) {
  struct rlimit most;
  if (getrlimit(RLIMIT_NOFILE, &most)) return 1024;
  struct rlimit raised = {most.rlim_max, most.rlim_max};
  rlim_t now = setrlimit(RLIMIT_NOFILE, &raised) ? most.rlim_cur : most.rlim_max;
  return now > INT_MAX ? INT_MAX : (int)now;
}
