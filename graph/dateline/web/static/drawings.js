// The answer of a query drawn: as bars, as a timeline, on a map, where its columns allow. The table says the same.

import { day, shown } from "./terms.js";

const SVG = "http://www.w3.org/2000/svg";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = [`${XSD}integer`, `${XSD}decimal`, `${XSD}double`];
const DAYS = [`${XSD}date`, `${XSD}gYearMonth`, `${XSD}gYear`, "http://id.loc.gov/datatypes/edtf/EDTF"];
const POINT = /POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)/i;
const MOST = 60;

export function html(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function svg(name, attributes = {}, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The columns that people see: a thing and its label are one. */
export function columnsOf(found, config) {
  const names = found.head.vars;
  return names
    .filter((name) => !(name.endsWith("Label") && names.includes(name.slice(0, -5))))
    .map((name) => ({
      name,
      label: names.includes(`${name}Label`) ? `${name}Label` : undefined,
      heading: config.columns[name] ?? config.columns[`${name}Label`] ?? words(name),
    }));
}

function words(name) {
  const parted = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return parted.charAt(0).toUpperCase() + parted.slice(1);
}

export function cellOf(row, column, config) {
  const said = shown(row[column.name], config);
  return column.label && row[column.label] ? { ...said, text: row[column.label].value } : said;
}

export function table(found, columns, config, most) {
  const made = html("table");
  const head = html("tr");
  head.append(...columns.map((column) => html("th", column.heading, { scope: "col" })));
  const thead = html("thead");
  thead.append(head);
  const body = html("tbody");
  for (const row of found.results.bindings.slice(0, most)) {
    const line = html("tr");
    for (const column of columns) {
      const said = cellOf(row, column, config);
      const cell = html("td");
      const inner = html("bdi", said.text);
      if (said.href) {
        const link = html("a", undefined, { href: said.href });
        link.append(inner);
        cell.append(link);
      } else cell.append(inner);
      line.append(cell);
    }
    body.append(line);
  }
  made.append(thead, body);
  const scroll = html("div", undefined, { class: "scroll", role: "region", "aria-label": "The answer as a table", tabindex: "0" });
  scroll.append(made);
  return scroll;
}

export function bars(found, columns, config) {
  const rows = found.results.bindings;
  const counted = columns.filter((column) => rows.length && rows.every((row) => NUMBERS.includes(row[column.name]?.datatype))).at(-1);
  if (!counted || rows.length < 2 || rows.length > 40) return undefined;
  const values = rows.map((row) => Number(row[counted.name].value));
  const longest = Math.max(...values);
  if (!(longest > 0) || Math.min(...values) < 0) return undefined;
  const list = html("ul");
  rows.forEach((row, place) => {
    const said = columns.filter((column) => column !== counted && row[column.name]).map((column) => cellOf(row, column, config).text);
    const bar = svg("svg", { "aria-hidden": "true", focusable: "false" });
    bar.append(svg("rect", { x: 0, y: 4, height: 12, width: `${((values[place] / longest) * 100).toFixed(2)}%` }));
    const line = html("li");
    line.append(html("span", said.join(" · ").slice(0, 90), { class: "who", dir: "auto" }), bar, html("span", row[counted.name].value, { class: "when" }));
    list.append(line);
  });
  return figure("bars", "The same as bars", list);
}

export function timeline(found, columns, config) {
  const dated = columns.find((column) => found.results.bindings.some((row) => DAYS.includes(row[column.name]?.datatype)));
  if (!dated) return undefined;
  const named = columns.find((column) => column.label) ?? columns[0];
  const lines = new Map();
  for (const row of found.results.bindings.slice(0, MOST)) {
    const days = row[dated.name] && extent(row[dated.name].value);
    if (days) lines.set(`${cellOf(row, named, config).text} ${row[dated.name].value}`, { said: cellOf(row, named, config).text, value: row[dated.name].value, days });
  }
  const ordered = [...lines.values()].sort((a, b) => a.days[0] - b.days[0] || a.said.localeCompare(b.said));
  const first = Math.min(...ordered.map((line) => line.days[0]));
  const last = Math.max(...ordered.map((line) => line.days[1]));
  if (ordered.length < 2 || first === last) return undefined;
  const at = (day) => 2 + (96 * (day - first)) / (last - first);
  const list = html("ol");
  for (const { said, value, days } of ordered) {
    const track = svg("svg", { class: "track", "aria-hidden": "true", focusable: "false" });
    const [low, high] = days.map(at);
    if (high - low < 0.4) track.append(svg("line", { class: "day", x1: `${low}%`, x2: `${low}%`, y1: 4, y2: 18 }));
    else track.append(svg("rect", { class: "days", x: `${low}%`, width: `${high - low}%`, y: 6, height: 10 }));
    const line = html("li");
    line.append(html("span", said, { class: "who", dir: "auto" }), track, html("span", day(value), { class: "when" }));
    list.append(line);
  }
  return figure("timeline", "The same as a timeline", list);
}

/** The first and last moment of a plain ISO or EDTF date; nothing for what is none. */
function extent(value) {
  const [from, to = from] = value.split("/");
  const low = moment(from, false);
  const high = moment(to, true);
  return Number.isNaN(low) || Number.isNaN(high) ? undefined : [low, high];
}

function moment(text, end) {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text.replace(/X/g, end ? "9" : "0"));
  if (!match) return Number.NaN;
  const [year, month, day] = match.slice(1).map((one) => (one ? Number(one) : undefined));
  if (!end) return Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  return month === undefined ? Date.UTC(year, 11, 31) : day === undefined ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, day);
}

export async function map(found, columns, config) {
  const spots = [];
  for (const row of found.results.bindings) {
    for (const column of columns) {
      const point = POINT.exec(row[column.name]?.value ?? "");
      const named = columns.find((one) => one.label) ?? columns[0];
      if (point) spots.push({ x: Number(point[1]), y: Number(point[2]), said: cellOf(row, named, config).text });
    }
  }
  if (!spots.length) return undefined;
  const rings = await land(config.land);
  const xs = spots.map((spot) => spot.x);
  const ys = spots.map((spot) => spot.y);
  const middle = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
  const shrink = Math.max(Math.cos((middle[1] * Math.PI) / 180), 0.2);
  const height = Math.min(Math.max((Math.max(...ys) - Math.min(...ys)) * 1.5, (Math.max(...xs) - Math.min(...xs)) * 0.85 * shrink, 20), 170);
  const at = ([x, y]) => [400 + (((x - middle[0]) * shrink) / height) * 450, 225 - ((y - middle[1]) / height) * 450];
  const drawn = svg("svg", { class: "map", viewBox: "0 0 800 450", role: "img", "aria-label": `${spots.length} places of the answer` });
  drawn.append(svg("rect", { class: "sea", width: 800, height: 450 }));
  const path = rings.map((ring) => `M${ring.map((point) => at(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");
  drawn.append(svg("path", { class: "land", d: path }));
  for (const spot of spots.slice(0, MOST)) {
    const [x, y] = at([spot.x, spot.y]);
    const group = svg("g", { class: "spot" });
    group.append(svg("circle", { cx: x, cy: y, r: 6 }), svg("text", { x: x + 11, y: y + 5 }, spot.said));
    drawn.append(group);
  }
  return figure("wide", "The same on a map. Coastlines: Natural Earth.", drawn);
}

async function land(url) {
  const atlas = await (await fetch(url)).json();
  const { scale, translate } = atlas.transform;
  const arcs = atlas.arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const polygons = atlas.objects.land.geometries.flatMap((one) => (one.type === "MultiPolygon" ? one.arcs : [one.arcs]));
  return polygons.flat().map((ring) => ring.flatMap((number) => (number >= 0 ? arcs[number] : [...arcs[~number]].reverse())));
}

function figure(name, caption, inner) {
  const made = html("figure", undefined, { class: name });
  made.append(html("figcaption", caption, { class: "quiet" }), inner);
  return made;
}
