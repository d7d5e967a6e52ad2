/* office: what one process has open: database, train, files, secrets and the current edition.
 *
 * Boot lifetime. office_open checks the schema and the secret; the edition (office/edition.h) is
 * loaded and renewed here. */
#ifndef OFFICE_OFFICE_H
#define OFFICE_OFFICE_H
#include "kit/blob.h"
#include "kit/box.h"
#include "kit/crypto.h"
#include "kit/mail.h"
#include "kit/pool.h"
#include "kit/train.h"
#include "office/edition.h"
#include "office/tiles.h"

typedef struct office_secrets { /* all derived from the 32 bytes of --secret FILE by HKDF */
  char pepper[32];      /* of PIN passphrases */
  char box[32];         /* AES key of server-held secrets */
  char csrf[32];        /* of form tokens */
  char fingerprint[32]; /* of idempotency */
  char tracking[32];    /* of tracking codes */
  char search[32];      /* of numbers by which dossiers are found */
  char codes[32];       /* of codes sent by mail, and of whom attempts are counted for */
} office_secrets;

typedef struct office {
  const char *folder;   /* --data DIR */
  const char *public_url; /* "https://HOST", nothing behind it; NULL: not known */
  db *db;
  train *train;
  blob_store *blobs;
  box_helper *box;      /* what reads uploads; its helper starts with the first */
  const char *clamd;    /* --clamd ADDRESS, or NULL */
  office_secrets secrets;
  char server_key[ED25519_KEY]; /* unboxed at boot */
  char ledger_key[ED25519_KEY]; /* derived from the secret file */
  tiles ledger;           /* FOLDER/ledger */
  char instance[33];      /* hex id */
  bool demo;              /* a demonstration folder */
  argon2_cost password_cost, pin_cost;
  int pkcs12_iterations;
  char decoy[160];        /* a hash that no password has: for sign-in to unknown accounts */
  pool *batches;        /* threads that take several steps one by one */
  const mail_server *mail; /* NULL: none is set up */
  struct edition_slots *editions;
} office;

typedef struct office_options {
  const char *folder;
  const char *database;           /* NULL: SQLite in the folder */
  const char *secret_file;        /* NULL: FOLDER.secret */
  const char *box;                /* motcua-box; NULL: beside this program */
  const char *blobs;              /* a folder, or s3://… (kit/blob.h); NULL: blobs in the folder */
  const char *blobs_credentials;  /* the file with the key of s3://… */
  const char *clamd;              /* of the virus scanner; NULL: none */
  const char *public_url;         /* under which people reach this installation; NULL: not known */
  int readers, lanes, train_most; /* 0: defaults 64, 4, 64 */
  mail_options mail;              /* url NULL: none is set up */
} office_options;

/* Makes the data folder (0700; missing or empty), the secret file (0600, never overwritten) and the
 * database with this program's schema, and nothing else; install_base comes after office_open.
 * What a failure has made is removed again (create.c). */
err *office_create(const office_options *o);
/* The 32 bytes of the secret file, in a; ERR_UNAVAILABLE says what is wrong with it. */
err *office_secret(arena *a, const office_options *o, str *secret);
/* "sqlite:FOLDER/motcua.db", or the options' own database. */
const char *office_database(arena *a, const office_options *o);

/* On SQLite one process serves or migrates a folder: takes DIR/lock until the process ends, or says
 * ERR_CONFLICT.  With a database server any number may; then nothing is taken. */
err *office_lock(const office_options *o);

/* Errors are single clear lines for a terminal: no such folder, no secret, a newer database… */
err *office_open(const office_options *o, office **out);
void office_close(office *f);
/* Reads the settings (office/setting.h) and the server's key again; for install_base, which writes
 * them after office_open has found none. Not while others use f. */
err *office_settings(office *f);

/* The current edition, counted; give it back with office_release.  office_renew reloads when the
 * edition's number in the database has changed (called every second and after publishing). */
const edition *office_edition(office *f);
void office_release(office *f, const edition *e);
err *office_renew(office *f);
#endif
