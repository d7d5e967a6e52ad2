/* result_draw: how a result looks before anybody has signed it: the paper that the procedure
 * describes, or the letter of reasons for a rejection.  Always Vietnamese (official papers are), in
 * the layout of Decree 30/2020.  The page itself is drawn by kit/page.c. */
#include "base/buf.h"
#include "kit/page.h"
#include "kit/text.h"
#include "office/form_schema.h"
#include "office/forms.h"
#include "office/reason.h"
#include "office/result.h"

enum { BLOCKS_MOST = 200 };

typedef struct named_text { /* what may stand in a template as {name} */
  str name, text;
} named_text;

typedef struct sheet {
  arena *a;
  const json *form; /* the schema, whose $defs its parts refer to */
  const named_text *words;
  size_t nwords;
  page_block blocks[BLOCKS_MOST];
  size_t n;
} sheet;

static void put(sheet *s, page_style style, str label, str text) {
  if (s->n < BLOCKS_MOST) s->blocks[s->n++] = (page_block){style, label, text};
}

/* --- words --- */

/* "Ủy ban nhân dân phường Hạ Long" → "Hạ Long": where the authority sits. */
str result_place(const edition *e, const unit *u) {
  static const char *const before[] = {"phường ", "xã ", "đặc khu ", "tỉnh ", "thành phố "};
  for (int up = 0; u && up < 8; up++, u = u->parent_id ? edition_unit(e, u->parent_id) : NULL)
    for (size_t i = 0; i < COUNT(before); i++) {
      str word = str_of(before[i]);
      ptrdiff_t at = str_find(u->name, word);
      if (at >= 0) return str_sub(u->name, (size_t)at + word.n, u->name.n);
    }
  return S("Việt Nam");
}

str result_day(arena *a, instant t) {
  civil v = civil_of(t);
  return str_fmt(a, "ngày %02d tháng %02d năm %04d", v.day, v.month, v.year);
}

static str shown(const sheet *s, const json *schema, const json *value);

/* Several choices: "Việc làm; Nhà ở". */
static str shown_list(const sheet *s, const json *schema, const json *list) {
  buf b = buf_in(s->a);
  for (size_t i = 0; i < list->n; i++) {
    if (i) buf_add(&b, S("; "));
    buf_add(&b, shown(s, schema_key(s->form, schema, S("items")), &list->items[i]));
  }
  return buf_str(&b);
}

static str shown(const sheet *s, const json *schema, const json *value) {
  int64_t number;
  int32_t day;
  bool vietnamese;
  if (!value) return STR_NONE;
  if (value->kind == JSON_ARRAY) return shown_list(s, schema, value);
  if (value->kind == JSON_TRUE) return S("Có");
  if (value->kind == JSON_FALSE) return S("Không");
  bool money = str_eq(json_str(schema_ui(s->form, schema, S("widget"))), S("money"));
  char room[LANG_ROOM];
  if (json_int(value, &number))
    return money ? str_cat(s->a, lang_number(LANG_VI, number, room), S(" đồng"))
                 : str_fmt(s->a, "%lld", (long long)number);
  str text = json_str(value);
  if (!text.n) return STR_NONE;
  if (str_eq(schema_text(s->form, schema, S("format")), S("date")) && day_parse(text, &day))
    return day_told(s->a, day);
  return schema_choice(s->form, schema, text, LANG_VI, &vietnamese);
}

/* --- the two papers --- */

static page_style style_of(str word) {
  static const struct {
    const char *word;
    page_style style;
  } styles[] = {{"title", PAGE_TITLE},   {"subtitle", PAGE_SUBTITLE}, {"field", PAGE_FIELD},
                {"text", PAGE_TEXT},     {"italic", PAGE_ITALIC},     {"space", PAGE_SPACE},
                {"nation", PAGE_NATION}, {"authority", PAGE_AUTHORITY}};
  for (size_t i = 0; i < COUNT(styles); i++)
    if (str_eq(word, str_of(styles[i].word))) return styles[i].style;
  return PAGE_FIELD;
}

/* The text with its {words} filled in; none when one of them has nothing to say. */
static str with_words(const sheet *s, str text) {
  buf b = buf_in(s->a);
  bool empty = false;
  while (text.n) {
    ptrdiff_t close = text.p[0] == '{' ? str_chr(text, '}', 0) : -1;
    size_t i = 0;
    while (close > 0 && i < s->nwords && !str_eq(s->words[i].name, str_sub(text, 1, (size_t)close)))
      i++;
    bool known = close > 0 && i < s->nwords;
    if (known) buf_add(&b, s->words[i].text);
    else buf_char(&b, text.p[0]);
    if (known && !s->words[i].text.n) empty = true;
    text = str_sub(text, known ? (size_t)close + 1 : 1, text.n);
  }
  return empty ? STR_NONE : buf_str(&b);
}

/* An object of the form with its schema: what a row's path begins at. */
typedef struct scope {
  const json *schema, *data;
} scope;

/* A row that is `optional` stands there only with something to say. */
static void put_row(sheet *s, const json *row, scope in) {
  page_style style = style_of(json_str(json_get(row, S("style"))));
  const json *optional = json_get(row, S("optional"));
  str path = json_str(json_get(row, S("path")));
  str label = with_words(s, json_str(json_get(row, S("label"))));
  str text = path.n ? shown(s, schema_at(s->form, in.schema, path), json_at(in.data, path))
                    : STR_NONE;
  if (optional && optional->kind == JSON_TRUE && !(path.n ? text.n : label.n)) return;
  if (style == PAGE_FIELD)
    put(s, style, label, text.p ? text : S("…………"));
  else
    put(s, style, STR_NONE, text.p ? text : label.p ? label : S(""));
}

/* Rows; `each` puts its own template once for every entry of a list. */
static void put_rows(sheet *s, const json *rows, scope in) {
  for (size_t i = 0; rows && i < rows->n; i++) {
    const json *row = &rows->items[i];
    str each = json_str(json_get(row, S("each")));
    if (!each.n) {
      put_row(s, row, in);
      continue;
    }
    const json *list = json_at(in.data, each), *schema = schema_at(s->form, in.schema, each);
    const json *own = json_get(row, S("template"));
    bool listed = list && list->kind == JSON_ARRAY;
    for (size_t k = 0; listed && k < list->n; k++)
      put_rows(s, own, (scope){schema_key(s->form, schema, S("items")),
                               &list->items[k]});
  }
}

static void put_template(ctx *c, sheet *s, const dossier *d, const json *form, str note) {
  const procedure *p = edition_version(c->edition, d->version_id);
  const unit *u = edition_unit(c->edition, d->unit_id);
  const named_text words[] = {{S("authority"), u ? u->name : S("Cơ quan có thẩm quyền")},
                        {S("code"), d->code},
                        {S("procedure"), p->name},
                        {S("note"), note}};
  s->form = p->schema;
  s->words = words;
  s->nwords = COUNT(words);
  put_rows(s, json_get(p->paper, S("template")), (scope){p->schema, form});
  s->nwords = 0;
}

/* Why, by which clause, what it concerns, what can be done. */
static void put_reason(ctx *c, sheet *s, const procedure *p, const appraisal *by) {
  given_reason why;
  bool known = reason_read(c->a, by->reason, &why);
  str otherwise = S("Hồ sơ không đáp ứng điều kiện theo quy định của pháp luật.");
  if (known) put(s, PAGE_FIELD, S("Lý do"), why.title);
  if (by->note.n || !known) put(s, PAGE_TEXT, STR_NONE, by->note.n ? by->note : otherwise);
  if (!known) return;
  str about = reason_concerns(p, why.concerns);
  if (about.n) put(s, PAGE_FIELD, S("Liên quan đến"), about);
  put(s, PAGE_FIELD, S("Căn cứ"), clause_told(c->a, why.clause));
  put(s, PAGE_FIELD, S("Hướng khắc phục"), why.cure);
}

static err *put_letter(ctx *c, sheet *s, const dossier *d, const procedure *p,
                       const appraisal *by) {
  person holder;
  TRY(person_get(c, d->holder_id, &holder));
  const unit *u = edition_unit(c->edition, d->unit_id);
  str authority = u ? u->name : S("Cơ quan có thẩm quyền");
  put(s, PAGE_TITLE, STR_NONE, S("VĂN BẢN TRẢ LỜI"));
  put(s, PAGE_SUBTITLE, STR_NONE,
      str_cat(c->a, S("Về việc không giải quyết hồ sơ "), d->code));
  put(s, PAGE_SPACE, STR_NONE, STR_NONE);
  put(s, PAGE_FIELD, S("Kính gửi"), holder.full_name);
  put(s, PAGE_TEXT, STR_NONE,
      str_cat(c->a, authority, S(" đã xem xét hồ sơ mã số "), d->code,
              S(" đề nghị giải quyết thủ tục “"), p->name,
              S("” và không giải quyết được hồ sơ này, vì lý do sau đây:")));
  put_reason(c, s, p, by);
  put(s, PAGE_TEXT, STR_NONE,
      str_cat(c->a, S("Nếu không đồng ý với văn bản này, ông (bà) có quyền khiếu nại đến "),
              authority,
              S(" trong thời hiệu 90 ngày (Luật Khiếu nại 2011, điều 9), hoặc khởi kiện tại Tòa án "
                "nhân dân có thẩm quyền trong thời hiệu 01 năm (Luật Tố tụng hành chính 2015, điều "
                "116), kể từ ngày nhận được văn bản này.")));
  return NULL;
}

/* The number is not known yet: the registry clerk's seal shows it with the day. */
static void put_head(ctx *c, sheet *s, const dossier *d, const appraisal *by) {
  const unit *u = edition_unit(c->edition, d->unit_id);
  put(s, PAGE_NATION, STR_NONE,
      S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"));
  put(s, PAGE_AUTHORITY, STR_NONE, text_upper(c->a, u ? u->name : S("")));
  put(s, PAGE_ITALIC, STR_NONE,
      str_cat(c->a, result_place(c->edition, u), S(", "), result_day(c->a, by->at)));
}

static err *put_grant(ctx *c, sheet *s, const dossier *d, const procedure *p,
                      const appraisal *by) {
  const json *form = NULL;
  str text;
  TRY(dossier_form(c, d->id, &text));
  if (text.p) TRY(json_parse(c->a, text, &form));
  str title = json_str(json_get(p->paper, S("title")));
  const procedure_result *result = procedure_positive(p);
  if (!title.p) title = text_upper(c->a, result ? result->name : p->name);
  put(s, PAGE_TITLE, STR_NONE, title);
  put_template(c, s, d, form, by->note);
  return NULL;
}

const page_box result_approver_box = {330, 54, 205, 62};
const page_box result_seal_box = {100, 40, 262, 80};

err *result_draw(ctx *c, const dossier *d, const appraisal *by, str *pdf) {
  const procedure *p = edition_version(c->edition, d->version_id);
  if (!p) return ERR(UNAVAILABLE, N_("The procedure is being loaded; try again in a moment."));
  bool grant = str_eq(by->decision, S("grant"));
  sheet *s = arena_new_of(c->a, sheet);
  s->a = c->a;
  put_head(c, s, d, by);
  if (grant)
    TRY(put_grant(c, s, d, p, by));
  else
    TRY(put_letter(c, s, d, p, by));
  const page_box fields[] = {result_approver_box, result_seal_box};
  static const str names[] = {{"approver", 8}, {"seal", 4}};
  const str captions[] = {S("NGƯỜI CÓ THẨM QUYỀN KÝ"), STR_NONE};
  page_paper paper = {.title = s->n > 3 ? s->blocks[3].text : d->code, .date = by->at,
                      .blocks = s->blocks, .n = s->n, .fields = fields, .field_names = names,
                      .field_captions = captions, .nfields = COUNT(fields)};
  return page_draw(c->a, &paper, pdf);
}
