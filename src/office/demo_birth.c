/* demo_birth: forms of invented births for the demonstration's dossiers. */
#include "base/buf.h"
#include "office/demo_impl.h"

static const char *const given[] = {"Minh Khôi", "Gia Hân", "Bảo Châu", "Đức Anh", "Khánh Linh",
                                    "Tuấn Kiệt", "Ngọc Diệp", "Hải Đăng", "Thảo Vy", "Quang Huy",
                                    "Phương Nhi", "Nhật Minh"};
static const char *const mothers[] = {"Nguyễn Thị Minh An", "Trần Thị Lan", "Phạm Thu Trang",
                                      "Hoàng Mỹ Duyên", "Vũ Thị Hồng Nhung", "Lê Thanh Thảo"};
static const char *const fathers[] = {"Phạm Văn Bình", "Nguyễn Hữu Phước", "Trần Quốc Việt",
                                      "Đỗ Mạnh Cường", "Lê Anh Dũng"};
static const char *const families[] = {"Phạm", "Nguyễn", "Trần", "Đỗ", "Lê"};

#define PICK(list, i) str_of((list)[(size_t)(i) % COUNT(list)])

typedef struct member_text {
  const char *key;
  str value;
} member_text;

static const json *object(arena *a, const member_text *texts, size_t n) {
  json_member *members = arena_list(a, n, json_member);
  for (size_t i = 0; i < n; i++)
    members[i] = (json_member){str_of(texts[i].key), json_of_text(a, texts[i].value)};
  return json_of_members(a, members, n);
}

const json *demo_birth(arena *a, int64_t i, instant now) {
  const demo_person *filer = &demo_people[0];
  str born = day_iso(a, day_add(day_of(now), -(int)(3 + i % 40)));
  str home = S("Phường Hạ Long, tỉnh Quảng Ninh");
  const member_text requester[] = {
      {"full_name", str_of(filer->name)}, {"personal_id", str_of(filer->personal_id)},
      {"relation", i % 6 ? S("relative") : S("mother")}, {"phone", str_of(filer->phone)},
      {"residence_commune", str_of(filer->commune)},
      {"residence_address", str_of(filer->address)}};
  const member_text child[] = {
      {"full_name", str_cat(a, PICK(families, i), S(" "), PICK(given, i))},
      {"sex", i % 2 ? S("female") : S("male")}, {"birth_date", born},
      {"birth_place", S("Bệnh viện Sản Nhi Quảng Ninh, phường Hạ Long, tỉnh Quảng Ninh")},
      {"ethnicity", S("Kinh")}, {"nationality", S("Việt Nam")}, {"home_town", home}};
  const member_text mother[] = {
      {"full_name", PICK(mothers, i)}, {"birth_date", S("1992-03-14")}, {"ethnicity", S("Kinh")},
      {"nationality", S("Việt Nam")}, {"residence", home}};
  const member_text father[] = {
      {"full_name", PICK(fathers, i)}, {"birth_date", S("1988-09-02")}, {"ethnicity", S("Kinh")},
      {"nationality", S("Việt Nam")}, {"residence", home}};
  const json_member all[] = {{S("requester"), object(a, requester, COUNT(requester))},
                             {S("child"), object(a, child, COUNT(child))},
                             {S("mother"), object(a, mother, COUNT(mother))},
                             {S("father"), object(a, father, COUNT(father))},
                             {S("copies"), json_of_int(a, i % 3)}};
  return json_of_members(a, all, COUNT(all));
}
