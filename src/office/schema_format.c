/* schema_format: the formats that forms use, one row each. */
#include "base/time.h"
#include "office/schema_impl.h"

static bool digits(str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n > 0;
}

/* Three digits of the province, one of century and sex (0 and 1: born in the 1900s, 2 and 3: in the
 * 2000s; odd for women), two of the year, six at random. */
bool personal_id_valid(str s) { return s.n == 12 && digits(s) && s.p[3] <= '3'; }

int personal_id_year(str s) {
  return 1900 + (s.p[3] - '0') / 2 * 100 + (s.p[4] - '0') * 10 + (s.p[5] - '0');
}

bool personal_id_female(str s) { return (s.p[3] - '0') % 2 == 1; }

static bool date_valid(str s) {
  int32_t day;
  return day_parse(s, &day);
}

/* A Vietnamese number: ten digits from 0, eleven for 02x landlines, or +84 for the 0. */
bool phone_number_valid(str s) {
  bool abroad = str_starts(s, S("+84"));
  str rest = abroad ? str_sub(s, 3, s.n) : str_starts(s, S("0")) ? str_sub(s, 1, s.n) : S("");
  return digits(rest) && rest.p[0] != '0' && (rest.n == 9 || (rest.n == 10 && rest.p[0] == '2'));
}

static bool email_valid(str s) {
  ptrdiff_t at = str_chr(s, '@', 0);
  if (at < 1 || at > 64 || s.n > 254 || str_chr(s, '@', (size_t)at + 1) >= 0) return false;
  str domain = str_sub(s, (size_t)at + 1, s.n);
  if (str_chr(domain, '.', 0) < 1 || str_ends(domain, S(".")) || str_find(domain, S("..")) >= 0)
    return false;
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] <= ' ' || s.p[i] >= 0x7f || str_chr(S("()<>,;:\\\"[]"), s.p[i], 0) >= 0)
      return false;
  return true;
}

/* The id of an upload, as rand_public_id makes them. */
static bool paper_valid(str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '-' && c != '_') return false;
  }
  return s.n == 22;
}

static const schema_format formats[] = {
    {{"date", 4}, date_valid, N_("Please give a date that exists.")},
    {{"personal-id", 11}, personal_id_valid,
     N_("This is not a personal ID number: it has 12 digits, of which the fourth is 0, 1, 2 or "
        "3.")},
    {{"phone", 5}, phone_number_valid, N_("This is not a phone number, such as 0912345678.")},
    {{"email", 5}, email_valid, N_("This is not an e-mail address.")},
    {{"paper", 5}, paper_valid, N_("This is not a file that was sent.")},
};

const schema_format *schema_format_of(str name) {
  for (size_t i = 0; i < COUNT(formats); i++)
    if (str_eq(name, formats[i].name)) return &formats[i];
  return NULL;
}
