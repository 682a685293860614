// Asking: the server if there is one, else Oxigraph in this browser, over the same published graph.

import { bars, columnsOf, html, map, table, timeline } from "./drawings.js";
import { bind, csv } from "./terms.js";

const config = JSON.parse(document.getElementById("config").textContent);
const editor = document.getElementById("editor");
const area = document.getElementById("sparql");
const parameters = document.getElementById("parameters");
const status = document.getElementById("status");
const result = document.getElementById("result");
const files = document.getElementById("files");
const stop = document.getElementById("stop");
const permalink = document.getElementById("permalink");
const PATIENCE = 30_000;
const MOST_ROWS = 500;
let worker;
let asked = 0;
let stopped = () => {};

const absolute = (path) => new URL(path, location.href).href;

// ------------------------------------------------------------------------------------------------------------- asking

async function ask(query) {
  const number = ++asked;
  say("Asking …");
  if (stop) stop.hidden = false;
  try {
    const answer = (await byServer(query)) ?? (await byBrowser(query));
    if (number === asked) await show(answer);
  } catch (error) {
    if (number === asked) {
      result.replaceChildren();
      if (files) files.hidden = true;
      say(error.message);
    }
  } finally {
    if (stop && number === asked) stop.hidden = true;
  }
}

/** The server's answer; nothing where no server answers SPARQL. */
async function byServer(query) {
  if (location.protocol === "file:") return undefined;
  const control = new AbortController();
  stopped = () => control.abort();
  const begun = performance.now();
  let answer;
  try {
    answer = await fetch(absolute(config.endpoint), {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.1" },
      body: query,
      signal: control.signal,
    });
  } catch (error) {
    if (control.signal.aborted) throw new Error("Stopped.");
    return undefined;
  }
  const kind = answer.headers.get("Content-Type") ?? "";
  if ([404, 405, 501].includes(answer.status)) return undefined;
  if (!answer.ok) throw new Error(await complaint(answer, kind));
  const where = `answered by the server in ${Math.round(performance.now() - begun)} ms`;
  if (kind.startsWith("application/sparql-results+json")) return { found: await answer.json(), where };
  if (kind.startsWith("text/turtle")) return { found: { turtle: await answer.text() }, where };
  return undefined;
}

async function complaint(answer, kind) {
  const text = await answer.text();
  if (kind.includes("json")) {
    try {
      const said = JSON.parse(text);
      return [said.detail ?? said.title, said.remedy].filter(Boolean).join(" ") || `The server answers ${answer.status}.`;
    } catch {
      // What is no JSON is shown as it is.
    }
  }
  return text.slice(0, 600) || `The server answers ${answer.status}.`;
}

function byBrowser(query) {
  if (config.size > config.largest) {
    throw new Error(`This graph has ${megabytes(config.size)}, too much for a browser to search by itself. Take the files, or ask a server.`);
  }
  say(`Asking in your browser; the first time it loads the engine (4 MB) and the graph (${megabytes(config.size)}) …`);
  worker ??= new Worker(absolute(config.worker), { type: "module" });
  const id = asked;
  return new Promise((resolve, reject) => {
    const end = (settle) => {
      clearTimeout(timer);
      worker?.removeEventListener("message", heard);
      settle();
    };
    const give = (words) => {
      worker?.terminate();
      end(() => reject(new Error(words)));
      worker = undefined;
    };
    const heard = ({ data }) => {
      if (data.id !== id) return;
      if (data.error) end(() => reject(new Error(data.error)));
      else end(() => resolve({ found: data.found, where: `answered in your browser in ${Math.round(data.took)} ms` }));
    };
    const timer = setTimeout(() => give(`Nothing after ${PATIENCE / 1000} seconds, so it was ended. Narrow the query.`), PATIENCE);
    stopped = () => give("Stopped.");
    worker.addEventListener("message", heard);
    worker.addEventListener("error", () => give("The query engine cannot be started in this browser."), { once: true });
    worker.postMessage({
      id,
      query,
      dump: absolute(config.dump),
      ontology: config.ontology.map(absolute),
      graph: config.graph,
    });
  });
}

const megabytes = (size) => (size < 1e6 ? `${Math.max(Math.round(size / 1000), 1)} kB` : `${(size / 1e6).toFixed(1)} MB`);

// ------------------------------------------------------------------------------------------------------------ showing

function say(words) {
  status.textContent = words;
}

async function show({ found, where }) {
  if (found.turtle !== undefined) {
    const text = html("pre", undefined, { tabindex: "0", "aria-label": "The answer in Turtle" });
    text.append(html("code", found.turtle || "# no triple"));
    result.replaceChildren(text);
    say(`A graph, ${where}.`);
    offer(undefined);
    return;
  }
  if ("boolean" in found) {
    result.replaceChildren(html("p", found.boolean ? "Yes." : "No."));
    say(`${where.charAt(0).toUpperCase()}${where.slice(1)}.`);
    offer(undefined);
    return;
  }
  const count = found.results.bindings.length;
  const columns = columnsOf(found, config);
  const parts = count
    ? [table(found, columns, config, MOST_ROWS), bars(found, columns, config), timeline(found, columns, config)]
    : [html("p", "There is none.", { class: "empty" })];
  result.replaceChildren(...parts.filter(Boolean));
  const more = count > MOST_ROWS ? `, the first ${MOST_ROWS} of them shown` : "";
  say(`${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}${more}, ${where}.`);
  offer(found);
  const drawn = await map(found, columns, config).catch(() => undefined);
  if (drawn) result.append(drawn);
}

/** Links to the answer as files, made here. */
function offer(found) {
  if (!files) return;
  files.hidden = !found;
  if (!found) return;
  const link = (name, kind, text) => {
    const made = html("a", name, { download: `answer.${name.toLowerCase()}`, href: URL.createObjectURL(new Blob([text], { type: kind })) });
    return made;
  };
  files.replaceChildren(
    "This answer as ",
    link("CSV", "text/csv;charset=utf-8", csv(found)),
    " or ",
    link("JSON", "application/json", JSON.stringify(found, undefined, 2)),
    ".",
  );
}

// -------------------------------------------------------------------------------------------------------- the two forms

let written = { getValue: () => area.value, setValue: (text) => (area.value = text) };

if (globalThis.Yasgui?.Yasqe && editor && !parameters) {
  const place = html("div", undefined, { class: "yasqe-place" });
  area.before(place);
  area.hidden = true;
  const { Yasqe } = globalThis.Yasgui;
  // The terms of this graph are completed from the page; what would ask a third party is left out.
  const known = JSON.parse(document.getElementById("known").textContent);
  const here = (name, terms) => ({ name, get: terms, bulk: true, autoShow: false, persistenceId: null });
  Yasqe.forkAutocompleter("class", here("classes-here", known.classes), false);
  Yasqe.forkAutocompleter("property", here("properties-here", known.properties), false);
  Yasqe.defaults.autocompleters = ["variables", "classes-here", "properties-here"];
  document.getElementById("keys").hidden = false;
  written = new Yasqe(place, {
    value: area.value,
    persistenceId: null,
    showQueryButton: false,
    createShareableLink: null,
    resizeable: false,
    autocompleters: ["variables", "classes-here", "properties-here"],
    extraKeys: {
      "Ctrl-Enter": () => submit(),
      "Cmd-Enter": () => submit(),
      "Ctrl-Space": (editor) => editor.autocomplete(),
      // The tabulator leaves the editor, as it leaves any field.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  written.getInputField?.()?.setAttribute("aria-label", "The query, in SPARQL. Control and Enter asks it.");
}

function submit() {
  const query = written.getValue();
  if (!parameters) remember(`q=${encodeURIComponent(query)}`);
  ask(query);
}

function remember(hash) {
  history.replaceState(null, "", `#${hash}`);
  if (permalink) {
    permalink.href = location.href;
    permalink.hidden = false;
  }
}

editor?.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
stop?.addEventListener("click", () => stopped());

if (parameters) {
  parameters.hidden = false;
  parameters.addEventListener("submit", (event) => {
    event.preventDefault();
    fromForm();
  });
}

function fromForm() {
  const given = Object.fromEntries(new FormData(parameters));
  for (const [name, value] of Object.entries(given)) if (!value) delete given[name];
  try {
    const query = bind(config.pieces, config.types, given);
    area.value = query;
    remember(new URLSearchParams(given).toString());
    ask(query);
  } catch (error) {
    say(error.message);
  }
}

const begin = document.getElementById("from");
if (begin) {
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const example = area.value;
  begin.addEventListener("change", () => written.setValue(begin.value ? texts[begin.value] : example));
}

const asking = new URLSearchParams(location.hash.slice(1));
if (parameters && [...asking.keys()].length) {
  for (const [name, value] of asking) if (parameters.elements[name]) parameters.elements[name].value = value;
  fromForm();
} else if (asking.has("q") && !parameters && begin) {
  written.setValue(asking.get("q"));
  submit();
}
