// The search of the site, over the index that the page holds: names, statements and sentences, narrowed by facets.
// It works from a folder of files too, since nothing is fetched.
(() => {
  const data = JSON.parse(document.getElementById("search-index").textContent);
  const TITLES = { kind: "What", voice: "Whose word", how: "How it is put", place: "Where", year: "When" };
  const MOST = 100;
  const MOST_VALUES = 12;

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = data.entries.map((entry) => ({ ...entry, title: fold(entry.t), all: fold(`${entry.t} ${entry.x ?? ""}`) }));

  const box = document.getElementById("search");
  const words = document.getElementById("words");
  const results = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const facets = document.getElementById("search-facets");
  const names = document.getElementById("all-names");
  const chosen = new Map(data.facets.map((name) => [name, new Set()]));
  box.hidden = false;
  results.after(names);

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function terms() {
    return fold(words.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function rank(entry, wanted) {
    let sum = 0;
    for (const word of wanted) {
      const at = entry.all.search(new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u"));
      if (at < 0) return 0;
      sum += entry.title.startsWith(word) ? 4 : at < entry.title.length ? 2 : 1;
    }
    return sum + (entry.kind[0] === "statement" ? 0.2 : entry.kind[0] === "sentence" ? 0.1 : 0.5);
  }

  function passes(entry, except) {
    return data.facets.every((name) => {
      const wanted = chosen.get(name);
      return name === except || !wanted.size || (entry[name] ?? []).some((value) => wanted.has(value));
    });
  }

  function show() {
    const wanted = terms();
    const idle = !wanted.length && [...chosen.values()].every((one) => !one.size);
    const matching = wanted.length ? entries.map((entry) => [rank(entry, wanted), entry]).filter(([n]) => n) : entries.map((entry) => [1, entry]);
    const found = matching.filter(([, entry]) => passes(entry)).sort((a, b) => b[0] - a[0]);
    names.hidden = !idle;
    results.replaceChildren(...(idle ? [] : found.slice(0, MOST).map(([, entry]) => item(entry, wanted))));
    const more = found.length > MOST ? `, the first ${MOST} of them shown` : "";
    status.textContent = idle ? "" : found.length ? `${found.length.toLocaleString("en")} found${more}.` : "Nothing has these words.";
    showFacets(matching.map(([, entry]) => entry));
  }

  function item(entry, wanted) {
    const row = element("li");
    const head = element("p", undefined, { class: "entry" });
    const link = element("a", undefined, { href: entry.p, dir: "auto" });
    link.append(...marked(entry.t, wanted));
    head.append(link, " ", element("span", entry.kind[0], { class: "count" }));
    row.append(head);
    if (entry.x) {
      const said = element("p", undefined, { class: "quiet", dir: "auto" });
      said.append(...marked(entry.x.length > 400 ? `${entry.x.slice(0, 400)}…` : entry.x, wanted));
      if (entry.voice) said.append(` (${entry.voice.join(", ")}, ${entry.how.join(", ")})`);
      row.append(said);
    }
    return row;
  }

  function marked(text, wanted) {
    if (!wanted.length || fold(text).length !== text.length) return [text];
    const parts = [];
    const finder = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join("|")})`, "gu");
    let at = 0;
    for (const match of fold(text).matchAll(finder)) {
      parts.push(text.slice(at, match.index), element("mark", text.slice(match.index, match.index + match[0].length)));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  }

  function showFacets(within) {
    const held = document.activeElement?.id;
    facets.replaceChildren(
      ...data.facets.map((name) => {
        const counts = new Map();
        for (const entry of within) if (passes(entry, name)) for (const value of entry[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
        for (const value of chosen.get(name)) if (!counts.has(value)) counts.set(value, 0);
        if (!counts.size) return "";
        const order = name === "year" ? (a, b) => a[0].localeCompare(b[0]) : (a, b) => b[1] - a[1] || a[0].localeCompare(b[0]);
        const set = element("fieldset");
        set.append(element("legend", TITLES[name]));
        for (const [value, count] of [...counts].sort(order).filter(([value], n) => n < MOST_VALUES || chosen.get(name).has(value))) {
          const label = element("label");
          const tick = element("input", undefined, { type: "checkbox", id: `f-${name}-${value}` });
          tick.checked = chosen.get(name).has(value);
          tick.addEventListener("change", () => {
            chosen.get(name)[tick.checked ? "add" : "delete"](value);
            show();
          });
          const said = element("bdi", value);
          label.append(tick, said, " ", element("span", ` ${count.toLocaleString("en")}`, { class: "count" }));
          set.append(label);
        }
        return set;
      }),
    );
    if (held?.startsWith("f-")) document.getElementById(held)?.focus();
  }

  function fromAddress() {
    const asked = location.hash.startsWith("#q=") ? location.hash.slice(1) : location.search;
    words.value = new URLSearchParams(asked).get("q") ?? "";
    show();
  }

  document.getElementById("search-form").addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", () => {
    history.replaceState(null, "", words.value ? `#q=${encodeURIComponent(words.value)}` : "#");
    show();
  });
  window.addEventListener("hashchange", () => location.hash.startsWith("#q=") && fromAddress());
  fromAddress();
})();
