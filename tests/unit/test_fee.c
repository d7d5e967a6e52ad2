/* test_fee: which row of a tariff a filing gets, what it owes, rows and grounds that administrators
 * enter from a day on, receipts that are used once, and what verify finds. */
#include "office/admin.h"
#include "office/fee.h"
#include "office/verify.h"
#include "whole.h"

static const json *tree(arena *a, const char *text) {
  const json *v;
  assert_ok(json_parse(a, str_of(text), &v));
  return v;
}

/* --- which row --- */
static void which_row(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  const procedure_case cases[] = {{.id = S("abroad"), .text = S("x")}};
  const fee_rule rules[] = {
      {.entered = true, .amount = 100, .basis = S("all")},
      {.channel = S("online"), .entered = true, .amount = 50, .basis = S("online")},
      {.case_id = S("abroad"), .entered = true, .amount = 900, .basis = S("abroad")},
      {.case_id = S("abroad"), .channel = S("online"), .entered = false, .basis = S("")}};
  const fee_ground grounds[] = {{S("poor"), S("Hộ nghèo"), S(""), S(""), S("Luật")}};
  procedure p = {.cases = cases, .ncases = 1, .fees = rules, .nfees = 4, .grounds = grounds,
                 .ngrounds = 1};
  const json *plain = tree(a, "{}"), *abroad = tree(a, "{\"case\":\"abroad\"}");
  assert_string_equal(fee_rule_of(&p, plain, S("counter"), a)->basis.p, "all");
  assert_string_equal(fee_rule_of(&p, plain, S("online"), a)->basis.p, "online");
  assert_string_equal(fee_rule_of(&p, abroad, S("post"), a)->basis.p, "abroad");
  assert_null(fee_rule_of(&p, abroad, S("online"), a)); /* taken back: not entered, not 0 */
  fee_charge c = fee_of(&p, abroad, S("online"), a);
  assert_true(str_eq(c.fee, fee_not_entered) && c.amount == 0);
  c = fee_of(&p, plain, S("online"), a);
  assert_true(str_eq(c.fee, fee_due) && c.amount == 50);
  c = fee_of(&p, tree(a, "{\"exemption\":\"poor\"}"), S("online"), a);
  assert_true(str_eq(c.fee, fee_claimed) && c.amount == 50);
  c = fee_of(&p, tree(a, "{\"exemption\":\"rich\"}"), S("online"), a);
  assert_true(str_eq(c.fee, fee_due));
  procedure none = {0};
  assert_true(str_eq(fee_of(&none, plain, S("online"), a).fee, fee_not_entered));
  arena_free(a);
}

static void copies(void **state) {
  (void)state;
  arena *a = arena_new(1 << 20);
  fee_rule rule = {.entered = true, .each = true, .amount = 8000, .basis = S("x")};
  procedure p = {.fees = &rule, .nfees = 1, .fee_count = S("copies")};
  static const struct {
    const char *fields, *fee;
    int64_t amount;
  } all[] = {{"{\"copies\":3}", "due", 24000},
             {"{\"copies\":1}", "due", 8000},
             {"{\"copies\":0}", "none", 0},
             {"{\"copies\":-4}", "none", 0},
             {"{\"copies\":\"many\"}", "due", 8000},
             {"{}", "due", 8000},
             {"{\"copies\":9000000000000000}", "due", FEE_MOST}};
  for (size_t i = 0; i < COUNT(all); i++) {
    fee_charge c = fee_of(&p, tree(a, all[i].fields), S("online"), a);
    assert_string_equal(c.fee.p, all[i].fee);
    assert_true(c.amount == all[i].amount);
  }
  rule.amount = 0; /* free by law, and said so */
  assert_true(str_eq(fee_of(&p, tree(a, "{\"copies\":3}"), S("online"), a).fee, fee_none));
  arena_free(a);
}

/* --- entered --- */
static err *priced(ctx *c, void *arg) { return tariff_set(c, arg); }
static err *exempted(ctx *c, void *arg) { return exemption_set(c, arg); }

static err *enter(whole *w, ctx_fn fn, void *arg) {
  whole_enter(w, "admin");
  err *e = admin_change(&w->c, w->c.edition->number, fn, arg);
  if (!e) whole_renew(w);
  return e;
}

#define refused_at(call, wanted)                                      \
  do {                                                                \
    err *e_ = (call);                                                 \
    assert_non_null(e_);                                              \
    assert_int_equal(e_->kind, ERR_INVALID);                          \
    assert_string_equal(str_z(w.b->a, e_->field), wanted);            \
  } while (0)

static int64_t due_now(whole *w) {
  const procedure *p = edition_procedure(w->c.edition, S("1.001193"));
  fee_charge c = fee_of(p, tree(w->b->a, "{}"), S("online"), w->b->a);
  return str_eq(c.fee, fee_not_entered) ? -1 : c.amount;
}

static void from_a_day_on(void **state) {
  whole w;
  whole_open(&w, state);
  assert_int_equal(due_now(&w), -1);
  tariff_wanted t = {.procedure = S("1.001193"), .amount = SOME(5000), .basis = S("NQ 12/2026")};
  assert_ok(enter(&w, priced, &t));
  assert_int_equal(due_now(&w), 5000);
  t.amount = SOME(7000), t.from = 20261201;
  assert_ok(enter(&w, priced, &t));
  assert_int_equal(due_now(&w), 5000); /* not yet */
  tariff_wanted back = {.procedure = t.procedure, .amount = NONE_I64, .from = 20261215};
  assert_ok(enter(&w, priced, &back));
  whole_later(&w, 8 * DAY);
  whole_renew(&w);
  assert_int_equal(due_now(&w), 7000);
  whole_later(&w, 14 * DAY);
  whole_renew(&w);
  assert_int_equal(due_now(&w), -1);
  t = (tariff_wanted){.procedure = t.procedure, .amount = SOME(1)};
  refused_at(enter(&w, priced, &t), "basis");
  t.basis = S("NQ"), t.case_id = S("nosuch");
  refused_at(enter(&w, priced, &t), "case");
  t.case_id = STR_NONE, t.channel = S("vneid");
  refused_at(enter(&w, priced, &t), "channel");
  t.channel = STR_NONE, t.amount = SOME(-1);
  refused_at(enter(&w, priced, &t), "amount");
  t.amount = SOME(1), t.from = 20261201;
  refused_at(enter(&w, priced, &t), "from");
  t.from = 0, t.procedure = S("2.001827"), t.each = true; /* its form asks for no copies */
  refused_at(enter(&w, priced, &t), "each");
  whole_sound(&w);
  whole_close(&w);
}

static bool asks_for(whole *w, const char *ground) {
  const procedure *p = edition_procedure(w->c.edition, S("1.001193"));
  const json *own = json_at(p->schema, S("properties.exemption.enum"));
  for (size_t i = 0; own && i < own->n; i++)
    if (str_eq(json_str(&own->items[i]), str_of(ground))) return true;
  return false;
}

/* A ground that is entered is asked for by the form from that day on, until it ends. */
static void grounds(void **state) {
  whole w;
  whole_open(&w, state);
  assert_false(asks_for(&w, "orphan"));
  exemption_wanted x = {.procedure = S("1.001193"), .id = S("orphan"), .title = S("Trẻ mồ côi"),
                        .title_en = S("An orphan"), .title_bn = S("এতিম"),
                        .basis = S("NQ 12/2026")};
  assert_ok(enter(&w, exempted, &x));
  assert_true(asks_for(&w, "orphan"));
  assert_true(str_eq(fee_ground_of(edition_procedure(w.c.edition, x.procedure), x.id)->title_bn,
                     x.title_bn));
  x.ends = true, x.from = 20261201;
  assert_ok(enter(&w, exempted, &x));
  assert_true(asks_for(&w, "orphan"));
  whole_later(&w, 8 * DAY);
  whole_renew(&w);
  assert_false(asks_for(&w, "orphan"));
  x = (exemption_wanted){.procedure = S("1.001193"), .id = S("Bad id"), .title = S("x")};
  refused_at(enter(&w, exempted, &x), "ground");
  x.id = S("good");
  refused_at(enter(&w, exempted, &x), "basis");
  x.basis = S("x"), x.title = S(" ");
  refused_at(enter(&w, exempted, &x), "title");
  whole_sound(&w);
  whole_close(&w);
}

/* --- paid --- */
static err *pay(whole *w, const char *receipt) {
  whole_enter(w, "receptionist.halong");
  step_wish wish = {.code = w->code, .action = S("fee-paid"), .receipt = str_of(receipt),
                    .method = S("cash"), .seen_version = whole_look(w)->version};
  return step_take(&w->c, &wish);
}

static void receipts(void **state) {
  whole w;
  whole_open(&w, state);
  tariff_wanted t = {.procedure = S("1.001193"), .amount = SOME(5000), .basis = S("NQ 12/2026")};
  assert_ok(enter(&w, priced, &t));
  whole_file(&w);
  assert_true(str_eq(whole_look(&w)->fee, fee_due));
  assert_ok(pay(&w, "0001"));
  assert_true(str_eq(whole_look(&w)->fee, fee_paid));
  assert_string_equal(whole_look(&w)->state.p, "submitted");
  assert_int_equal(pay(&w, "0002")->kind, ERR_CONFLICT); /* once */
  whole_file(&w);
  refused_at(pay(&w, "0001"), "receipt"); /* the number is used this year */
  both_script(w.b, "UPDATE obligation SET receipt = 'x' WHERE receipt = '0001'");
  verify_report r = whole_verify(&w);
  assert_true(!r.ok && str_find(r.first_wrong, S("what was to be paid")) >= 0);
  both_script(w.b, "UPDATE obligation SET receipt = '0001' WHERE receipt = 'x'");
  both_script(w.b, "UPDATE dossier SET fee = 'exempt' WHERE fee = 'due'");
  r = whole_verify(&w);
  assert_true(!r.ok && str_find(r.first_wrong, S("how its fee stands")) >= 0);
  both_script(w.b, "UPDATE dossier SET fee = 'due' WHERE fee = 'exempt'");
  whole_sound(&w);
  whole_later(&w, 60 * DAY); /* another year, another book of receipts */
  whole_renew(&w);
  assert_ok(pay(&w, "0001"));
  whole_sound(&w);
  whole_close(&w);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(which_row), cmocka_unit_test(copies),
                                     BOTH(from_a_day_on), BOTH(grounds), BOTH(receipts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
