/* test_place: the provinces and communes of addresses, and what becomes of a dissolved one. */
#include "office/catalogue.h"
#include "office/forms.h"
#include "office/place.h"
#include "site_edition.h"

#define HALONG S("06688")

static void all_there(void **state) {
  (void)state;
  size_t n = 0;
  assert_int_equal(now->nprovinces, 34);
  for (size_t i = 0; i < now->nprovinces; i++) {
    const province *p = &now->provinces[i];
    n += p->n;
    assert_true(p->n > 0 && p->name.n > 0);
    for (size_t k = 0; k < p->n; k++) {
      const province *in = NULL;
      const place *found = place_find(now, p->places[k].code, &in);
      assert_ptr_equal(found, &p->places[k]); /* each code once */
      assert_ptr_equal(in, p);
      assert_int_equal(found->code.n, 5);
    }
  }
  assert_int_equal(n, 3321);
  assert_null(province_of(now, S("99")));
  assert_null(place_of(province_of(now, S("01")), HALONG));
  assert_non_null(place_of(province_of(now, S("22")), HALONG));
}

/* Those of the Centre's province are the edition's own units. */
static void successor(void **state) {
  (void)state;
  edition later = *now;
  unit *units = arena_list(a, now->nunits, unit);
  str gone = STR_NONE;
  for (size_t i = 0; i < now->nunits; i++) {
    units[i] = now->units[i];
    if (!str_eq(units[i].code, S("H49.25"))) continue;
    gone = units[i].commune;
    units[i].valid_to = 20261201;
    units[i].successor_id = edition_unit_by_code(now, S("H49.31"))->id;
  }
  later.units = units;
  later.day = 20261130;
  assert_string_equal(place_now(&later, gone).p, gone.p);
  later.day = 20261201;
  assert_string_equal(place_now(&later, gone).p, HALONG.p);
  assert_string_equal(place_now(&later, S("00004")).p, "00004");
  assert_string_equal(place_now(&later, S("x")).p, "x");
  assert_ok(places_read(a, catalogue_file("places.csv"), &later, &later.provinces,
                        &later.nprovinces));
  assert_null(place_find(&later, gone, NULL));
  assert_int_equal(province_of(&later, S("22"))->n, province_of(now, S("22"))->n - 1);
}

static void wrong_lines(void **state) {
  (void)state;
  static const char *const tables[] = {
      "province,name\n", "province,province_name,code,name,name_en\n01,A,1,B\n",
      "province,province_name,code,name,name_en\n01,A,1,,B\n",
      "province,province_name,code,name,name_en\n01,A,1,B,C\n02,D,2,E,F\n01,A,3,G,H\n"};
  const province *all;
  size_t n;
  for (size_t i = 0; i < COUNT(tables); i++) {
    err *e = places_read(a, str_of(tables[i]), now, &all, &n);
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(all_there), cmocka_unit_test(successor),
                                     cmocka_unit_test(wrong_lines)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
