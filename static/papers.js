// papers: uploads each file of a form as soon as it is chosen, and shows how far it is; it can be stopped,
// tried again and taken away.  Without this, the button beside a question does the same with the whole form.
"use strict";
(() => {
  const form = document.getElementById("filing");
  const place = document.getElementById("papers");
  const status = document.getElementById("papers-status");
  if (!form || !place || !status) return;
  const words = place.dataset;
  const MOST = 20 << 20, AT_ONCE = 2;
  const waiting = [];
  let going = 0, pressed = null;

  const element = (name, text, className) => {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    if (className) e.className = className;
    return e;
  };
  const button = (word, file, act) => {
    const b = element("button", word, "small");
    b.type = "button";
    b.setAttribute("aria-label", `${word}: ${file}`);
    b.addEventListener("click", act);
    return b;
  };
  const changed = () => form.dispatchEvent(new Event("keep")); // the draft is saved at once: filing.js

  // The list of a question, before its control.
  const listOf = (input) => {
    let list = input.parentElement.querySelector("ul.kept");
    if (!list) {
      list = element("ul", "", "kept");
      input.before(list);
    }
    return list;
  };
  const room = (input) => { // a question that takes a few files only, and has them
    const n = input.parentElement.querySelectorAll("ul.kept input").length;
    input.hidden = n >= (input.dataset.most ?? Infinity);
  };
  const takeAway = (line, input) => {
    const list = line.parentElement;
    line.remove();
    if (!list.children.length) list.remove();
    room(input);
    input.focus();
    changed();
  };

  const show = (line, input, paper) => {
    const same = [...listOf(input).querySelectorAll("input")].find((e) => e.value === paper.id);
    if (same) same.closest("li").remove(); // the same file once more
    const link = element("a", paper.name), kept = element("input");
    link.href = `/papers/${encodeURIComponent(paper.id)}`;
    link.target = "_blank";
    kept.type = "hidden";
    kept.name = input.name.startsWith("file.") ? input.name.slice("file.".length) // of a field of the form
      : `kept.${input.name.slice("paper.".length)}`;
    kept.value = paper.id;
    line.className = "";
    line.replaceChildren("✓ ", link, " ", button(words.remove, paper.name, () => takeAway(line, input)), kept);
    input.removeAttribute("aria-invalid");
    room(input);
    status.textContent = `${words.done} ${paper.name}`;
    changed();
  };

  const fail = (job, text, again) => {
    const { line, input, file } = job;
    line.className = "error";
    line.replaceChildren(`${file.name}: ${text} `,
      ...(!again ? [] : [button(words.again, file.name, () => { line.replaceChildren(); put(job); })]),
      " ", button(words.remove, file.name, () => takeAway(line, input)));
    status.textContent = `${file.name}: ${text}`;
  };

  const next = () => {
    while (going < AT_ONCE && waiting.length) send(waiting.shift());
    if (going || !pressed) return;
    const again = pressed;
    pressed = null;
    if (!form.querySelector("li.error")) form.requestSubmit(again.form ? again : undefined);
  };

  const send = (job) => {
    const { line, file } = job, bar = element("progress"), request = new XMLHttpRequest(), data = new FormData();
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    line.className = "going";
    line.replaceChildren(`${file.name} `, bar, " ", button(words.stop, file.name, () => request.abort()));
    data.append("csrf", form.elements.csrf.value);
    data.append("file", file);
    request.upload.onprogress = (e) => { if (e.lengthComputable) bar.value = e.loaded / e.total; };
    request.onloadend = () => {
      going--;
      let said = null;
      try { said = JSON.parse(request.responseText); } catch { /* no answer, or none of ours */ }
      const fits = !job.input.dataset.kind || job.input.accept.split(",").includes(said?.media_type);
      if (request.status === 201 && said?.id && fits) show(line, job.input, said);
      else if (request.status === 201) fail(job, job.input.dataset.kind, false);
      else fail(job, said?.detail ?? words.offline, !said || request.status >= 500 || request.status === 429);
      next();
    };
    going++;
    request.open("POST", "/papers");
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  };

  const put = (job) => {
    const { mb, large } = job.input.dataset;
    if (job.file.size > (mb ? mb << 20 : MOST)) return fail(job, large ?? words.large, false);
    waiting.push(job);
    next();
  };

  for (const input of form.querySelectorAll('input[type="file"]')) {
    input.parentElement.querySelector("button.upload")?.remove();
    input.addEventListener("change", () => {
      input.parentElement.classList.remove("wrong");
      input.parentElement.querySelector("span.error")?.remove();
      for (const file of [...input.files]) {
        const line = element("li");
        listOf(input).append(line);
        put({ line, input, file });
      }
      input.value = "";
    });
    for (const drop of input.parentElement.querySelectorAll("ul.kept button"))
      drop.addEventListener("click", (e) => { e.preventDefault(); takeAway(drop.parentElement, input); });
  }
  // Whoever sends while files are on their way has them sent first.
  form.addEventListener("submit", (e) => {
    if (!going && !waiting.length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    pressed = e.submitter ?? form;
    status.textContent = words.wait;
  }, { capture: true });
})();
