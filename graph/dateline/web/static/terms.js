// RDF terms: written into queries, and shown to people. A value becomes a term here, and only a term is written.

const FORBIDDEN = /[\u0000-\u0020<>"{}|\\^`]/u;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const DAYS = /(?:#(?:date|gYearMonth|gYear)|\/EDTF)$/;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };

/** The SPARQL term for a value given as text; throws an Error that says what is wrong with it. */
export function term(type, value) {
  const text = value.trim();
  if (["thing", "iri", "class", "property"].includes(type)) {
    if (FORBIDDEN.test(text) || !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) throw new Error(`“${text}” is not an address.`);
    return `<${text}>`;
  }
  if (type === "integer") return number(text, /^[+-]?[0-9]+$/, "integer", "a whole number");
  if (type === "decimal") return number(text, /^[+-]?[0-9]+(\.[0-9]+)?$/, "decimal", "a number");
  if (type === "date") return number(text, /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, "date", "a day such as 1990-01-20");
  if (type === "year") return number(text, /^[0-9]{4}$/, "gYear", "a year of four digits");
  return literal(value);
}

function number(text, pattern, kind, words) {
  if (!pattern.test(text)) throw new Error(`“${text}” is not ${words}.`);
  return `${literal(text)}^^<${XSD}${kind}>`;
}

function literal(text) {
  return `"${text.replace(/[\\"\n\r\t\b\f]/g, (one) => ESCAPES[one])}"`;
}

/** The query of a question: its pieces are text and, between two texts, the name of a parameter. */
export function bind(pieces, types, given) {
  return pieces
    .map((piece, place) => {
      if (place % 2 === 0) return piece;
      const value = given[piece];
      return value === undefined || value === "" ? "" : `VALUES ?${piece} { ${term(types[piece], value)} }`;
    })
    .join("");
}

/** A plain date as a person writes it; anything else as it is. */
export function day(text) {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?]?)$/.exec(text);
  const month = match?.[2] && MONTHS[Number(match[2]) - 1];
  if (!match || (match[2] && !month)) return text;
  const marks = { "~": "about", "?": "perhaps" };
  return [marks[match[4]], match[3] && Number(match[3]), month, match[1]].filter(Boolean).join(" ");
}

/** How a binding reads, and where it leads: `{text, href, kind}`. */
export function shown(binding, config) {
  if (!binding) return { text: "" };
  if (binding.type === "triple" || binding.type === "bnode") return { text: binding.type === "bnode" ? `_:${binding.value}` : "a triple" };
  if (binding.type !== "uri") return { text: DAYS.test(binding.datatype ?? "") ? day(binding.value) : binding.value, kind: binding.datatype ?? "" };
  const iri = binding.value;
  const { dl, voc } = config.prefixes;
  if (Object.hasOwn(config.words, iri)) {
    return { text: config.words[iri], href: iri.startsWith(dl) ? `${config.terms}#${iri.slice(dl.length)}` : undefined };
  }
  if ((iri.startsWith(dl) && iri !== dl) || (iri.startsWith(voc) && iri !== voc)) {
    const local = iri.startsWith(dl) ? iri.slice(dl.length) : iri.slice(voc.length);
    return { text: local.replace(/([a-z])([A-Z])|[-_]/g, (_, one, other) => (one ? `${one} ${other}` : " ")).toLowerCase() };
  }
  if (iri.startsWith(config.base)) {
    const [path, fragment] = iri.slice(config.base.length).split("#");
    const page = path === "" || path.endsWith("/") ? `${path}index.html` : `${path}.html`;
    return { text: decode(path.split("/").slice(-1)[0]) || iri, href: config.root + page + (fragment ? `#${fragment}` : "") };
  }
  return { text: iri, href: /^https?:\/\//.test(iri) ? iri : undefined };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A table as CSV (RFC 4180); a cell that a spreadsheet would run is guarded by an apostrophe. */
export function csv(found) {
  const cell = (text) => {
    const safe = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !/^-?[0-9]+(\.[0-9]+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = [found.head.vars, ...found.results.bindings.map((row) => found.head.vars.map((name) => row[name]?.value ?? ""))];
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
