/* proof_draw: how a proof of filing looks before it is sealed.  Vietnamese, as official papers are;
 * the page itself is drawn by kit/page.c. */
#include "base/buf.h"
#include "kit/text.h"
#include "office/catalogue.h"
#include "office/forms.h"
#include "office/proof.h"
#include "office/result.h"
#include "office/tracking.h"
#include "office/unattended.h"

enum { HEAD_BLOCKS = 24, PER_PAPER = 2 };

typedef struct sheet {
  arena *a;
  page_block *blocks;
  size_t n;
} sheet;

static void put(sheet *s, page_style style, str label, str text) {
  s->blocks[s->n++] = (page_block){style, label, text};
}

static str moment(arena *a, instant t) {
  civil v = civil_of(t);
  return str_fmt(a, "%02d giờ %02d phút %02d giây, ngày %02d/%02d/%04d", v.hour, v.minute, v.second,
                 v.day, v.month, v.year);
}

static str way(str channel) {
  if (str_eq(channel, S("online"))) return S("trực tuyến");
  if (str_eq(channel, S("post"))) return S("bưu chính");
  return str_eq(channel, S("vneid")) ? S("ứng dụng VNeID") : S("trực tiếp");
}

static str unit_name(const edition *e, int64_t id) {
  const unit *u = edition_unit(e, id);
  return u ? u->name : S("…………");
}

static err *put_head(ctx *c, sheet *s, const dossier *d) {
  const unit *centre = edition_unit_by_code(c->edition, S(CENTRE_CODE));
  const procedure *p = edition_version(c->edition, d->version_id);
  person holder;
  TRY(person_get(c, d->holder_id, &holder));
  put(s, PAGE_NATION, STR_NONE,
      S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"));
  put(s, PAGE_AUTHORITY, STR_NONE, text_upper(c->a, centre ? centre->name : S("")));
  put(s, PAGE_ITALIC, STR_NONE,
      str_cat(c->a, result_place(c->edition, centre), S(", "), result_day(c->a, d->submitted_at)));
  put(s, PAGE_TITLE, STR_NONE, S("GIẤY XÁC NHẬN ĐÃ NỘP HỒ SƠ"));
  put(s, PAGE_SUBTITLE, STR_NONE,
      S("Lập tự động khi hồ sơ được nộp; không thay giấy tiếp nhận hồ sơ và hẹn trả kết quả"));
  put(s, PAGE_SPACE, STR_NONE, STR_NONE);
  put(s, PAGE_FIELD, S("Mã hồ sơ"), d->code);
  put(s, PAGE_FIELD, S("Hồ sơ của"), holder.full_name);
  put(s, PAGE_FIELD, S("Thủ tục"), str_cat(c->a, p->code, S(" – "), p->name));
  put(s, PAGE_FIELD, S("Nộp lúc"), moment(c->a, d->submitted_at));
  put(s, PAGE_FIELD, S("Hình thức nộp"), way(d->channel));
  put(s, PAGE_FIELD, S("Nơi tiếp nhận"), unit_name(c->edition, d->reception_unit_id));
  put(s, PAGE_FIELD, S("Cơ quan có thẩm quyền"), unit_name(c->edition, d->unit_id));
  return NULL;
}

static void put_papers(ctx *c, sheet *s, const dossier *d, const proof_facts *f) {
  const procedure *p = edition_version(c->edition, d->version_id);
  put(s, PAGE_FIELD, S("Số tệp đã nộp"), str_fmt(c->a, "%zu", f->npapers));
  for (size_t i = 0; i < f->npapers; i++) {
    char room[LANG_ROOM];
    const dossier_paper *x = &f->papers[i];
    put(s, PAGE_FIELD, str_fmt(c->a, "%zu", i + 1),
        str_cat(c->a, paper_title(c->a, p, x->component, LANG_VI), S(": "), x->name, S(", "),
                lang_number(LANG_VI, x->size, room), S(" byte")));
    put(s, PAGE_CODE, S("SHA-256:"), hex_of(c->a, x->sha256));
  }
  put(s, PAGE_CODE, S("Mã SHA-256 của sự kiện nộp hồ sơ:"), hex_of(c->a, f->event));
  put(s, PAGE_CODE, S("Mã SHA-256 của nội dung được xác nhận:"), hex_of(c->a, f->sha256));
}

err *proof_draw(ctx *c, const dossier *d, const proof_facts *f, str *pdf) {
  sheet s = {.a = c->a};
  s.blocks = arena_list(c->a, HEAD_BLOCKS + PER_PAPER * f->npapers, page_block);
  TRY(put_head(c, &s, d));
  put_papers(c, &s, d, f);
  put(&s, PAGE_QR,
      S("Quét để tra cứu hồ sơ. Mã này chỉ mang mã hồ sơ; mã tra cứu bí mật được báo riêng một lần "
        "cho người nộp và không bao giờ nằm trong mã QR.\nGiấy này được đóng dấu bằng chứng thư số "
        "tự động của Trung tâm: không có người ký. Phần mềm đọc PDF kiểm tra được rằng nội dung "
        "không bị sửa."),
      tracking_address(c->office, c->a, d->code));
  static const str names[] = {{"centre", 6}};
  page_paper paper = {.title = str_cat(c->a, S("Giấy xác nhận đã nộp hồ sơ "), d->code),
                      .date = d->submitted_at, .blocks = s.blocks, .n = s.n,
                      .fields = &unattended_box, .field_names = names, .nfields = 1};
  return page_draw(c->a, &paper, pdf);
}
