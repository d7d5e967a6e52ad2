/* counter_result: a result on paper that somebody brings to a counter, from before or from
 * elsewhere: its scan is signed as a digitised copy and put in the person's store; see counter.h.
 *
 * There is no dossier whose event could sign it, so the copy has a content and a signature of its
 * own (signed_copy, docs/adr/0005). */
#include "base/defer.h"
#include "base/rand.h"
#include "kit/text.h"
#include "office/access.h"
#include "office/counter.sql.h"
#include "office/counter_impl.h"
#include "office/event.h"
#include "office/paper.h"
#include "office/paper.sql.h"
#include "office/store.h"
#include "office/store.sql.h"

enum { LONGEST = 300 }; /* bytes of an issuer's name, and of a number */

typedef struct putting {
  const counter_result_wish *w;
  person holder;
  paper scan;
  const paper_type *kind;
  const role_held *as;
  str issuer, number, public_id, content, cms;
  err *errors;
} putting;

static void wrong(putting *p, const char *field, const char *msgid) {
  err_add(&p->errors, err_at(ERR(INVALID, msgid), str_of(field), STR_NONE));
}

static err *find_scan(ctx *c, putting *p) {
  const counter_result_wish *w = p->w;
  bool one = w->npapers == 1 && str_eq(w->papers[0].component, S("result"));
  if (!one) {
    wrong(p, "papers.result", N_("Please send the result as one scan, a PDF or a picture."));
    return NULL;
  }
  bool own;
  TRY(paper_own(c, w->papers[0].paper, &p->scan, &own));
  if (!own || !p->scan.pages.n)
    wrong(p, "papers.result", N_("This paper is unknown; please send it again."));
  return NULL;
}

static str text_of(ctx *c, putting *p, str given, const char *field) {
  str text = given.n ? text_tidy(c->a, given) : S("");
  if (text.n > LONGEST) wrong(p, field, N_("This is too long."));
  return text;
}

static err *look(ctx *c, void *arg) {
  putting *p = arg;
  const counter_result_wish *w = p->w;
  stored_same_row same;
  bool found;
  TRY(counter_person(c, w->person, &p->holder));
  TRY(find_scan(c, p));
  p->kind = w->type.n ? paper_type_of(c->edition, w->type) : NULL;
  p->as = actor_role(c->who, S("receptionist"), 0, S(""));
  for (size_t i = 0; !p->as && i < c->who->nroles; i++)
    if (str_eq(c->who->roles[i].role, S("receptionist"))) p->as = &c->who->roles[i];
  if (!p->as) return ERR(FORBIDDEN, N_("Only a receptionist may do this."));
  if (!p->kind) wrong(p, "type", N_("Please choose what kind of result it is."));
  if (w->issued && (!day_valid(w->issued) || w->issued > day_of(c->now)))
    wrong(p, "issued", N_("This is no day of issue."));
  p->issuer = text_of(c, p, w->issuer, "issuer");
  p->number = text_of(c, p, w->number, "number");
  if (p->errors) return p->errors;
  TRY(stored_same(c->db, c->a, p->holder.id, p->kind->type, p->scan.sha256, &same, &found));
  return found ? err_at(ERR(CONFLICT, N_("This paper is in the person's store already.")),
                        S("papers.result"), STR_NONE)
               : NULL;
}

static err *make_content(ctx *c, putting *p) {
  const unit *u = edition_unit(c->edition, p->as->unit_id);
  json_member scan[] = {{S("pages"), event_pages(c->a, p->scan.pages)},
                        {S("sha256"), json_of_text(c->a, hex_of(c->a, p->scan.sha256))}};
  json_member members[] = {
      {S("type"), json_of_text(c->a, S("motcua/copy/1"))},
      {S("instance"), json_of_text(c->a, str_of(c->office->instance))},
      {S("copy"), json_of_text(c->a, p->public_id)},
      {S("holder"), json_of_text(c->a, p->w->person)},
      {S("kind"), json_of_text(c->a, p->kind->type)},
      {S("issuer"), json_of_text(c->a, p->issuer)},
      {S("number"), json_of_text(c->a, p->number)},
      {S("issued_day"), json_of_int(c->a, p->w->issued)},
      {S("paper"), json_of_members(c->a, scan, COUNT(scan))},
      {S("actor"), json_of_text(c->a, c->who->public_id)},
      {S("role"), json_of_text(c->a, p->as->role)},
      {S("behalf"), json_of_text(c->a, p->as->behalf.p ? p->as->behalf : S(""))},
      {S("unit"), json_of_text(c->a, u ? u->code : S(""))},
      {S("at"), json_of_int(c->a, c->now.us)}};
  return json_canonical(c->a, json_of_members(c->a, members, COUNT(members)), &p->content);
}

static err *sign(ctx *c, putting *p) {
  DEFER(keyring_close) keyring keys = {0};
  registered_key own;
  cms_pending pending;
  str signature, chain;
  TRY(counter_unlock(c, p->w->pin, &own, &keys));
  TRY(cms_begin(c->a, own.certificate, sha256(c->a, p->content), &pending));
  TRY(key_sign(c->a, keys.own, pending.digest, &signature));
  TRY(trust_chain(c->a, c->edition->trust, own.certificate, &chain));
  return cms_complete(c->a, chain, &pending, signature, &p->cms);
}

static err *write(ctx *c, void *arg) {
  putting *p = arg;
  ctx now = *c;
  int64_t id = rand_id();
  TRY(account_again(c, &now.who));
  TRY(access_check(&now, WHO_COUNTER, NULL, STR_NONE));
  TRY(copy_insert(c->db,
                  &(copy_insert_in){.id = id, .public_id = p->public_id, .at = c->now.us,
                                    .actor = c->who->account_id, .paper = p->scan.id,
                                    .content = p->content, .signature = p->cms},
                  NULL));
  TRY(paper_attach(c->db, p->scan.id, c->now.us, NULL));
  if (c->once) c->once->location = str_cat(c->a, S("/counter/people/"), p->w->person);
  return store_put(c, &(stored_paper){
                          .person_id = p->holder.id, .copy_id = id, .type = p->kind->type,
                          .title = p->kind->name, .origin = S("digitised"),
                          .issuer = p->issuer.n ? p->issuer : STR_NONE,
                          .number = p->number.n ? p->number : STR_NONE,
                          .issued_day = p->w->issued, .blob = p->scan.blob,
                          .sha256 = p->scan.sha256, .size = p->scan.size,
                          .media_type = p->scan.media_type, .name = p->scan.name});
}

err *counter_result(ctx *c, const counter_result_wish *w) {
  putting *p = arena_new_of(c->a, putting);
  *p = (putting){.w = w, .public_id = rand_public_id(c->a)};
  TRY(ctx_read(c, look, p));
  TRY(make_content(c, p));
  TRY(sign(c, p));
  return ctx_write(c, c->who->account_id, write, p);
}
