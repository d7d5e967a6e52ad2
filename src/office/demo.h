/* demo: the demonstration: units, people, accounts, keys and, if wished, dossiers. */
#ifndef OFFICE_DEMO_H
#define OFFICE_DEMO_H
#include "office/office.h"

#define DEMO_PASSWORD "motcua-demo"
#define DEMO_PIN "123456"

/* Installs an empty instance: settings, calendar, the shipped catalogue, the server's key. */
err *install_base(office *f, arena *a, instant now, bool demo);
/* How codes of dossiers look from now on (setting.h).  ERR_INVALID when the pattern lacks agency,
 * day or number, or has a character that does not belong in an address. */
err *install_code_pattern(office *f, arena *a, instant now, str pattern);
/* Root, issuing CA, certificates of officers, authorities and the Centre; units and accounts.
 * Writes the root as DIR/demo-root.pem for other programs. */
err *demo_fill(office *f, arena *a, instant now);
/* n dossiers filed and carried to various states through the ordinary gate.  progress: NULL, or
 * told after each. */
err *demo_dossiers(office *f, instant now, int64_t n,
                   void (*progress)(void *, int64_t done, int64_t all), void *arg);

/* The demonstration's issuing CA revokes the officer's certificate as from now, or replaces it by
 * one that expired yesterday.  A new edition follows (office_renew). */
err *demo_revoke(office *f, arena *a, instant now, str login);
err *demo_expire(office *f, arena *a, instant now, str login);
#endif
