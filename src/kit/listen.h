/* listen: a listening TCP socket from a text, and what a connection's two ends are. */
#ifndef KIT_LISTEN_H
#define KIT_LISTEN_H
#include "base/err.h"

struct sockaddr;

/* address: "HOST:PORT" or "[IPv6]:PORT"; port 0 takes a free one.  ERR_INVALID: not such a text;
 * ERR_UNAVAILABLE: in use, or not this machine's, with the address in the message. */
err *listen_open(const char *address, int *fd, int *port, bool *v6);
/* Writes the IP address as text (at least 46 bytes); "" for another family. */
void listen_text(const struct sockaddr *sa, char *text, size_t room);
/* 127.0.0.0/8 or ::1. */
bool listen_loopback(const struct sockaddr *sa);
/* Raises the soft limit of open files to the hard one; returns it. */
int listen_files(void);
#endif
