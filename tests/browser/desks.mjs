// desks: search, filters, the load of officers and several at once, by keyboard alone, without
// JavaScript, at 360 and 1280 px, in both languages, by axe.
import { clean, end, enter, look } from "./pages.mjs";
import { test } from "./server.mjs";

const must = (ok, what) => { if (!ok) throw new Error(what); };
const text = (page) => page.textContent("main");

for (const [size, locale] of [["phone", "vi-VN"], ["phone", "en-GB"], ["desk", "vi-VN"], ["desk", "en-GB"]])
  await test(`the desk, a search and the unit's desk are clean: ${size}, ${locale}`, async () => {
    const officer = await enter("receptionist.halong", size, locale, true);
    await officer.goto("/dossiers?view=desk");
    await look(officer, `desk-${size}-${locale}`);
    await clean(officer);
    await officer.fill("#q", "minh an");
    await officer.press("#q", "Enter");
    must((await text(officer)).includes("Nguyễn Thị Minh An"), "nobody was found");
    await look(officer, `desk-found-${size}-${locale}`);
    await clean(officer);
    await officer.goto("/dossiers?view=desk&q=khong%20co%20ai");
    await clean(officer);
    const head = await enter("leader.halong", size, locale, true);
    await head.goto("/dossiers?view=unit");
    await look(head, `desk-unit-${size}-${locale}`);
    await clean(head);
  });

await end();
