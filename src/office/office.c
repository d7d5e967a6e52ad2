/* office: see office.h.  Opens and closes what one process needs, in one order and its reverse;
 * slots.c holds the edition, create.c makes a new installation. */
#include "office/office.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/rand.h"
#include "kit/migrate.h"
#include "office/office.sql.h"
#include "office/setting.h"
#include "office/slots.h"

enum { READERS = 64, LANES = 4, TRAIN = 64, BATCHES = 2, BOOT_MEMORY = 4 << 20,
       SCRATCH_MEMORY = 1 << 20 };

typedef struct opened { /* an office with what it alone owns */
  office f;
  arena *a;
  pthread_mutex_t renewing;
} opened;

static void fill(char to[32], arena *a, str secret, str label) {
  str key = hkdf(a, secret, label, 32);
  memcpy(to, key.p, 32);
  wipe(key);
}

/* Labels separate the uses of one secret (RFC 5869 3.2); a changed label is another key. */
static err *read_secret(office *f, arena *a, const office_options *o) {
  str secret;
  TRY(office_secret(a, o, &secret));
  fill(f->secrets.pepper, a, secret, S("motcua/pin-pepper/1"));
  fill(f->secrets.box, a, secret, S("motcua/box/1"));
  fill(f->secrets.csrf, a, secret, S("motcua/form-token/1"));
  fill(f->secrets.fingerprint, a, secret, S("motcua/idempotency/1"));
  fill(f->secrets.tracking, a, secret, S("motcua/tracking-code/1"));
  fill(f->secrets.search, a, secret, S("motcua/search/1"));
  fill(f->secrets.codes, a, secret, S("motcua/mailbox-code/1"));
  str seed = hkdf(a, secret, S("motcua/ledger/1"), ED25519_SEED), key = ed25519_key(a, seed);
  memcpy(f->ledger_key, key.p, ED25519_KEY);
  wipe(seed);
  wipe(key);
  wipe(secret);
  return NULL;
}

static err *check_folder(const char *folder) {
  struct stat st;
  if (stat(folder, &st))
    return ERR(UNAVAILABLE, N_("The data folder {0} cannot be read: {1}."), str_of(folder),
               str_of(strerror(errno)));
  if (!S_ISDIR(st.st_mode))
    return ERR(UNAVAILABLE, N_("{0} is not a folder."), str_of(folder));
  return NULL;
}

err *office_lock(const office_options *o) {
  if (o->database && !str_starts(str_of(o->database), S("sqlite:"))) return NULL;
  TRY(check_folder(o->folder));
  char path[PATH_MAX];
  int n = snprintf(path, sizeof path, "%s/lock", o->folder);
  int fd = n < (int)sizeof path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB)) return NULL; /* open from here to the end */
  bool taken = fd >= 0 && errno == EWOULDBLOCK;
  int why = errno;
  if (fd >= 0) close(fd);
  if (taken)
    return ERR(CONFLICT, N_("Another motcua serves {0} already; with SQLite one process does."),
               str_of(o->folder));
  return ERR(UNAVAILABLE, N_("{0} cannot be opened: {1}."), str_of(path), str_of(strerror(why)));
}

static err *check_schema(db *d) {
  int number, newest = migration_count ? migrations[migration_count - 1].number : 0;
  TRY(migrate_at(d, &number));
  if (number > newest)
    return ERR(UNAVAILABLE, N_("The database was made by a newer program; nothing was changed."));
  if (number < newest)
    return ERR(UNAVAILABLE, N_("The database is of an older program; run `motcua migrate` first."));
  return NULL;
}

/* --- settings --- */
static err *read_costs(db_conn *c, arena *a, office *f) {
  int64_t iterations;
  TRY(setting_number(c, a, "password_kib", &f->password_cost.kib));
  TRY(setting_number(c, a, "password_passes", &f->password_cost.passes));
  TRY(setting_number(c, a, "pin_kib", &f->pin_cost.kib));
  TRY(setting_number(c, a, "pin_passes", &f->pin_cost.passes));
  TRY(setting_number(c, a, "pkcs12_iterations", &iterations));
  f->pkcs12_iterations = (int)iterations;
  return NULL;
}

static err *read_server_key(db_conn *c, arena *a, office *f) {
  server_key_row row;
  bool found;
  TRY(server_key(c, a, &row, &found));
  if (!found) return NULL;
  str seed;
  if (open_box(a, (str){f->secrets.box, 32}, row.secret, &seed) || seed.n != ED25519_SEED)
    return ERR(UNAVAILABLE, N_("The secret file does not belong to this database."));
  str key = ed25519_key(a, seed);
  wipe(seed);
  bool own = str_eq(ed25519_public(key), row.certificate);
  if (own) memcpy(f->server_key, key.p, ED25519_KEY);
  wipe(key);
  if (!own)
    return ERR(UNAVAILABLE, N_("The server's key and its certificate do not belong together."));
  return NULL;
}

static err *read_settings(db_conn *c, arena *a, office *f) {
  str instance, demo;
  TRY(setting_get(c, a, S("instance"), &instance));
  if (instance.p && instance.n != 32)
    return ERR(INTERNAL, N_("The setting {0} is out of range."), S("instance"));
  memset(f->instance, 0, sizeof f->instance);
  if (instance.p) memcpy(f->instance, instance.p, 32);
  TRY(setting_get(c, a, S("demo"), &demo));
  f->demo = str_eq(demo, S("1"));
  TRY(read_costs(c, a, f));
  return read_server_key(c, a, f);
}

err *office_settings(office *f) {
  arena *a = arena_new(SCRATCH_MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  db_conn *c;
  err *e = db_read_begin(f->db, &c);
  if (!e) {
    e = read_settings(c, a, f);
    db_read_end(f->db, c);
  }
  str decoy = STR_NONE;
  if (!e) e = password_hash(a, hex_of(a, rand_str(a, 32)), f->password_cost, &decoy);
  if (!e && decoy.n >= sizeof f->decoy) e = ERR(INTERNAL, "A password hash is too long.");
  if (!e) {
    memset(f->decoy, 0, sizeof f->decoy);
    memcpy(f->decoy, decoy.p, decoy.n);
  }
  arena_free(a);
  return e;
}

/* --- the edition --- */
const edition *office_edition(office *f) { return slots_take(f->editions); }
void office_release(office *f, const edition *e) { slots_give(f->editions, e); }

static err *renew(office *f, arena *a) {
  instant now = instant_now();
  edition_number_row row = {0};
  bool found;
  db_conn *c;
  TRY(db_read_begin(f->db, &c));
  err *e = edition_number(c, a, &row, &found);
  const edition *current = office_edition(f);
  bool same = current && current->number == row.number && current->day == day_of(now);
  office_release(f, current);
  edition *fresh = NULL;
  if (!e && !same) e = edition_load(c, now, &fresh);
  db_read_end(f->db, c);
  if (!fresh || slots_replace(f->editions, fresh)) return e;
  edition_free(fresh);
  return ERR(RETRY, N_("Too many editions are still being read."));
}

err *office_renew(office *f) {
  arena *a = arena_new(SCRATCH_MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  pthread_mutex_t *one = &((opened *)f)->renewing;
  pthread_mutex_lock(one);
  err *e = renew(f, a);
  pthread_mutex_unlock(one);
  arena_free(a);
  return e;
}

/* --- open and close --- */
static err *read_mail(office *f, arena *a, const office_options *o) {
  if (!o->mail.url) return NULL;
  mail_server *s = arena_new_of(a, mail_server);
  f->mail = s;
  return mail_server_read(a, &o->mail, s);
}

static err *open_blobs(office *f, arena *a, const office_options *o) {
  const char *place = o->blobs ? o->blobs : str_cat(a, str_of(o->folder), S("/blobs")).p;
  if (str_starts(str_of(place), S("s3:")))
    return blob_open_s3(place, o->blobs_credentials, &f->blobs);
  return blob_open(place, true, &f->blobs);
}

static err *open_all(office *f, arena *a, const office_options *o) {
  TRY(check_folder(o->folder));
  TRY(read_secret(f, a, o));
  TRY(read_mail(f, a, o));
  TRY(db_open(office_database(a, o), false, o->readers ? o->readers : READERS, &f->db));
  TRY(check_schema(f->db));
  TRY(open_blobs(f, a, o));
  TRY(tiles_open(str_cat(a, str_of(o->folder), S("/ledger")).p, true, &f->ledger));
  TRY(box_open(o->box, 0, &f->box));
  TRY(train_start(f->db, o->lanes ? o->lanes : LANES, o->train_most ? o->train_most : TRAIN,
                  &f->train));
  TRY(pool_start(BATCHES, &f->batches));
  TRY(office_settings(f));
  return office_renew(f);
}

err *office_open(const office_options *o, office **out) {
  arena *a = arena_new(BOOT_MEMORY);
  if (!a) return ERR(UNAVAILABLE, N_("Out of memory."));
  opened *owner = arena_new_of(a, opened);
  pthread_mutex_init(&owner->renewing, NULL);
  owner->a = a;
  owner->f.folder = str_z(a, str_of(o->folder));
  owner->f.clamd = str_z(a, str_of(o->clamd));
  owner->f.public_url = str_z(a, str_of(o->public_url));
  owner->f.ledger = (tiles){.folder = -1, .lock = -1};
  owner->f.editions = slots_new(a);
  err *e = open_all(&owner->f, a, o);
  if (e) office_close(&owner->f);
  else *out = &owner->f;
  return e;
}

void office_close(office *f) {
  if (!f) return;
  arena *a = ((opened *)f)->a;
  if (f->batches) pool_stop(f->batches); /* the steps that were begun are taken */
  train_free(f->train);
  slots_close(f->editions);
  box_close(f->box);
  if (f->blobs) blob_close(f->blobs);
  tiles_close(&f->ledger);
  if (f->db) db_close(f->db);
  if (f->mail) wipe(str_of(f->mail->password));
  wipe((str){(const char *)&f->secrets, sizeof f->secrets});
  wipe((str){f->server_key, sizeof f->server_key});
  wipe((str){f->ledger_key, sizeof f->ledger_key});
  arena_free(a);
}
