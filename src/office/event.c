/* event: the bytes that a step signs (docs/adr/0001), and the rows that keep them; see event.h. */
#include "office/event.h"

#include "base/buf.h"
#include "base/rand.h"
#include "office/event.sql.h"

static str hex_or_empty(arena *a, str bytes) { return bytes.n ? hex_of(a, bytes) : S(""); }

static int64_t micros(instant t) { return instant_is(t) ? t.us : 0; }

str event_mac(arena *a, str salt, str label, str bytes) {
  return hex_of(a, hmac(a, salt, label, bytes));
}

static const json *papers_json(arena *a, const step_content *s) {
  const json **items = arena_list(a, s->npapers + 1, const json *);
  for (size_t i = 0; i < s->npapers; i++) {
    const dossier_paper *p = &s->papers[i];
    json_member members[] = {
        {S("component"), json_of_text(a, p->component)},
        {S("mac"), json_of_text(a, event_mac(a, s->salt, S("paper"), p->sha256))},
        {S("ordinal"), json_of_int(a, p->ordinal)}};
    items[i] = json_of_members(a, members, COUNT(members));
  }
  return json_of_list(a, items, s->npapers);
}

/* Those of the papers that were taken from the person's store, or NULL. */
static const json *reused_json(arena *a, const step_content *s) {
  const json **items = arena_list(a, s->npapers + 1, const json *);
  size_t n = 0;
  for (size_t i = 0; i < s->npapers; i++) {
    const dossier_paper *p = &s->papers[i];
    json_member members[] = {{S("ordinal"), json_of_int(a, p->ordinal)},
                             {S("stored"), json_of_text(a, p->stored)}};
    if (p->stored.n) items[n++] = json_of_members(a, members, COUNT(members));
  }
  return n ? json_of_list(a, items, n) : NULL;
}

/* SHA-256 of each page in hex. */
const json *event_pages(arena *a, str pages) {
  size_t n = pages.n / SHA256_SIZE;
  const json **items = arena_list(a, n + 1, const json *);
  for (size_t i = 0; i < n; i++)
    items[i] = json_of_text(
        a, hex_of(a, str_sub(pages, i * SHA256_SIZE, (i + 1) * SHA256_SIZE)));
  return json_of_list(a, items, n);
}

/* The scans that are signed as digitised copies (docs/adr/0005). */
static const json *copies_json(arena *a, const stated *said) {
  const json **items = arena_list(a, said->ncopies + 1, const json *);
  for (size_t i = 0; i < said->ncopies; i++) {
    const dossier_paper *p = &said->copies[i];
    json_member members[] = {{S("component"), json_of_text(a, p->component)},
                             {S("ordinal"), json_of_int(a, p->ordinal)},
                             {S("pages"), event_pages(a, p->pages)},
                             {S("sha256"), json_of_text(a, hex_of(a, p->sha256))}};
    items[i] = json_of_members(a, members, COUNT(members));
  }
  return json_of_list(a, items, said->ncopies);
}

/* How the result was handed over. */
static const json *proof_json(arena *a, const stated *said) {
  json_member all[4];
  size_t n = 0;
  if (said->carrier.n) all[n++] = (json_member){S("carrier"), json_of_text(a, said->carrier)};
  all[n++] = (json_member){S("kind"), json_of_text(a, said->proof)};
  if (said->opened_seq) all[n++] = (json_member){S("opened"), json_of_int(a, said->opened_seq)};
  if (said->shipment.n) all[n++] = (json_member){S("shipment"), json_of_text(a, said->shipment)};
  return json_of_members(a, all, n);
}

/* Only what is stated stands there; the reason by its HMAC. */
static const json *terms(arena *a, const step_content *s) {
  static const stated nothing = {0};
  const stated *said = s->said ? s->said : &nothing;
  json_member all[16];
  size_t n = 0;
  if (said->about) all[n++] = (json_member){S("about"), json_of_int(a, said->about)};
  if (said->amount) all[n++] = (json_member){S("amount"), json_of_int(a, said->amount)};
  if (said->ncopies) all[n++] = (json_member){S("copies"), copies_json(a, said)};
  if (said->proof.n) all[n++] = (json_member){S("proof"), proof_json(a, said)};
  if (said->fee.n) all[n++] = (json_member){S("fee"), json_of_text(a, said->fee)};
  if (said->ground.n) all[n++] = (json_member){S("ground"), json_of_text(a, said->ground)};
  if (said->method.n) all[n++] = (json_member){S("method"), json_of_text(a, said->method)};
  if (said->because.n) all[n++] = (json_member){S("because"), json_of_text(a, said->because)};
  if (said->officer.n) all[n++] = (json_member){S("officer"), json_of_text(a, said->officer)};
  if (said->rating) all[n++] = (json_member){S("rating"), json_of_int(a, said->rating)};
  if (said->reason.n)
    all[n++] = (json_member){S("reason"),
                             json_of_text(a, event_mac(a, s->salt, S("reason"), said->reason))};
  const json *reused = reused_json(a, s);
  if (said->receipt.n) all[n++] = (json_member){S("receipt"), json_of_text(a, said->receipt)};
  if (reused) all[n++] = (json_member){S("reused"), reused};
  if (said->ruling.n) all[n++] = (json_member){S("ruling"), json_of_text(a, said->ruling)};
  if (said->unit.n) all[n++] = (json_member){S("unit"), json_of_text(a, said->unit)};
  if (said->until) all[n++] = (json_member){S("until"), json_of_int(a, said->until)};
  if (said->warned) all[n++] = (json_member){S("warned"), json_of_bool(a, true)};
  return n ? json_of_members(a, all, n) : NULL;
}

err *event_content(arena *a, const step_content *s, str *bytes) {
  const json *more = terms(a, s);
  str note = s->note.n ? event_mac(a, s->salt, S("note"), s->note) : S("");
  str form = s->form.p ? event_mac(a, s->salt, S("form"), s->form) : S("");
  json_member members[] = {
      {S("type"), json_of_text(a, more ? S("motcua/step/2") : S("motcua/step/1"))},
      {S("instance"), json_of_text(a, s->instance)},
      {S("dossier"), json_of_text(a, s->dossier)},
      {S("seq"), json_of_int(a, s->seq)},
      {S("step"), json_of_text(a, s->action)},
      {S("procedure"), json_of_text(a, s->procedure)},
      {S("procedure_version"), json_of_int(a, s->procedure_version)},
      {S("channel"), json_of_text(a, s->channel)},
      {S("decision"), json_of_text(a, s->decision.p ? s->decision : S(""))},
      {S("note"), json_of_text(a, note)},
      {S("form"), json_of_text(a, form)},
      {S("papers"), papers_json(a, s)},
      {S("draft"), json_of_text(a, hex_or_empty(a, s->draft))},
      {S("result"), json_of_text(a, hex_or_empty(a, s->result))},
      {S("number"), json_of_text(a, s->number.p ? s->number : S(""))},
      {S("number_day"), json_of_int(a, s->number_day)},
      {S("actor"), json_of_text(a, s->actor)},
      {S("role"), json_of_text(a, s->role)},
      {S("unit"), json_of_text(a, s->unit)},
      {S("received_at"), json_of_int(a, micros(s->received_at))},
      {S("due_at"), json_of_int(a, micros(s->due_at))},
      {S("at"), json_of_int(a, s->at.us)},
      {S("previous"), json_of_text(a, hex_or_empty(a, s->previous))},
      {STR_NONE, NULL},
      {STR_NONE, NULL}};
  size_t n = COUNT(members) - 2; /* the last two are left out where there is nothing to say */
  if (s->behalf.n) members[n++] = (json_member){S("behalf"), json_of_text(a, s->behalf)};
  if (more) members[n++] = (json_member){S("terms"), more};
  return json_canonical(a, json_of_members(a, members, n), bytes);
}

str event_hash(arena *a, str content, str signature) {
  str parts[] = {sha256(a, content), sha256(a, signature), STR_NONE};
  return sha256_of(a, parts);
}

str event_leaf(arena *a, str salt, str hash) { return hmac(a, salt, S("motcua/leaf/1"), hash); }

err *event_append(ctx *c, const event_row *e, int64_t *id, str *hash) {
  *id = rand_id();
  *hash = event_hash(c->a, e->content, e->signature);
  TRY(event_insert(c->db,
                   &(event_insert_in){.id = *id, .dossier = e->dossier_id, .seq = e->seq,
                                      .action = e->action,
                                      .actor = e->actor_id ? SOME(e->actor_id) : NONE_I64,
                                      .at = e->at.us, .scheme = e->scheme, .content = e->content,
                                      .signature = e->signature, .hash = *hash},
                   NULL));
  TRY(event_salt_insert(c->db, *id, e->salt, NULL));
  if (e->note.n) TRY(event_note_insert(c->db, *id, e->note, NULL));
  if (e->reason.n) TRY(event_reason_insert(c->db, *id, e->reason, NULL));
  TRY(ledger_insert(c->db, *id, event_leaf(c->a, e->salt, *hash), NULL));
  return ledger_enqueue(c->db, *id, e->dossier_id, e->seq, NULL);
}

static err *name_behalf(ctx *c, const json *said, str *name) {
  str public_id = json_str(json_get(said, S("behalf")));
  event_behalf_row row;
  bool found = false;
  if (public_id.n) TRY(event_behalf(c->db, c->a, public_id, &row, &found));
  *name = found ? row.full_name : STR_NONE;
  return NULL;
}

err *event_list(ctx *c, const dossier *d, const event **out, size_t *n) {
  event_rows_row *rows;
  TRY(event_rows(c->db, c->a, d->id, &rows, n));
  event *list = arena_list(c->a, *n + 1, event);
  for (size_t i = 0; i < *n; i++) {
    const event_rows_row *r = &rows[i];
    const json *said;
    TRY(json_parse(c->a, r->content, &said));
    const unit *u = edition_unit_by_code(c->edition, json_str(json_get(said, S("unit"))));
    str decision = json_str(json_get(said, S("decision")));
    const json *more = json_get(said, S("terms"));
    const unit *to = edition_unit_by_code(c->edition, json_str(json_get(more, S("unit"))));
    int64_t due = 0, until = 0;
    json_int(json_get(said, S("due_at")), &due);
    json_int(json_get(more, S("until")), &until);
    list[i] = (event){.id = r->id, .dossier_id = d->id, .seq = r->seq,
                      .actor_id = r->actor_id.has ? r->actor_id.v : 0, .action = r->action,
                      .scheme = r->scheme, .signed_ = r->content, .signature = r->signature,
                      .hash = r->hash, .actor_name = r->actor_name,
                      .role = json_str(json_get(said, S("role"))),
                      .unit_code = u ? u->code : STR_NONE, .unit_name = u ? u->name : STR_NONE,
                      .decision = decision.n ? decision : STR_NONE, .note = r->note,
                      .reason = r->reason, .at = {r->at}, .until = (int32_t)until,
                      .due_at = due ? (instant){due} : INSTANT_NONE,
                      .to_unit = to ? to->name : STR_NONE};
    TRY(name_behalf(c, said, &list[i].behalf_name));
  }
  *out = list;
  return NULL;
}
