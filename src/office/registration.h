/* registration: how people get an account, and back into it, by a code sent to their mailbox.
 *
 * A code has eight digits, lives fifteen minutes, is stored as an HMAC and belongs to the request
 * that asked for it (an opaque id), so that nobody can use up somebody else's tries.  Whoever asks
 * gets the same answer whether the mailbox has an account or not: the letter tells. */
#ifndef OFFICE_REGISTRATION_H
#define OFFICE_REGISTRATION_H
#include "office/account.h"

enum { CODE_MINUTES = 15, CODE_TRIES = 5 };
typedef enum code_purpose { CODE_REGISTER, CODE_RESET } code_purpose;

typedef struct code_request {
  str id;             /* opaque */
  str mailbox;
  instant expires_at;
} code_request;
/* Sends a letter.  ERR_INVALID at `mailbox`: no address; ERR_TOO_MANY: five letters within the hour
 * to this mailbox, or thirty from this network; ERR_UNAVAILABLE: no mail is set up. */
err *code_ask(ctx *c, code_purpose purpose, str mailbox, code_request *out);
/* A request that can still be answered; ERR_GONE else.  Needs c->db. */
err *code_look(ctx *c, code_purpose purpose, str id, code_request *out);

enum { INVITED_DAYS = 3 };
typedef struct invitation {
  int64_t account_id;
  str mailbox, login;
  str site;           /* "https://…", or none */
  lang language;
} invitation;
/* Inside a decide: a letter with a code of CODE_RESET by which somebody for whom an account was
 * opened chooses a password; it holds INVITED_DAYS. */
err *code_invite(ctx *c, const invitation *w);

typedef struct registration {
  str id, code, name, password;
  str claimed_id;     /* 12 digits or none: kept as claimed, opens nothing */
  str via;            /* of the session: cookie | token */
} registration;
/* All errors at once, then the code: ERR_INVALID at `code` when wrong, ERR_GONE after CODE_TRIES or
 * too late.  Makes person and account (level 1) and opens a session. */
err *register_account(ctx *c, const registration *r, session *out);
/* Sets the password; ends every session, opens one.  Uses id, code, password and via. */
err *register_reset(ctx *c, const registration *r, session *out);
#endif
