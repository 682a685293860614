// The search of the site, over names, statements and sentences, narrowed by facets. A small index is in the page itself;
// of a large site a server is asked where there is one, else the pieces of the index are loaded that a search needs.
// They are scripts, so that it works from a folder of files too.
(() => {
  const data = JSON.parse(document.getElementById("search-index").textContent);
  const TITLES = { kind: "What", voice: "Whose word", how: "How it is put", place: "Where", year: "When" };
  const KINDS = { name: "name", text: "sentence", quote: "words quoted" };
  const MOST = 100;
  const MOST_FROM_PIECES = 60;
  const MOST_PIECES = 12;
  const MOST_VALUES = 12;
  const PAUSE = 150;

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const prepared = (entry) => ({ ...entry, title: fold(entry.t), all: fold(`${entry.t} ${entry.x ?? ""}`) });
  const entries = data.entries?.map(prepared);

  const box = document.getElementById("search");
  const words = document.getElementById("words");
  const results = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const facets = document.getElementById("search-facets");
  const names = document.getElementById("all-names");
  const loaded = new Map();
  const handed = new Map();
  let turns = 0;
  let waiting;
  let served = Boolean(data.find) && location.protocol !== "file:";
  const chosen = new Map(data.facets.map((name) => [name, new Set()]));
  box.hidden = false;
  document.getElementById("search-form").hidden = false;
  document.getElementById("search-ask")?.remove();
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

  // What has all the words, the best first, and how many there are of it: all of them are at hand, or the first.
  function inPage(wanted) {
    if (!wanted.length) return { found: entries, total: entries.length };
    const ranked = entries.map((entry) => [rank(entry, wanted), entry]).filter(([n]) => n);
    return { found: ranked.sort((a, b) => b[0] - a[0]).map(([, entry]) => entry), total: ranked.length };
  }

  async function beside(wanted) {
    if (!wanted.length) return { found: [], total: 0 };
    return (served && (await byServer())) || (await byPieces(wanted));
  }

  async function byServer() {
    const asked = /"/.test(words.value) ? words.value : terms().map((word) => `${word}*`).join(" ");
    try {
      const answer = await fetch(`${data.find}?q=${encodeURIComponent(asked)}`, { headers: { Accept: "application/json" } });
      const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      served = isJson || ![404, 405, 501, 200].includes(answer.status);
      if (!answer.ok || !isJson) return undefined;
      const said = await answer.json();
      const found = said.hits.map((hit) => ({ p: hit.page, t: hit.title, x: hit.kind === "name" ? "" : hit.snippet, kind: [KINDS[hit.kind]] }));
      return { found: found.map(prepared), total: found.length, more: said.more };
    } catch {
      served = false;
      return undefined;
    }
  }

  async function byPieces(wanted) {
    const directory = await piece("directory");
    const ranks = await ranked(wanted, directory);
    const best = [...ranks].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_FROM_PIECES);
    const names = best.map(([number]) => `entries-${Math.floor(number / directory.inPiece)}`);
    const pieces = await Promise.all(names.map(piece));
    return { found: best.map(([number], n) => prepared(pieces[n][number % directory.inPiece])), total: ranks.size, most: directory.most };
  }

  // The entries that have all the words, by number, each with its rank.
  async function ranked(wanted, directory) {
    let ranks;
    for (const word of wanted) {
      const held = await Promise.all(piecesOf(word, directory.first).map(piece));
      const has = new Map();
      for (const [key, coded] of held.flatMap(Object.entries)) if (key.startsWith(word)) weigh(coded, has);
      if (!ranks) ranks = new Map([...has].map(([number, rank]) => [number, rank + bonus(number, directory.starts)]));
      else for (const [number, rank] of ranks) has.has(number) ? ranks.set(number, rank + has.get(number)) : ranks.delete(number);
    }
    return ranks;
  }

  function weigh(coded, has) {
    let number = 0;
    for (const one of coded) {
      number += Math.floor(one / 4);
      has.set(number, Math.max(has.get(number) ?? 0, [0, 1, 2, 4][one % 4]));
    }
  }

  const bonus = (number, starts) => (number < starts[0] ? 0.5 : number < starts[1] ? 0.2 : 0.1);

  function piecesOf(word, firsts) {
    const after = firsts.findIndex((first) => first > word && !first.startsWith(word));
    const end = after < 0 ? firsts.length : after;
    const begin = Math.max(firsts.findLastIndex((first) => first <= word), 0);
    if (end - begin > MOST_PIECES) throw new RangeError("Give more letters of the word.");
    return Array.from({ length: end - begin }, (_, n) => `words-${begin + n}`);
  }

  function piece(name) {
    if (!loaded.has(name)) {
      loaded.set(
        name,
        new Promise((resolve, reject) => {
          handed.set(name, resolve);
          const script = element("script", undefined, { src: `${data.folder}${name}.js` });
          script.addEventListener("error", () => {
            loaded.delete(name);
            reject(new Error("A part of the index cannot be loaded."));
          });
          document.head.append(script);
        }),
      );
    }
    return loaded.get(name);
  }

  window.datelineSearch = (name, held) => handed.get(name)?.(held);

  function showSoon() {
    clearTimeout(waiting);
    if (entries) show();
    else waiting = setTimeout(show, PAUSE);
  }

  function show() {
    const turn = ++turns;
    const wanted = terms();
    if (entries) return list(wanted, inPage(wanted));
    beside(wanted).then(
      (answer) => turn === turns && list(wanted, answer),
      (wrong) => {
        if (turn !== turns) return;
        list(wanted, { found: [], total: 0 });
        status.textContent = wrong.message;
      },
    );
  }

  function list(wanted, { found: matching, total, more, most }) {
    const idle = !wanted.length && (!entries || [...chosen.values()].every((one) => !one.size));
    const found = matching.filter((entry) => passes(entry));
    names.hidden = !idle;
    results.replaceChildren(...(idle ? [] : found.slice(0, MOST).map((entry) => item(entry, wanted))));
    status.textContent = idle ? "" : counts(found.length, matching.length, total, more) + (most ? ` The index holds the first ${most.toLocaleString("en")} names, statements and sentences.` : "");
    showFacets(matching);
  }

  function counts(found, held, total, more) {
    if (!total) return "Nothing has these words.";
    if (more) return `The first ${found.toLocaleString("en")} that were found.`;
    if (held < total) return `${total.toLocaleString("en")} found, ${found.toLocaleString("en")} of the first ${held.toLocaleString("en")} shown.`;
    const cut = found > MOST ? `, the first ${MOST} of them shown` : "";
    return found ? `${found.toLocaleString("en")} found${cut}.` : "Nothing has these words.";
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
    showSoon();
  });
  window.addEventListener("hashchange", () => location.hash.startsWith("#q=") && fromAddress());
  fromAddress();
})();
