// SPARQL in the browser: Oxigraph over the published dump, in a worker that can be ended. Nothing leaves the machine.

import start, { Store } from "./vendor/oxigraph/web.js";

let opened;

async function open({ dump, ontology, graph }) {
  await start();
  const store = new Store();
  const texts = await Promise.all([dump, ...ontology].map(fetched));
  store.load(texts[0], { format: "application/n-quads" });
  for (const text of texts.slice(1)) store.load(text, { format: "text/turtle", base_iri: graph, to_graph_name: { termType: "NamedNode", value: graph } });
  // The union of the graphs, every triple once: what the server asks.
  store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }");
  return store;
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} cannot be had (${answer.status})`);
  return answer.text();
}

self.addEventListener("message", async ({ data }) => {
  try {
    opened ??= open(data);
    const store = await opened;
    const begun = performance.now();
    let found = JSON.parse(store.query(data.query, { results_format: "json" }));
    // A graph comes as JSON-LD, which is a list; people read Turtle.
    if (Array.isArray(found)) found = { turtle: store.query(data.query, { results_format: "ttl" }) };
    self.postMessage({ id: data.id, found, took: performance.now() - begun, size: store.size });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error?.message ?? error) });
  }
});
