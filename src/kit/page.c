/* page: see page.h.  Blocks become rows (a line of text, or a label's line beside a value's), rows
 * are put on pages, pages are drawn by cairo and pango; then the file is written anew with its
 * language, its identifier and its signature fields.  Appearances are in stamp.c.
 * The head follows Decree 30/2020/ND-CP, appendix I. */
#include "kit/page.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>

#include "base/defer.h"
#include "kit/crypto.h"
#include "kit/page_impl.h"
#include "kit/pdf_impl.h"
#include "kit/qr.h"

/* Points. */
#define WIDTH 595.28
#define HEIGHT 841.89
#define LEFT 85.0
#define RIGHT 57.0
#define TOP 57.0
#define BOTTOM 785.0
#define INNER (WIDTH - LEFT - RIGHT)
#define NATION_WIDTH 262.0
#define AUTHORITY_WIDTH 178.0
#define LABEL_MOST 205.0
#define CAPTION_MOST 44.0
#define CAPTION_GAP 6.0
#define QR_SIDE 96.0

enum { PAGES_MOST = 60, TEXT_MOST = 1 << 18, BLOCKS_MOST = 2000, FIELDS_MOST = 8 };

typedef struct piece {
  PangoLayoutLine *line; /* NULL for none */
  double x, base;        /* from the row's upper edge */
  double rule;           /* width of a rule under the line, centred on middle; 0 for none */
  double middle;
} piece;

typedef struct row {
  piece side[2];
  double before, height;
  const char *tag;
  size_t block;
  bool follows; /* no page break above */
  const qr *code; /* stands at the left from here on, or NULL */
  int page;
  double y;
} row;

typedef struct sheet {
  arena *a;
  PangoContext *context;
  GPtrArray *layouts; /* own the lines of rows */
  row *rows;
  size_t n, room;
  double labels; /* width of the column of labels */
  const qr *codes; /* by block, of those that are one */
  struct {
    PangoLayout *text; /* NULL for none */
    double x, y;       /* its upper left corner on the last page */
  } caption[FIELDS_MOST];
} sheet;

static void sheet_close(sheet *s) {
  if (s->layouts) g_ptr_array_unref(s->layouts);
  if (s->context) g_object_unref(s->context);
}

static row *add_row(sheet *s) {
  if (s->n == s->room) {
    row *more = arena_list(s->a, s->room ? s->room * 2 : 64, row);
    for (size_t i = 0; i < s->n; i++) more[i] = s->rows[i];
    s->rows = more;
    s->room = s->room ? s->room * 2 : 64;
  }
  row *r = &s->rows[s->n++];
  *r = (row){.tag = "P"};
  return r;
}

/* --- from blocks to rows --- */

typedef struct setting {
  const char *font;
  double x, width;
  PangoAlignment align;
  bool justify;
} setting;

static PangoLayout *set_text(sheet *s, str text, const setting *how) {
  PangoLayout *l = page_layout(s->context, text, how->font, how->width);
  pango_layout_set_alignment(l, how->align);
  pango_layout_set_justify(l, how->justify);
  g_ptr_array_add(s->layouts, l);
  return l;
}

/* The lines of a text as one side of rows from `first` on; new rows are added as needed. */
static void pour(sheet *s, size_t first, int side, PangoLayout *l, double x) {
  PangoLayoutIter *i = pango_layout_get_iter(l);
  size_t at = first;
  do {
    PangoRectangle box;
    pango_layout_iter_get_line_extents(i, NULL, &box);
    row *r = at < s->n ? &s->rows[at] : add_row(s);
    at++;
    r->side[side] = (piece){.line = pango_layout_iter_get_line_readonly(i)};
    r->side[side].x = x + pango_units_to_double(box.x);
    r->side[side].base = pango_units_to_double(pango_layout_iter_get_baseline(i) - box.y);
    r->height = fmax(r->height, pango_units_to_double(box.height));
  } while (pango_layout_iter_next_line(i));
  pango_layout_iter_free(i);
}

static void rule_under(sheet *s, size_t from, int side, double share) {
  for (size_t i = s->n; i > from; i--) {
    piece *p = &s->rows[i - 1].side[side];
    if (!p->line) continue;
    PangoRectangle box;
    pango_layout_line_get_extents(p->line, NULL, &box);
    double width = pango_units_to_double(box.width);
    p->rule = width * share;
    p->middle = p->x + width / 2;
    return;
  }
}

/* A head's two texts, the upper shrunk to one line each when they are a nation's. */
static void column(sheet *s, size_t first, int side, const page_block *b, setting how) {
  bool nation = b->style == PAGE_NATION;
  str rest = b->text, line = b->label;
  bool labelled = line.p && line.n;
  if (!labelled && nation) str_split(&rest, '\n', &line);
  size_t at = first;
  if (line.n) {
    how.font = nation ? "Noto Serif Bold 11" : "Noto Serif 11";
    PangoLayout *upper = set_text(s, line, &how);
    page_one_line(upper, nation ? "Noto Serif Bold" : "Noto Serif", 11, nation ? 5 : 9, how.width);
    pour(s, at, side, upper, how.x);
    at += (size_t)pango_layout_get_line_count(upper);
  }
  if (rest.n) {
    how.font = nation ? "Noto Serif Bold 11.5" : "Noto Serif Bold 11";
    PangoLayout *lower = set_text(s, rest, &how);
    page_one_line(lower, "Noto Serif Bold", nation ? 11.5 : 11, 9, how.width);
    pour(s, at, side, lower, how.x);
  }
  rule_under(s, first, side, nation ? 1.0 : 0.4);
}

/* Nation and authority side by side when they are neighbours, else one; returns blocks taken. */
static size_t head(sheet *s, const page_block *b, size_t left) {
  page_style mate = b->style == PAGE_NATION ? PAGE_AUTHORITY : PAGE_NATION;
  const page_block *other = left > 1 && b[1].style == mate ? &b[1] : NULL;
  setting whole = {.x = LEFT, .width = INNER, .align = PANGO_ALIGN_CENTER};
  size_t first = s->n;
  if (!other) {
    if (b->style == PAGE_AUTHORITY) whole.width = AUTHORITY_WIDTH;
    column(s, first, 0, b, whole);
    return 1;
  }
  const page_block *nation = b->style == PAGE_NATION ? b : other;
  setting left_side = {.x = LEFT - 14, .width = AUTHORITY_WIDTH, .align = PANGO_ALIGN_CENTER};
  setting right_side = {.x = WIDTH - RIGHT - NATION_WIDTH + 8, .width = NATION_WIDTH,
                        .align = PANGO_ALIGN_CENTER};
  column(s, first, 0, nation == b ? other : b, left_side);
  column(s, first, 1, nation, right_side);
  return 2;
}

static str with_colon(arena *a, str label) {
  label = str_trim(label);
  return str_ends(label, S(":")) ? label : str_cat(a, label, S(":"));
}

static void field_rows(sheet *s, const page_block *b) {
  size_t first = s->n;
  setting label = {.font = "Noto Serif 11.5", .x = LEFT, .width = s->labels};
  setting value = {.font = "Noto Serif Bold 11.5", .x = LEFT + s->labels + 10};
  value.width = INNER - s->labels - 10;
  if (b->label.n) pour(s, first, 0, set_text(s, with_colon(s->a, b->label), &label), LEFT);
  pour(s, first, 1, set_text(s, b->text, &value), value.x);
  s->rows[first].before = 4;
}

static void plain_rows(sheet *s, const page_block *b) {
  static const struct {
    const char *font, *tag;
    double before, from;
    PangoAlignment align;
    bool justify;
  } look[] = {
      [PAGE_TITLE] = {"Noto Serif Bold 18", "H1", 26, 0, PANGO_ALIGN_CENTER, false},
      [PAGE_SUBTITLE] = {"Noto Serif 12", "H2", 4, 0, PANGO_ALIGN_CENTER, false},
      [PAGE_TEXT] = {"Noto Serif 11.5", "P", 9, 0, PANGO_ALIGN_LEFT, true},
      [PAGE_CODE] = {"Noto Serif 10", "P", 2, 0, PANGO_ALIGN_LEFT, false},
      [PAGE_ITALIC] = {"Noto Serif Italic 11.5", "P", 12, 0.42, PANGO_ALIGN_CENTER, false},
  };
  size_t first = s->n;
  double from = INNER * look[b->style].from;
  setting how = {.font = look[b->style].font, .x = LEFT + from, .width = INNER - from,
                 .align = look[b->style].align, .justify = look[b->style].justify};
  str text = b->label.n ? str_cat(s->a, b->label, S(" "), b->text) : b->text;
  pour(s, first, 0, set_text(s, text, &how), how.x);
  s->rows[first].before = look[b->style].before;
  for (size_t i = first; i < s->n; i++) s->rows[i].tag = look[b->style].tag;
}

/* The code on the left, what it is for beside it; together on one page. */
static void code_rows(sheet *s, const page_block *b, const qr *code) {
  size_t first = s->n;
  double height = 0;
  setting beside = {.font = "Noto Serif 10.5", .x = LEFT + QR_SIDE + 12,
                    .width = INNER - QR_SIDE - 12};
  pour(s, first, 1, set_text(s, b->label, &beside), beside.x);
  for (size_t i = first; i < s->n; i++) {
    height += s->rows[i].height;
    s->rows[i].follows = i > first;
  }
  s->rows[first].before = 12;
  s->rows[first].code = code;
  if (height < QR_SIDE) s->rows[s->n - 1].height += QR_SIDE - height;
}

/* The widest label decides where values begin, within reason. */
static void measure_labels(sheet *s, const page_paper *p) {
  for (size_t i = 0; i < p->n; i++) {
    if (p->blocks[i].style != PAGE_FIELD || !p->blocks[i].label.n) continue;
    setting how = {.font = "Noto Serif 11.5", .width = -1};
    PangoRectangle box;
    pango_layout_get_extents(set_text(s, with_colon(s->a, p->blocks[i].label), &how), NULL, &box);
    s->labels = fmax(s->labels, pango_units_to_double(box.width) + 1);
  }
  s->labels = fmin(s->labels, LABEL_MOST);
}

static void make_rows(sheet *s, const page_paper *p) {
  measure_labels(s, p);
  for (size_t i = 0, taken = 1; i < p->n; i += taken) {
    const page_block *b = &p->blocks[i];
    size_t first = s->n;
    taken = 1;
    switch (b->style) {
      case PAGE_NATION:
      case PAGE_AUTHORITY: taken = head(s, b, p->n - i); break;
      case PAGE_FIELD: field_rows(s, b); break;
      case PAGE_SPACE: add_row(s)->height = 9; break;
      case PAGE_QR: code_rows(s, b, &s->codes[i]); break;
      default: plain_rows(s, b);
    }
    size_t rows = s->n - first;
    for (size_t k = first; k < s->n; k++) s->rows[k].block = i;
    /* Neither the first nor the last line of a block stands alone on a page. */
    if (rows > 1) s->rows[first + 1].follows = s->rows[s->n - 1].follows = true;
  }
}

/* --- from rows to pages --- */

/* Sets the captions; the upper edge of what they and their fields take, from the page's top. */
static double fields_top(sheet *s, const page_paper *p) {
  double top = BOTTOM;
  for (size_t i = 0; i < p->nfields; i++) {
    const page_box *box = &p->fields[i];
    double middle = box->x + box->w / 2, free = 2 * fmin(middle, WIDTH - middle) - 40;
    double y = HEIGHT - box->y - box->h - CAPTION_GAP;
    if (p->field_captions && p->field_captions[i].n) {
      setting how = {.font = "Noto Serif Bold 11.5", .align = PANGO_ALIGN_CENTER};
      how.width = fmax(box->w, fmin(box->w + 40, free));
      s->caption[i].text = set_text(s, p->field_captions[i], &how);
      y -= page_fit(s->caption[i].text, "Noto Serif Bold", 11.5, how.width, CAPTION_MOST);
      s->caption[i].x = middle - how.width / 2;
      s->caption[i].y = y;
    }
    top = fmin(top, y);
  }
  return top;
}

/* Puts rows [from, n) on pages beginning with `page`; returns the last row's lower edge. */
static double place(sheet *s, size_t from, int page) {
  double y = TOP;
  for (size_t i = from; i < s->n; i++) {
    row *r = &s->rows[i];
    double before = y > TOP ? r->before : 0;
    if (y + before + r->height + (r->side[0].rule > 0 ? 6 : 0) > BOTTOM) {
      size_t back = i;
      while (back > from && s->rows[back].follows) back--;
      bool moves = back < i && s->rows[back].page == page && s->rows[back].y > TOP;
      if (moves) i = back;
      page++;
      y = TOP;
      r = &s->rows[i];
      before = 0;
    }
    r->page = page;
    r->y = y + before;
    y = r->y + r->height;
  }
  return y;
}

/* The rows that go with the signatures: place and date, and the block before them. */
static size_t closing(const sheet *s, const page_paper *p) {
  size_t block = p->n, i = s->n;
  while (block > 1 && (p->blocks[block - 1].style == PAGE_ITALIC ||
                       p->blocks[block - 1].style == PAGE_SPACE)) block--;
  while (i > 0 && s->rows[i - 1].block + 1 >= block) i--;
  return i;
}

/* Moves a line towards being centred on middle, as far as the margin lets it. */
static void centre_on(piece *p, double middle) {
  PangoRectangle box;
  if (!p->line) return;
  pango_layout_line_get_extents(p->line, NULL, &box);
  double width = pango_units_to_double(box.width);
  p->x = fmax(LEFT, fmin(middle, WIDTH - RIGHT + 8 - width / 2) - width / 2);
}

/* Place and date stand right above the first signature when they are the last words. */
static void anchor(sheet *s, const page_paper *p, double free_to) {
  if (!p->nfields || !s->n || p->blocks[s->rows[s->n - 1].block].style != PAGE_ITALIC) return;
  const row *last = &s->rows[s->n - 1];
  double down = free_to - CAPTION_GAP / 2 - last->y - last->height;
  for (size_t i = s->n; down > 0 && i > 0 && s->rows[i - 1].block == last->block; i--) {
    if (s->rows[i - 1].page != last->page) return;
    s->rows[i - 1].y += down;
    centre_on(&s->rows[i - 1].side[0], p->fields[0].x + p->fields[0].w / 2);
  }
}

/* Lays out; returns the number of pages.  The last page keeps the fields' room free. */
static int paginate(sheet *s, const page_paper *p) {
  double y = place(s, 0, 0), free_to = fields_top(s, p);
  int last = s->n ? s->rows[s->n - 1].page : 0;
  if (y <= free_to) {
    anchor(s, p, free_to);
    return last + 1;
  }
  size_t from = closing(s, p);
  double height = 0;
  for (size_t i = from; i < s->n; i++) height += s->rows[i].before + s->rows[i].height;
  bool moves = from > 0 && from < s->n && TOP + height <= free_to;
  if (!moves) return last + 2; /* the signatures have a page of their own */
  last = s->rows[from - 1].page + 1;
  place(s, from, last);
  anchor(s, p, free_to);
  return last + 1;
}

/* --- drawing --- */

static void draw_piece(cairo_t *c, const row *r, int side) {
  const piece *p = &r->side[side];
  if (!p->line) return;
  cairo_move_to(c, p->x, r->y + p->base);
  pango_cairo_show_layout_line(c, p->line);
  if (p->rule <= 0) return;
  cairo_set_line_width(c, 0.8);
  cairo_move_to(c, p->middle - p->rule / 2, r->y + r->height + 2);
  cairo_line_to(c, p->middle + p->rule / 2, r->y + r->height + 2);
  cairo_stroke(c);
}

static void draw_code(cairo_t *c, const row *r) {
  const qr *q = r->code;
  if (!q) return;
  double module = QR_SIDE / (q->side + 2 * QR_QUIET);
  for (int i = 0; i < q->side * q->side; i++)
    if (q->dark[i])
      cairo_rectangle(c, LEFT + (i % q->side + QR_QUIET) * module,
                      r->y + (i / q->side + QR_QUIET) * module, module, module);
  cairo_fill(c);
}

/* The rows of one block on one page: all of the left side, then the right, as they are read. */
static size_t draw_block(cairo_t *c, const sheet *s, size_t from) {
  const row *first = &s->rows[from];
  size_t end = from;
  while (end < s->n && s->rows[end].block == first->block && s->rows[end].page == first->page)
    end++;
  cairo_tag_begin(c, first->tag, NULL);
  draw_code(c, first);
  for (int side = 0; side < 2; side++)
    for (size_t i = from; i < end; i++) draw_piece(c, &s->rows[i], side);
  cairo_tag_end(c, first->tag);
  return end;
}

static void draw_number(cairo_t *c, sheet *s, int page) {
  setting how = {.font = "Noto Serif 10.5", .width = INNER, .align = PANGO_ALIGN_CENTER};
  cairo_move_to(c, LEFT, 28);
  pango_cairo_show_layout(c, set_text(s, str_fmt(s->a, "%d", page + 1), &how));
}

static void draw_captions(cairo_t *c, const sheet *s) {
  for (size_t i = 0; i < FIELDS_MOST; i++) {
    if (!s->caption[i].text) continue;
    cairo_tag_begin(c, "P", NULL);
    cairo_move_to(c, s->caption[i].x, s->caption[i].y);
    pango_cairo_show_layout(c, s->caption[i].text);
    cairo_tag_end(c, "P");
  }
}

static void draw_pages(cairo_t *c, sheet *s, int pages) {
  size_t at = 0;
  cairo_tag_begin(c, "Document", NULL);
  for (int page = 0; page < pages; page++) {
    if (page) draw_number(c, s, page);
    while (at < s->n && s->rows[at].page == page) at = draw_block(c, s, at);
    if (page == pages - 1) draw_captions(c, s);
    cairo_show_page(c);
  }
  cairo_tag_end(c, "Document");
}

/* --- the file --- */

static err *check(const page_paper *p) {
  size_t total = p->title.n;
  bool good = str_utf8(p->title) && p->n <= BLOCKS_MOST && p->nfields <= FIELDS_MOST;
  for (size_t i = 0; good && i < p->n; i++) {
    good = str_utf8(p->blocks[i].label) && str_utf8(p->blocks[i].text);
    total += p->blocks[i].label.n + p->blocks[i].text.n;
  }
  for (size_t i = 0; good && i < p->nfields; i++) {
    const page_box *b = &p->fields[i];
    good = b->x >= 0 && b->y >= 0 && b->w > 8 && b->h > 8 && b->x + b->w <= WIDTH &&
           b->y + b->h <= HEIGHT - TOP - CAPTION_MOST && p->field_names[i].n > 0;
    for (size_t k = 0; good && k < p->field_names[i].n; k++)
      good = p->field_names[i].p[k] > ' ' && p->field_names[i].p[k] <= '~' &&
             p->field_names[i].p[k] != '.';
    for (size_t k = 0; good && k < i; k++) good = !str_eq(p->field_names[i], p->field_names[k]);
    if (good && p->field_captions) good = str_utf8(p->field_captions[i]);
  }
  if (!good) return ERR(INVALID, N_("This paper cannot be drawn."));
  return total <= TEXT_MOST ? NULL : ERR(TOO_LARGE, N_("The text is too long for a paper."));
}

static err *codes_of(arena *a, const page_paper *p, const qr **out) {
  qr *list = arena_list(a, p->n + 1, qr);
  for (size_t i = 0; i < p->n; i++)
    if (p->blocks[i].style == PAGE_QR) TRY(qr_make(a, p->blocks[i].text, &list[i]));
  *out = list;
  return NULL;
}

static err *draw(arena *a, const page_paper *p, buf *out) {
  const qr *codes;
  TRY(codes_of(a, p, &codes));
  DEFER(page_canvas_close) page_canvas k = page_canvas_open(out, WIDTH, HEIGHT);
  DEFER(sheet_close) sheet s = {.a = a, .context = page_context(k.cairo),
                               .codes = codes};
  s.layouts = g_ptr_array_new_with_free_func(g_object_unref);
  make_rows(&s, p);
  int pages = paginate(&s, p);
  if (pages > PAGES_MOST) return ERR(TOO_LARGE, N_("The text is too long for a paper."));
  draw_pages(k.cairo, &s, pages);
  return page_canvas_finish(&k);
}

/* A value with entries put before its closing ">>". */
static void extended(pdf_writer *w, int number, str dictionary, str entries) {
  pdf_begin(w, number);
  buf_add(&w->out, str_sub(dictionary, 0, dictionary.n - 2));
  buf_add(&w->out, entries);
  buf_add(&w->out, S(">>"));
  pdf_close(w);
}

static str information(arena *a, const page_paper *p) {
  buf b = buf_in(a);
  buf_add(&b, S(" /Title "));
  pdf_text(&b, p->title);
  buf_add(&b, S(" /Producer (Motcua) /CreationDate "));
  pdf_date(&b, p->date);
  return buf_str(&b);
}

/* Widgets (ISO 32000-1 12.5.6.19): printed and locked.  Returns their references. */
static str widgets(arena *a, pdf_writer *w, const page_paper *p, int page) {
  buf refs = buf_in(a);
  for (size_t i = 0; i < p->nfields; i++) {
    const page_box *b = &p->fields[i];
    int number = pdf_number(w);
    pdf_begin(w, number);
    buf_add(&w->out, S("<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /T "));
    pdf_text(&w->out, p->field_names[i]);
    if (p->field_captions && p->field_captions[i].n) {
      buf_add(&w->out, S(" /TU "));
      pdf_text(&w->out, p->field_captions[i]);
    }
    buf_fmt(&w->out, " /P %d 0 R /Rect [%.2f %.2f %.2f %.2f] >>", page, b->x, b->y, b->x + b->w,
            b->y + b->h);
    pdf_close(w);
    buf_fmt(&refs, "%d 0 R ", number);
  }
  return buf_str(&refs);
}

static int last_page(const pdf_file *f, str catalog) {
  pdf_object pages;
  str kid, last = STR_NONE;
  if (!pdf_find(f, 0, pdf_reference(pdf_get(catalog, S("/Pages"))), &pages)) return -1;
  str kids = pdf_get(pages.value, S("/Kids"));
  for (size_t at = 0; pdf_element(kids, &at, &kid);) last = kid;
  return pdf_reference(last);
}

/* The objects that stay as cairo wrote them. */
static void copy_others(pdf_writer *w, const pdf_file *f, const int *but) {
  for (int n = 1; n < f->size; n++) {
    pdf_object o;
    if (n == but[0] || n == but[1] || n == but[2] || !pdf_find(f, 0, n, &o)) continue;
    pdf_begin(w, n);
    buf_add(&w->out, o.value);
    if (o.stream.p) {
      buf_add(&w->out, S("\nstream\n"));
      buf_add(&w->out, o.stream);
      buf_add(&w->out, S("\nendstream"));
    }
    pdf_close(w);
  }
}

static str finish(arena *a, pdf_writer *w, const int *root_info) {
  str id = hex_of(a, str_sub(sha256(a, buf_str(&w->out)), 0, 16));
  return pdf_finish(w, str_fmt(a, " /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]", root_info[0],
                               root_info[1], id.p, id.p), 0);
}

/* Written anew: PDF 1.7, language, identifier, and a form with the fields on the last page. */
static err *rewrite(arena *a, const page_paper *p, str drawn, str *pdf) {
  pdf_file f;
  TRY(pdf_open(a, drawn, &f));
  pdf_object catalog, page;
  str trailer = f.revision[0].trailer;
  int but[3] = {pdf_reference(pdf_get(trailer, S("/Root"))),
                pdf_reference(pdf_get(trailer, S("/Info"))), -1};
  if (!pdf_find(&f, 0, but[0], &catalog)) return ERR(INTERNAL, "cairo's PDF has no catalog");
  but[2] = last_page(&f, catalog.value);
  if (!pdf_find(&f, 0, but[2], &page) || pdf_get(page.value, S("/Annots")).p || but[1] < 0)
    return ERR(INTERNAL, "cairo's PDF is not as expected");
  pdf_writer w = pdf_write(a, S("%PDF-1.7\n%\xB5\xED\xAE\xFB\n"), f.size);
  copy_others(&w, &f, but);
  str refs = widgets(a, &w, p, but[2]);
  str annots = str_fmt(a, " /Annots [ %s] /Tabs /S ", refs.p);
  extended(&w, but[2], page.value, p->nfields ? annots : S(""));
  str form = str_fmt(a, " /AcroForm << /Fields [ %s] /SigFlags 3 >>", refs.p);
  extended(&w, but[0], catalog.value,
           str_cat(a, S(" /Lang (vi) /ViewerPreferences << /DisplayDocTitle true >>"),
                   p->nfields ? form : S("")));
  extended(&w, but[1], S("<<>>"), information(a, p));
  *pdf = finish(a, &w, but);
  return NULL;
}

err *page_draw(arena *a, const page_paper *paper, str *pdf) {
  TRY(check(paper));
  buf drawn = buf_in(a);
  TRY(draw(a, paper, &drawn));
  return rewrite(a, paper, buf_str(&drawn), pdf);
}
