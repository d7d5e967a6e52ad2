// filing: what a form does beyond what it does without this: shows a group only while its condition
// holds, and keeps a draft as one types.  Its files are papers.js's.  Everything works without it.
"use strict";
(() => {
  const form = document.getElementById("filing");
  const status = document.getElementById("saved");
  if (!form || !status) return;
  const WAIT = 3000; // ms without typing before a draft is kept
  let timer = 0, running = false, again = false, stopped = false, ended = false, renewed = false, pressed = null;

  const answer = (name) => {
    const all = [...form.elements].filter((e) => e.name === name && e.type !== "file");
    const on = all.filter((e) => (e.type !== "radio" && e.type !== "checkbox") || e.checked);
    return on.map((e) => e.value);
  };
  const conditions = () => {
    for (const box of form.querySelectorAll("[data-when]"))
      box.hidden = !answer(box.dataset.when).some((v) => box.dataset.is.split(" ").includes(v));
  };

  // The communes of the province that is chosen, in place of those of another.
  const lists = new Map();
  const communes = (province) => {
    if (!lists.has(province)) lists.set(province, fetch(`/places/${encodeURIComponent(province)}`).then((r) => r.json()));
    return lists.get(province);
  };
  const english = document.documentElement.lang === "en";
  for (const select of form.querySelectorAll("select[data-within]")) {
    const province = form.elements[select.dataset.within];
    if (!province) continue;
    select.parentElement.querySelector("button.unscripted")?.remove();
    province.addEventListener("change", async () => {
      const chosen = province.value, none = select.options[0];
      select.replaceChildren(none);
      if (!chosen) return;
      try {
        const all = (await communes(chosen)).items;
        if (province.value !== chosen) return;
        const option = (p) => {
          const o = new Option(english ? p.name_en : p.name, p.code);
          if (!english) o.lang = "vi";
          return o;
        };
        select.replaceChildren(none, ...all.map(option));
      } catch {
        lists.delete(chosen);
        status.textContent = status.dataset.offline;
      }
    });
  }

  const hidden = (name, value) => {
    let field = form.querySelector(`input[type="hidden"][name="${name}"]`);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.prepend(field);
    }
    field.value = value;
  };

  // After the same person has signed in anew, in another tab, the form goes on with the token of now.
  const renew = async () => {
    const now = new DOMParser().parseFromString(await (await fetch("/drafts", { cache: "no-store", headers: { Accept: "text/html" } })).text(), "text/html");
    const who = (page) => page.querySelector('a[href="/account"]')?.textContent;
    const token = now.querySelector('input[name="csrf"]')?.value;
    if (!token || who(now) !== who(document)) return false;
    for (const field of document.querySelectorAll('input[name="csrf"]')) field.value = token;
    return true;
  };

  const keep = async () => {
    clearTimeout(timer);
    if (stopped) return;
    if (running) { again = true; return; }
    running = true;
    const data = new FormData(form);
    data.delete("idempotency_key");
    try {
      const reply = await fetch("/drafts", { method: "POST", body: data, headers: { Accept: "application/json" } });
      const said = await reply.json();
      ended = reply.status === 401 || reply.status === 403;
      if (reply.ok) {
        hidden("draft", said.id);
        hidden("version", said.version);
        const at = new Date(said.saved_at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
        status.textContent = `${status.dataset.saved} ${at}`;
      } else {
        status.textContent = ended ? status.dataset.ended : said.detail ?? said.title;
        stopped = reply.status === 412 || reply.status === 410;
        renewed = ended && !renewed && await renew();
        again = again || renewed;
      }
    } catch {
      status.textContent = status.dataset.offline;
    }
    running = false;
    if (pressed) form.requestSubmit(pressed);
    else if (again) { again = false; keep(); }
  };

  form.addEventListener("input", () => {
    conditions();
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("keep", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !ended) return;
    ended = false;
    keep();
  });
  form.addEventListener("submit", (e) => { // with the version of the draft that is being kept
    clearTimeout(timer);
    if (running) { e.preventDefault(); pressed = e.submitter; }
    else stopped = true;
  });
  addEventListener("pageshow", (e) => { if (e.persisted) { stopped = false; pressed = null; } });
  conditions();
})();
