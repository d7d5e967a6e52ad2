/* out: what templates write with; see view.h. */
#include <stdio.h>
#include <string.h>

#include "web/view.h"

void put_str(out *o, str s) {
  size_t from = 0;
  for (size_t i = 0; i < s.n; i++) {
    str as;
    switch (s.p[i]) {
      case '&': as = S("&amp;"); break;
      case '<': as = S("&lt;"); break;
      case '>': as = S("&gt;"); break;
      case '"': as = S("&quot;"); break;
      case '\'': as = S("&#39;"); break;
      default: continue;
    }
    buf_add(o->b, str_sub(s, from, i));
    buf_add(o->b, as);
    from = i + 1;
  }
  if (from < s.n) buf_add(o->b, str_sub(s, from, s.n));
}

void put_i64(out *o, int64_t n) {
  char room[LANG_ROOM];
  buf_add(o->b, lang_number(o->lang, n, room));
}

void put_int(out *o, int n) { put_i64(o, n); }

void put_opt(out *o, opt_i64 n) {
  if (n.has) put_i64(o, n.v);
}

void put_bool(out *o, bool yes) { buf_add(o->b, yes ? S("true") : S("false")); }

static void put_digits(out *o, const char *text) {
  char room[LANG_ROOM];
  buf_add(o->b, lang_digits(o->lang, str_of(text), room));
}

static void date(out *o, int year, int month, int day) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char text[32];
  bool words = o->lang == LANG_EN;
  if (words) snprintf(text, sizeof text, "%d %.3s %04d", day, months + 3 * (month - 1), year);
  else snprintf(text, sizeof text, "%02d/%02d/%04d", day, month, year);
  put_digits(o, text);
}

void put_time(out *o, instant t) {
  char text[16];
  if (!instant_is(t)) return;
  civil c = civil_of(t);
  date(o, c.year, c.month, c.day);
  snprintf(text, sizeof text, "%s %02d:%02d", o->lang == LANG_EN ? "," : "", c.hour, c.minute);
  put_digits(o, text);
}

void put_day(out *o, int32_t day) {
  if (day_valid(day)) date(o, day / 10000, day / 100 % 100, day % 100);
}

void put_html(out *o, html h) { buf_add(o->b, h.s); }

void put_msgid(out *o, const char *msgid) {
  if (msgid) put_str(o, str_of(lang_text(o->lang, msgid)));
}

void put_attr_i64(out *o, int64_t n) { buf_int(o->b, n); }
void put_attr_int(out *o, int n) { buf_int(o->b, n); }

void put_attr_opt(out *o, opt_i64 n) {
  if (n.has) buf_int(o->b, n.v);
}

void put_attr_time(out *o, instant t) {
  if (instant_is(t)) put_str(o, instant_rfc3339(o->b->a, t));
}

void put_attr_day(out *o, int32_t day) {
  if (day_valid(day)) put_str(o, day_iso(o->b->a, day));
}

void put_url(out *o, str s) {
  static const char unreserved[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c && strchr(unreserved, c)) buf_char(o->b, (char)c);
    else buf_fmt(o->b, "%%%02X", c);
  }
}

void put_link(out *o, str s) {
  static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
  bool here = s.n && (s.p[0] == '?' || s.p[0] == '#' ||
                      (s.p[0] == '/' && (s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\'))));
  for (size_t i = 0; i < COUNT(schemes) && !here; i++) here = str_starts(s, str_of(schemes[i]));
  if (here) put_str(o, s);
}

phrase phrase_of(out *o, const char *msgid) { return (phrase){lang_text(o->lang, msgid), -1}; }

bool phrase_next(out *o, phrase *p) {
  const char *from = p->rest;
  for (const char *c = from; *c; c++) {
    if (c[0] != '{' || c[1] < '0' || c[1] > '3' || c[2] != '}') continue;
    put_str(o, (str){from, (size_t)(c - from)});
    p->arg = c[1] - '0';
    p->rest = c + 3;
    return true;
  }
  put_str(o, str_of(from));
  p->rest = "";
  return false;
}
