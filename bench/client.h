/* client: a small keep-alive HTTP client over loopback, for benchmarks. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H
#include "base/buf.h"

typedef struct client {
  int fd, port;
  char room[65536];
} client;

/* Connects to 127.0.0.1:port; false when refused. */
bool client_open(client *c, int port);
void client_close(client *c);
/* Sends one whole request and reads one whole reply into c->room; its status, or 0 on a broken
 * connection.  *body points into c->room. */
int client_ask(client *c, str request, str *body);
#endif
