/* export: see export.h.  A dossier at a time is read in a snapshot; its files follow outside it, so
 * that neither memory nor a snapshot grows with what somebody has. */
#include "office/export.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/defer.h"
#include "base/rand.h"
#include "kit/crypto.h"
#include "office/export.sql.h"
#include "office/export_impl.h"
#include "office/mandate.h"
#include "office/result.h"

enum { MODE = 0600 };

str export_json(arena *a, const json *v) {
  buf b = buf_in(a);
  json_write(&b, v);
  buf_char(&b, '\n');
  return buf_str(&b);
}

static const json *parsed(arena *a, str s) {
  const json *v = NULL;
  return s.n && !json_parse(a, s, &v) ? v : NULL;
}

/* --- members --- */
static int nameless(const ctx *c) {
  return open(c->office->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, MODE);
}

static err *unwritten(void) { return ERR(STORAGE, N_("The archive could not be written.")); }

err *export_lines_begin(ctx *c, export_lines *l) {
  l->size = 0;
  if (l->fd < 0) l->fd = nameless(c);
  return l->fd < 0 || ftruncate(l->fd, 0) ? unwritten() : NULL;
}

err *export_lines_add(export_lines *l, str line) {
  while (line.n) {
    ssize_t n = pwrite(l->fd, line.p, line.n, l->size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return unwritten();
    l->size += n;
    line = str_sub(line, (size_t)n, line.n);
  }
  return NULL;
}

/* As sha256sum writes it, and reads it with -c. */
static err *summed(ctx *c, exporting *e, str name, str sha256) {
  return export_lines_add(&e->sums, str_cat(c->a, hex_of(c->a, sha256), S("  "), name, S("\n")));
}

err *export_put(ctx *c, exporting *e, str name, instant at, str bytes) {
  TRY(archive_put(e->zip, name, at, bytes));
  return summed(c, e, name, sha256(c->a, bytes));
}

static err *put_fd(ctx *c, exporting *e, str name, int fd) {
  str digest;
  int64_t size;
  TRY(sha256_file(c->a, fd, &digest, &size));
  TRY(archive_put_fd(e->zip, name, c->now, fd, size));
  return summed(c, e, name, digest);
}

err *export_lines_put(ctx *c, exporting *e, str name, export_lines *l) {
  return put_fd(c, e, name, l->fd);
}

err *export_put_file(ctx *c, exporting *e, const export_file *f) {
  int opened = -1;
  int64_t size;
  TRY(blob_fd(c->office->blobs, f->blob, &opened, &size));
  DEFER(close_fd) int fd = opened;
  TRY(put_fd(c, e, f->name, fd));
  e->made->files++;
  return NULL;
}

/* --- the account --- */
static const json *mandates(arena *a, const mandate_line *lines, size_t n) {
  const json **list = arena_list(a, n + 1, const json *);
  for (size_t i = 0; i < n; i++) {
    json_member m[] = {{S("kind"), text(a, lines[i].kind)}, {S("holder"), text(a, lines[i].holder)},
                       {S("agent"), text(a, lines[i].agent)},
                       {S("procedure"), text(a, lines[i].procedure)},
                       {S("from"), day(a, lines[i].from)}, {S("last"), day(a, lines[i].last)},
                       {S("revoked_at"), when(a, lines[i].revoked_at)}};
    list[i] = OBJECT(a, m);
  }
  return json_of_list(a, list, n);
}

static const json *sessions(arena *a, const own_account *own) {
  const json **list = arena_list(a, own->nsessions + 1, const json *);
  for (size_t i = 0; i < own->nsessions; i++) {
    const own_session *s = &own->sessions[i];
    json_member m[] = {{S("since"), when(a, s->created_at)}, {S("used_at"), when(a, s->used_at)},
                       {S("network"), text(a, s->network)}, {S("agent"), text(a, s->agent)}};
    list[i] = OBJECT(a, m);
  }
  return json_of_list(a, list, own->nsessions);
}

static err *drafts(ctx *c, const json **out) {
  export_drafts_row *rows;
  size_t n;
  TRY(export_drafts(c->db, c->a, c->who->account_id, &rows, &n));
  const json **list = arena_list(c->a, n + 1, const json *);
  for (size_t i = 0; i < n; i++) {
    json_member m[] = {{S("procedure"), text(c->a, rows[i].code)},
                       {S("updated_at"), when(c->a, (instant){rows[i].updated_at})},
                       {S("fields"), parsed(c->a, rows[i].fields)}};
    list[i] = OBJECT(c->a, m);
  }
  *out = json_of_list(c->a, list, n);
  return NULL;
}

static err *known(ctx *c, const json **out) {
  arena *a = c->a;
  person p;
  *out = NULL;
  if (c->who->assurance < 2) return NULL;
  TRY(person_get(c, c->who->person_id, &p));
  json_member m[] = {{S("full_name"), text(a, p.full_name)}, {S("birth_day"), day(a, p.birth_day)},
                     {S("sex"), text(a, p.sex)}, {S("personal_id"), text(a, p.personal_id)},
                     {S("ethnicity"), text(a, p.ethnicity)},
                     {S("nationality"), text(a, p.nationality)}, {S("phone"), text(a, p.phone)},
                     {S("email"), text(a, p.email)}, {S("commune"), text(a, p.commune)},
                     {S("address"), text(a, p.address)}};
  *out = OBJECT(a, m);
  return NULL;
}

static err *account(ctx *c, void *arg) {
  exporting *e = arg;
  arena *a = c->a;
  own_account own;
  const json *begun, *person_known;
  mandate_line *as_agent, *as_holder;
  size_t nagent, nholder;
  TRY(account_own(c, &own));
  TRY(drafts(c, &begun));
  TRY(known(c, &person_known));
  TRY(mandate_list_agent(c, c->who->person_id, &as_agent, &nagent));
  TRY(mandate_list_holder(c, c->who->person_id, &as_holder, &nholder));
  json_member m[] = {{S("id"), text(a, c->who->public_id)}, {S("login"), text(a, c->who->login)},
                     {S("name"), text(a, c->who->name)}, {S("mailbox"), text(a, own.mailbox)},
                     {S("claimed_id"), text(a, own.claimed_id)},
                     {S("level"), json_of_int(a, c->who->assurance)},
                     {S("seen_at"), when(a, own.bound_at)}, {S("person"), person_known},
                     {S("sessions"), sessions(a, &own)}, {S("drafts"), begun},
                     {S("acts_for"), mandates(a, as_agent, nagent)},
                     {S("acting_for_me"), mandates(a, as_holder, nholder)},
                     {S("exported_at"), when(a, c->now)}};
  e->text = export_json(a, OBJECT(a, m));
  return NULL;
}

/* --- a dossier --- */
const char *export_ending(str media_type) {
  if (str_eq(media_type, S("application/pdf"))) return "pdf";
  return str_eq(media_type, S("image/png")) ? "png" : "jpg";
}

static err *papers(ctx *c, exporting *e, const json **out) {
  arena *a = c->a;
  export_papers_row *rows;
  size_t n;
  TRY(export_papers(c->db, a, e->id, &rows, &n));
  const json **list = arena_list(a, n + 1, const json *);
  e->files = arena_list(a, n + 1, export_file);
  for (size_t i = 0; i < n; i++) {
    str name = str_fmt(a, "papers/%02lld.%s", (long long)rows[i].ordinal,
                       export_ending(rows[i].media_type));
    json_member m[] = {{S("file"), text(a, name)}, {S("component"), text(a, rows[i].component)},
                       {S("name"), text(a, rows[i].name)},
                       {S("digitised_by"), rows[i].digitised.has
                                               ? json_of_int(a, rows[i].digitised.v)
                                               : text(a, STR_NONE)},
                       {S("sha256"), text(a, hex_of(a, rows[i].sha256))}};
    list[i] = OBJECT(a, m);
    e->files[e->nfiles++] = (export_file){str_cat(a, e->folder, name), rows[i].blob};
  }
  *out = json_of_list(a, list, n);
  return NULL;
}

static str event_name(arena *a, const event *v, const char *kind) {
  return str_fmt(a, "events/%03lld-%.*s.%s", (long long)v->seq, STR_ARG(v->action), kind);
}

static const char *signature_kind(const event *v) {
  return str_eq(v->scheme, S("cms")) ? "p7s" : "ed25519";
}

static const json *events(arena *a, const exporting *e) {
  const json **list = arena_list(a, e->nevents + 1, const json *);
  for (size_t i = 0; i < e->nevents; i++) {
    const event *v = &e->events[i];
    json_member m[] = {{S("seq"), json_of_int(a, v->seq)}, {S("action"), text(a, v->action)},
                       {S("at"), when(a, v->at)}, {S("actor"), text(a, v->actor_name)},
                       {S("role"), text(a, v->role)}, {S("unit"), text(a, v->unit_name)},
                       {S("decision"), text(a, v->decision)}, {S("note"), text(a, v->note)},
                       {S("reason"), parsed(a, v->reason)},
                       {S("signed"), text(a, event_name(a, v, "json"))},
                       {S("signature"), text(a, event_name(a, v, signature_kind(v)))},
                       {S("hash"), text(a, hex_of(a, v->hash))}};
    list[i] = OBJECT(a, m);
  }
  return json_of_list(a, list, e->nevents);
}

static err *looks(ctx *c, const exporting *e, const json **out) {
  export_looks_row *rows;
  size_t n;
  TRY(export_looks(c->db, c->a, e->id, &rows, &n));
  const json **list = arena_list(c->a, n + 1, const json *);
  for (size_t i = 0; i < n; i++) {
    json_member m[] = {{S("at"), when(c->a, (instant){rows[i].at})},
                       {S("who"), text(c->a, rows[i].full_name)},
                       {S("what"), text(c->a, rows[i].route)}};
    list[i] = OBJECT(c->a, m);
  }
  *out = json_of_list(c->a, list, n);
  return NULL;
}

static err *sealed(ctx *c, exporting *e, const dossier *d, const json **out) {
  result_file f;
  bool found;
  *out = NULL;
  TRY(result_newest_of(c, d, RESULT_SEALED, &f, &found));
  if (!found) return NULL;
  bool kept = !d->erased_by;
  json_member m[] = {{S("file"), text(c->a, kept ? S("result.pdf") : STR_NONE)},
                     {S("number"), text(c->a, f.number)}, {S("day"), day(c->a, f.number_day)},
                     {S("sha256"), text(c->a, hex_of(c->a, f.sha256))}};
  *out = OBJECT(c->a, m);
  if (kept)
    e->files[e->nfiles++] = (export_file){str_cat(c->a, e->folder, S("result.pdf")), f.blob};
  return NULL;
}

static err *one(ctx *c, void *arg) {
  exporting *e = arg;
  arena *a = c->a;
  dossier d;
  str form;
  const json *given, *seen, *result;
  TRY(dossier_by_id(c, e->id, &d));
  e->folder = str_cat(a, S("dossiers/"), d.code, S("/"));
  e->nfiles = 0;
  TRY(dossier_form(c, d.id, &form));
  TRY(papers(c, e, &given));
  TRY(sealed(c, e, &d, &result));
  TRY(looks(c, e, &seen));
  TRY(event_list(c, &d, &e->events, &e->nevents));
  const procedure *p = edition_version(c->edition, d.version_id);
  json_member m[] = {{S("code"), text(a, d.code)}, {S("procedure"), text(a, p ? p->code : S("?"))},
                     {S("name"), text(a, p ? p->name : S(""))}, {S("state"), text(a, d.state)},
                     {S("channel"), text(a, d.channel)}, {S("decision"), text(a, d.decision)},
                     {S("submitted_at"), when(a, d.submitted_at)},
                     {S("received_at"), when(a, d.received_at)}, {S("due_at"), when(a, d.due_at)},
                     {S("ended_at"), when(a, d.ended_at)}, {S("form"), parsed(a, form)},
                     {S("papers"), given}, {S("result"), result}, {S("events"), events(a, e)},
                     {S("looks"), seen}, {S("erased"), json_of_bool(a, d.erased_by != 0)}};
  e->text = export_json(a, OBJECT(a, m));
  return NULL;
}

static err *put_dossier(ctx *c, exporting *e) {
  TRY(ctx_read(c, one, e));
  TRY(export_put(c, e, str_cat(c->a, e->folder, S("dossier.json")), c->now, e->text));
  for (size_t i = 0; i < e->nevents; i++) {
    const event *v = &e->events[i];
    str content = str_cat(c->a, e->folder, event_name(c->a, v, "json"));
    str signature = str_cat(c->a, e->folder, event_name(c->a, v, signature_kind(v)));
    TRY(export_put(c, e, content, v->at, v->signed_));
    TRY(export_put(c, e, signature, v->at, v->signature));
  }
  for (size_t i = 0; i < e->nfiles; i++) TRY(export_put_file(c, e, &e->files[i]));
  e->made->dossiers++;
  return NULL;
}

/* --- all of them --- */
_Static_assert(sizeof(export_of_person_row) == sizeof(export_of_account_row), "one column each");

static err *next_ids(ctx *c, void *arg) {
  exporting *e = arg;
  export_of_person_row *own;
  export_of_account_row *filed;
  bool level2 = c->who->officer || c->who->assurance > 1;
  const actor *who = c->who;
  if (level2)
    TRY(export_of_person(c->db, c->a, who->person_id, e->after, EXPORT_AT_ONCE, &own, &e->n));
  else
    TRY(export_of_account(c->db, c->a, who->account_id, e->after, EXPORT_AT_ONCE, &filed, &e->n));
  for (size_t i = 0; i < e->n; i++) e->ids[i] = level2 ? own[i].id : filed[i].id;
  return NULL;
}

static err *put_dossiers(ctx *c, exporting *e) {
  e->after = INT64_MIN;
  for (e->n = EXPORT_AT_ONCE; e->n == EXPORT_AT_ONCE;) {
    size_t mark = arena_mark(c->a);
    TRY(ctx_read(c, next_ids, e));
    for (size_t i = 0; i < e->n; i++) {
      size_t one_mark = arena_mark(c->a);
      e->after = e->id = e->ids[i];
      TRY(put_dossier(c, e));
      arena_rewind(c->a, one_mark);
    }
    arena_rewind(c->a, mark);
  }
  return NULL;
}

static err *keys(ctx *c, void *arg) {
  exporting *e = arg;
  export_server_keys_row *rows;
  size_t n;
  buf b = buf_in(c->a);
  TRY(export_server_keys(c->db, c->a, &rows, &n));
  for (size_t i = 0; i < n; i++) {
    buf_add(&b, hex_of(c->a, rows[i].certificate));
    buf_char(&b, '\n');
  }
  e->text = buf_str(&b);
  return NULL;
}

static str read_me(const ctx *c) {
  static const char *const lines[] = {
      N_("This archive holds all that the one-stop keeps of you."),
      N_("account.json: your account, sessions, mandates and what you have begun to fill in."),
      N_("dossiers/CODE/dossier.json: what you stated, what was done and by whom, who has looked "
         "at it. Beside it your papers and the result."),
      N_("dossiers/CODE/events: each step as the exact bytes that were signed (.json) and the "
         "signature: .p7s is an officer's (CMS, openssl cms -verify -binary -inform DER "
         "-noverify), .ed25519 the server's, whose public keys are in server-keys.txt."),
      N_("inbox.jsonl, complaints.jsonl, drafts.jsonl, store.jsonl: what you were told, what you "
         "complained about, the files of what you have begun, the documents the state has of you; "
         "one on a line. The files are in drafts and store; a scan made at a counter has what "
         "signs it beside it."),
      N_("SHA256SUMS names every other file with its SHA-256: sha256sum -c SHA256SUMS"),
      N_("Where personal data were destroyed by a decision, only what is signed is left."),
      N_("Keep this file where only you can read it.")};
  buf b = buf_in(c->a);
  for (size_t i = 0; i < COUNT(lines); i++) {
    buf_add(&b, str_of(lang_text(c->language, lines[i])));
    buf_add(&b, S("\n\n"));
  }
  return buf_str(&b);
}

static err *note(ctx *c, void *arg) {
  const export_made *m = arg;
  return export_noted(c->db,
                      &(export_noted_in){.id = rand_id(), .at = c->now.us,
                                         .account = c->who->account_id, .dossiers = m->dossiers,
                                         .files = m->files},
                      NULL);
}

static err *fill(ctx *c, exporting *e) {
  TRY(archive_begin(c->a, e->made->fd, &e->zip));
  TRY(export_lines_begin(c, &e->sums));
  TRY(export_put(c, e, S("README.txt"), c->now, read_me(c)));
  TRY(ctx_read(c, account, e));
  TRY(export_put(c, e, S("account.json"), c->now, e->text));
  TRY(ctx_read(c, keys, e));
  TRY(export_put(c, e, S("server-keys.txt"), c->now, e->text));
  TRY(export_own(c, e));
  TRY(put_dossiers(c, e));
  TRY(archive_put_fd(e->zip, S("SHA256SUMS"), c->now, e->sums.fd, e->sums.size));
  return archive_end(e->zip, &e->made->size);
}

err *export_make(ctx *c, export_made *out) {
  *out = (export_made){.fd = nameless(c)};
  if (out->fd < 0) return unwritten();
  exporting *e = arena_new_of(c->a, exporting);
  e->made = out;
  e->sums.fd = e->lines.fd = -1;
  err *x = fill(c, e);
  close_fd(&e->sums.fd);
  close_fd(&e->lines.fd);
  if (e->zip) archive_drop(e->zip);
  if (!x) x = ctx_write(c, c->who->account_id, note, out);
  if (x) close_fd(&out->fd);
  return x;
}

err *export_last(ctx *c, instant *at) {
  export_latest_row row;
  bool found;
  TRY(export_latest(c->db, c->a, c->who->account_id, &row, &found));
  *at = found && row.at.has ? (instant){row.at.v} : INSTANT_NONE;
  return NULL;
}
