/* mail: one message to one mailbox, by libcurl's SMTP.
 *
 * Messages are RFC 5322 with one text/plain part in UTF-8, base64; subjects are RFC 2047 encoded
 * words.  No byte of a subject or text can become a header, and addresses are of a narrow form, so
 * nothing can be injected. */
#ifndef KIT_MAIL_H
#define KIT_MAIL_H
#include "base/err.h"
#include "base/time.h"

enum { MAIL_LONGEST_ADDRESS = 254 }; /* RFC 5321 4.5.3.1.3, without the brackets */

/* Where mail is given to, for the life of the process. */
typedef struct mail_server {
  const char *url;             /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
  const char *from;            /* the mailbox that it comes from */
  const char *user, *password; /* NULL: none */
  const char *ca;              /* NULL: the system's authorities */
  bool clear;                  /* no TLS: a relay on this machine */
} mail_server;

typedef struct mail_letter {
  str id;            /* for Message-ID: letters, digits, - and _ */
  str to;
  str language;      /* "vi" */
  str subject, text; /* UTF-8; lines end with LF */
  instant at;
} mail_letter;

/* A mailbox as this program takes it: ASCII, local part of atoms (RFC 5321 4.1.2), a domain with a
 * dot or `localhost`.  No quotes, blanks or comments. */
bool mail_address(str s);
/* The same with its domain (and, since hardly any provider tells them apart, its local part) in
 * lower case, so that one mailbox is one text. */
str mail_address_key(arena *a, str s);

typedef struct mail_options { /* texts of the command line, or NULL */
  const char *url, *from;
  const char *login; /* a file (0600) with the name and the password, a line each */
  const char *ca;
} mail_options;
/* Checks what the options say.  Without TLS only a relay on this machine is spoken to (smtp:// at a
 * loopback address, no ca named); to any other, smtp:// must become TLS by STARTTLS.  ERR_INVALID
 * or ERR_UNAVAILABLE say what is wrong. */
err *mail_server_read(arena *a, const mail_options *o, mail_server *out);

/* The bytes of the message, CRLF. */
str mail_message(arena *a, const mail_server *s, const mail_letter *m);
/* Gives it to the server; at most a minute.  ERR_GONE: the server refuses sender, recipient
 * or text of this letter for good (5xx); ERR_UNAVAILABLE: worth another try. */
err *mail_send(arena *a, const mail_server *s, const mail_letter *m);
#endif
