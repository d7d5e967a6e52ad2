/* demo_people: who and what there is in the demonstration; all names are invented.  Filled in by
 * demo_fill.c. */
#include "office/account.h"
#include "office/demo_impl.h"

const char *const demo_seals[] = {"H49.07", "H49.25", "H49.31"};
const size_t demo_seal_count = COUNT(demo_seals);

#define NATURAL "natural"
const demo_person demo_people[] = {
    {"citizen", NATURAL, "Nguyễn Thị Minh An", "female", "022192004318", "0900000101",
     "06688", "Số 12, ngõ 3, phường Hạ Long, tỉnh Quảng Ninh", 19920314, NULL, NULL},
    {"citizen2", NATURAL, "Phạm Văn Bình", "male", "022088007625", "0900000102", "06688",
     "Số 40, tổ 5, phường Hạ Long, tỉnh Quảng Ninh", 19880902, NULL, NULL},
    {"business", NATURAL, "Hoàng Thu Thủy", "female", "022185003127", "0900000103", "06688",
     "Số 7, tổ 2, phường Hạ Long, tỉnh Quảng Ninh", 19850615, NULL, NULL},
    {"newcomer", NATURAL, "Đinh Văn Sơn", NULL, NULL, "0900000104", NULL, NULL, 0, NULL, NULL},
    {"receptionist.halong", NATURAL, "Trần Thu Hà", "female", NULL, NULL, NULL, NULL, 0,
     "receptionist", "H49.01.31"},
    {"returner.halong", NATURAL, "Đỗ Quốc Khánh", "male", NULL, NULL, NULL, NULL, 0, "returner",
     "H49.01.31"},
    {"appraiser.halong", NATURAL, "Lê Hoàng Nam", "male", NULL, NULL, NULL, NULL, 0, "appraiser",
     "H49.31"},
    {"appraiser2.halong", NATURAL, "Hoàng Hải Yến", "female", NULL, NULL, NULL, NULL, 0,
     "appraiser", "H49.31"},
    {"approver.halong", NATURAL, "Vũ Thị Thanh Mai", "female", NULL, NULL, NULL, NULL, 0,
     "approver", "H49.31"},
    {"sealer.halong", NATURAL, "Bùi Đức Long", "male", NULL, NULL, NULL, NULL, 0, "sealer",
     "H49.31"},
    {"sealer.hatu", NATURAL, "Phạm Thị Lan", "female", NULL, NULL, NULL, NULL, 0, "sealer",
     "H49.25"},
    {"leader.halong", NATURAL, "Nguyễn Văn Dũng", "male", NULL, NULL, NULL, NULL, 0, "leader",
     "H49.31"},
    {"receptionist", NATURAL, "Hoàng Thị Ngọc", "female", NULL, NULL, NULL, NULL, 0,
     "receptionist", "H49.01"},
    {"returner", NATURAL, "Phan Văn Tú", "male", NULL, NULL, NULL, NULL, 0, "returner", "H49.01"},
    {"appraiser", NATURAL, "Đặng Thùy Linh", "female", NULL, NULL, NULL, NULL, 0, "appraiser",
     "H49.07"},
    {"approver", NATURAL, "Ngô Minh Tuấn", "male", NULL, NULL, NULL, NULL, 0, "approver", "H49.07"},
    {"sealer", NATURAL, "Lý Thị Hồng Vân", "female", NULL, NULL, NULL, NULL, 0, "sealer", "H49.07"},
    {"leader", NATURAL, "Trịnh Công Thành", "male", NULL, NULL, NULL, NULL, 0, "leader", "H49"},
    {"admin", NATURAL, "Mai Anh Đào", "female", NULL, NULL, NULL, NULL, 0, "admin", "H49"},
};
const size_t demo_person_count = COUNT(demo_people);

const demo_company demo_companies[] = {
    {"5700123456", "Công ty TNHH Sóng Xanh Hạ Long", "business"},
};
const size_t demo_company_count = COUNT(demo_companies);

#define ENTRY(login, name, what) {TEXT(login), TEXT(name), TEXT(what)}
const demo_account demo_accounts[] = {
    ENTRY("citizen", "Nguyễn Thị Minh An", N_("A mother in Hạ Long: files the birth of her child")),
    ENTRY("receptionist.halong", "Trần Thu Hà", N_("Hạ Long reception point: receives")),
    ENTRY("appraiser.halong", "Lê Hoàng Nam", N_("Ward of Hạ Long: appraises")),
    ENTRY("approver.halong", "Vũ Thị Thanh Mai", N_("Ward of Hạ Long: approves and signs")),
    ENTRY("sealer.halong", "Bùi Đức Long", N_("Ward of Hạ Long: gives the number and seals")),
    ENTRY("returner.halong", "Đỗ Quốc Khánh", N_("Hạ Long reception point: hands over")),
    ENTRY("leader.halong", "Nguyễn Văn Dũng",
          N_("Ward of Hạ Long: heads it, and acts for whom he is asked to")),
    ENTRY("sealer.hatu", "Phạm Thị Lan", N_("Ward of Hà Tu: gives the number and seals")),
    ENTRY("business", "Hoàng Thu Thủy",
          N_("Represents a company, Công ty TNHH Sóng Xanh Hạ Long, and files for it")),
    ENTRY("newcomer", "Đinh Văn Sơn",
          N_("Has an account, but nobody has seen his card yet: sees what he files himself")),
    ENTRY("receptionist", "Hoàng Thị Ngọc", N_("Provincial Centre: receives")),
    ENTRY("appraiser", "Đặng Thùy Linh", N_("Department of Justice: appraises")),
    ENTRY("approver", "Ngô Minh Tuấn", N_("Department of Justice: approves and signs")),
    ENTRY("sealer", "Lý Thị Hồng Vân", N_("Department of Justice: gives the number and seals")),
    ENTRY("returner", "Phan Văn Tú", N_("Provincial Centre: hands over")),
    ENTRY("appraiser2.halong", "Hoàng Hải Yến", N_("Ward of Hạ Long: appraises too")),
    ENTRY("leader", "Trịnh Công Thành", N_("Leader of the province: sees figures")),
    ENTRY("admin", "Mai Anh Đào", N_("Administrator: sees no dossier")),
};
const size_t demo_account_count = COUNT(demo_accounts);
