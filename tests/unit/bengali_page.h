/* bengali_page: holds a page that was asked for in Bengali against the texts of locale/bn.po: none
 * of their English may stand on it, as a whole text, in an attribute or, from three words on,
 * inside another text.  What the page marks as being in another language (official titles, which
 * stay Vietnamese, and the like) is left out. */
#ifndef BENGALI_PAGE_H
#define BENGALI_PAGE_H
#include <string.h>

#include "base/buf.h"
#include "base/embed.h"
#include "kit/lang.h"
#include "web_client.h"

/* --- texts of a page --- */
static inline bool is_void(str name) {
  static const char *const all[] = {"input", "meta", "link", "br", "img", "hr"};
  for (size_t i = 0; i < COUNT(all); i++)
    if (str_eq(name, str_of(all[i]))) return true;
  return str_starts(name, S("!"));
}

static inline str attribute(str tag, const char *name) {
  str before = str_fmt(a, " %s=\"", name);
  ptrdiff_t at = str_find(tag, before);
  if (at < 0) return STR_NONE;
  str rest = str_sub(tag, (size_t)at + before.n, tag.n), value;
  str_split(&rest, '"', &value);
  return value;
}

static inline str decoded(str s) {
  static const struct {
    str as;
    char c;
  } all[] = {{{"&amp;", 5}, '&'}, {{"&quot;", 6}, '"'}, {{"&#39;", 5}, '\''},
             {{"&lt;", 4}, '<'},  {{"&gt;", 4}, '>'}};
  buf b = buf_in(a);
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i] == '\n' ? ' ' : s.p[i];
    for (size_t k = 0; k < COUNT(all); k++)
      if (str_starts(str_sub(s, i, s.n), all[k].as)) {
        c = all[k].c;
        i += all[k].as.n - 1;
        break;
      }
    buf_char(&b, c);
  }
  return buf_str(&b);
}

/* --- English among them --- */
static inline size_t words_in(str s) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++)
    n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ') && (unsigned char)s.p[i] < 128;
  return n;
}

/* The longest part of a msgid between its arguments. */
static inline str longest_part(str id) {
  str best = STR_NONE;
  for (size_t from = 0, i = 0; i <= id.n; i++)
    if (i == id.n || id.p[i] == '{') {
      if (i - from > best.n) best = str_sub(id, from, i);
      from = i + 3 > id.n ? id.n : i + 3;
      i = i == id.n ? i : from - 1;
    }
  return str_trim(best);
}

static inline void refuse_english(str text, const char *where) {
  text = str_trim(decoded(text));
  if (!text.n) return;
  const char *told = lang_text(LANG_BN, str_z(a, text));
  if (!str_eq(str_of(told), text)) fail_msg("%s: \"%.*s\" is English", where, STR_ARG(text));
  if (words_in(text) < 3) return;
  for (int i = 0; i < embedded_locale_count; i++) {
    str mo = embedded_locale[i].bytes;
    if (!str_eq(str_of(embedded_locale[i].name), S("bn.mo"))) continue;
    uint32_t head[5], row[2];
    memcpy(head, mo.p, sizeof head);
    for (uint32_t k = 1; k < head[2]; k++) {
      memcpy(row, mo.p + head[3] + k * 8, sizeof row);
      str part = longest_part((str){mo.p + row[1], row[0]});
      if (words_in(part) >= 3 && str_find(text, part) >= 0)
        fail_msg("%s: \"%.*s\" in \"%.*s\"", where, STR_ARG(part), STR_ARG(text));
    }
  }
}

/* `where` names the page in the message of the failure. */
static inline void assert_bengali(str html_text, const char *where) {
  static const char *const spoken[] = {"aria-label", "placeholder", "title", "data-label"};
  str rest = html_text, text, tag, other = STR_NONE;
  size_t depth = 0;
  assert_true(str_find(html_text, S("<html lang=\"bn\"")) >= 0);
  while (str_split(&rest, '<', &text)) {
    if (!depth) refuse_english(text, where);
    if (!rest.p || !str_split(&rest, '>', &tag)) break;
    bool closes = str_starts(tag, S("/"));
    str name = str_sub(tag, closes, tag.n), blank = name;
    str_split(&blank, ' ', &name);
    str speaks = attribute(tag, "lang");
    bool left = (speaks.n && !str_eq(speaks, S("bn"))) || str_eq(name, S("script"));
    if (depth && str_eq(name, other)) depth += closes ? (size_t)-1 : 1;
    else if (!depth && left && !closes && !is_void(name)) depth = 1, other = name;
    for (size_t i = 0; i < COUNT(spoken) && !depth; i++)
      refuse_english(attribute(tag, spoken[i]), where);
  }
}
#endif
