"use strict";
(() => {
  const PAGE = 60; // rows added at a time: a screen's worth and more, made in a few milliseconds
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const data = JSON.parse(document.getElementById("data").textContent);
  const { columns, answers: written } = data;
  const pair = (number) => (number === null ? null : [written[number], number]);
  data.rows = columns.line.map((_, index) => {
    const row = { index };
    for (const name in columns) row[name] = columns[name][index];
    row.references = row.references.map(pair);
    row.answer = pair(row.answer);
    return row;
  });
  delete data.columns;

  // What is shown of opened responses only is packed, some hundred rows together, and unpacked when it is needed.
  const packed = [...document.querySelectorAll("script.packed")];
  const unpacked = [];
  const unpack = async (number) => {
    const signs = atob(packed[number].textContent);
    const bytes = new Uint8Array(signs.length);
    for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const first = number * data.packed;
    JSON.parse(await new Response(stream).text()).forEach((values, place) => {
      values.forEach((value, at) => { data.rows[first + place][data.body[at]] = value; });
    });
    packed[number] = null;
  };
  const block = (number) => (unpacked[number] ??= unpack(number));
  const whole = (row) => block(Math.floor(row.index / data.packed));
  let complete = false;
  const all = async () => {
    await Promise.all(packed.map((_, number) => block(number)));
    complete = true;
  };
  const at = (id) => document.getElementById(id);
  const chosen = new Set();
  let found = [];
  let shown = 0;

  // Text reaches the page as text only: no element is ever made from a string of markup.
  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const plain = (name) => name.replace("_", " ");

  const math = ([name, attributes, ...children]) => {
    const element = document.createElementNS(MATHML, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.map((child) => (typeof child === "string" ? child : math(child))));
    return element;
  };
  const answer = (pair, className) => {
    if (pair === null) return make("span", "sub", "none");
    const [text, number] = pair;
    const drawn = data.drawn[number];
    const element = make("div", "answer " + className);
    element.append(drawn ? math(drawn) : make("span", "asis " + className, text));
    element.title = text;
    return element;
  };
  const answers = (pairs, className) =>
    pairs.length ? pairs.map((pair) => answer(pair, className)) : [make("span", "sub", "none")];

  const asWritten = (list) =>
    list.map(([kind, value]) => {
      if (kind === "gap") return gap(value);
      return kind === "mark" ? make("mark", "", value) : value;
    });
  const gap = (count) => make("span", "gap", ` … ${count} characters left out … `);

  // Formulas in running text, drawn by Temml. Nothing may hide what is written: colours and phantoms are passed over.
  const FORMULA = new RegExp([
    String.raw`\$\$([^]+?)\$\$`, String.raw`\\\[([^]+?)\\\]`, String.raw`\\\(([^]+?)\\\)`,
    String.raw`(\\begin\{(align|aligned|equation|gather|cases|array|[pbvBV]?matrix)\*?\}[^]+?\\end\{\5\*?\})`,
    String.raw`(?<![\\$\w])\$(?!\s)((?:[^$\\\n]|\\[^]|\n(?!\n))+?)(?<![\s\\])\$(?![\d$])`,
  ].join("|"), "g");
  const MACROS = { "\\phantom": "{#1}", "\\hphantom": "{#1}", "\\vphantom": "{#1}", "\\textcolor": "{#2}", "\\color": "\\relax{}",
    "\\colorbox": "{#2}", "\\fcolorbox": "{#3}" };
  const LONGEST = 2000; // characters of one formula that is drawn
  const formula = (latex, display) => {
    if (latex.length > LONGEST) return null;
    const holder = make("span", display ? "formula display" : "formula");
    try {
      temml.render(latex, holder, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200,
        maxSize: [20, 200], macros: { ...MACROS } });
    } catch {
      return null; // broken or unknown LaTeX stays as it is written
    }
    return holder.querySelector("math") ? holder : null;
  };
  const running = (text, start, marked) => {
    // Pieces of a text that begins at `start`; a formula that holds the marked range is marked as a whole.
    const pieces = [];
    const plainPiece = (from, to) => {
      const [low, high] = [Math.max(from, marked[0] - start), Math.min(to, marked[1] - start)];
      if (low >= high) return void (from < to && pieces.push(text.slice(from, to)));
      pieces.push(text.slice(from, low), make("mark", "", text.slice(low, high)), text.slice(high, to));
    };
    let at = 0;
    for (const found of text.matchAll(FORMULA)) {
      const display = found[6] === undefined && found[3] === undefined;
      const drawn = formula(found[1] ?? found[2] ?? found[3] ?? found[4] ?? found[6], display);
      if (!drawn) continue;
      plainPiece(at, found.index);
      at = found.index + found[0].length;
      const holds = found.index < marked[1] - start && at > marked[0] - start;
      pieces.push(holds ? make("mark", "", drawn) : drawn);
    }
    plainPiece(at, text.length);
    return pieces;
  };
  const drawnParts = (list) => {
    const nodes = [];
    let text = "", place = 0, start = 0, marked = [-1, -1];
    const flush = () => { if (text) nodes.push(...running(text, start, marked)); start = place; text = ""; };
    for (const [kind, value] of list) {
      if (kind === "gap") {
        flush();
        nodes.push(gap(value));
        marked = [-1, -1];
      } else {
        if (kind === "mark") marked = [place, place + value.length];
        text += value;
        place += value.length;
        continue;
      }
      start = place;
    }
    flush();
    return nodes;
  };
  const drawnText = (list) => {
    const box = make("div", "text drawn-text", ...drawnParts(list));
    if (!box.querySelector("math")) return make("pre", "text", ...asWritten(list));
    const button = make("button", "small", "as written");
    button.type = "button";
    let shown = true;
    button.addEventListener("click", () => {
      shown = !shown;
      button.textContent = shown ? "as written" : "drawn";
      box.classList.toggle("drawn-text", shown);
      box.replaceChildren(...(shown ? drawnParts(list) : asWritten(list)));
    });
    return make("div", "", box, button);
  };
  const titled = (title, ...children) => make("div", "", make("h3", "", title), ...children);

  const dot = (status) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    svg.setAttribute("class", "dot");
    svg.setAttribute("viewBox", "0 0 10 10");
    svg.setAttribute("aria-hidden", "true");
    rect.setAttribute("class", status);
    rect.setAttribute("width", "10");
    rect.setAttribute("height", "10");
    svg.append(rect);
    return svg;
  };

  const asked = (row) => (row.problem === null ? "" : data.problems[row.problem].map(([, text]) => text).join("").trim());
  const nameOf = (row) => row.id ?? (asked(row).slice(0, 60) || `line ${row.line}`);
  const place = (row) => {
    const parts = [`${data.files[row.file]}:${row.line}`, `${row.length} characters`];
    if (row.sample) parts.push(`response ${row.sample + 1} to its problem`);
    if (row.subject) parts.push(row.subject);
    if (row.level) parts.push(/^\d+$/.test(row.level) ? `level ${row.level}` : row.level);
    if (row.finish_reason) parts.push(`finish reason ${row.finish_reason}`);
    for (const [tool, score] of Object.entries(row.tool_scores)) parts.push(`${tool} ${score}`);
    return parts.join(" · ");
  };
  const trace = (row) => {
    const list = make("ol", "trace");
    list.append(make("li", "", make("span", "", "extraction"), make("span", "", row.extraction_rule),
      make("span", "note", row.truncated ? "generation was cut off" : "")));
    for (const [layer, verdict, note] of row.trace ?? []) {
      const decided = verdict ? "decided" : "sub";
      list.append(make("li", decided, make("span", "", layer), make("span", "", verdict ?? "–"), make("span", "note", note)));
    }
    if (row.verdict && !row.layer) {
      list.append(make("li", "decided", make("span", "", "all"), make("span", "", row.verdict), make("span", "note", row.reason)));
    } else if (!row.verdict) {
      list.append(make("li", "decided", make("span", "", "compared"), make("span", "", "no"), make("span", "note", plain(row.status))));
    }
    if (row.judge) {
      const said = row.judge.verdict ?? "no verdict";
      list.append(make("li", row.judge.verdict ? "decided" : "sub", make("span", "", "judge"), make("span", "", said), make("span", "note", row.judge.problem)));
    }
    return list;
  };

  const meaning = (row) => {
    const known = data.rules[row.rule];
    if (!known) {
      return null;
    }
    const said = make("p", "sub", `${known} `);
    const link = make("a", "", "the contract on it");
    link.href = data.pages[row.page];
    said.append("(", link, ")");
    return row.note ? make("div", "", said, make("p", "", ...drawnParts([["text", row.note]]))) : said;
  };

  const body = (row) => {
    // As it was written, where that is not what is drawn anyway.
    const written = (pairs) => pairs.filter(([text, number]) => data.drawn[number] && /[^\w.,]/.test(text))
      .map(([text]) => make("div", "asis sub", text));
    const element = make("div", "body",
      titled(row.rule ? `Verdict, by rule ${row.rule}` : "Verdict", meaning(row), trace(row)),
      make("p", "sub", place(row)),
      grouped || row.problem === null ? null : titled("Problem", drawnText(data.problems[row.problem])),
      make("div", "pair",
        titled("Reference", ...answers(row.references, ""), ...written(row.references)),
        titled("Extracted answer", answer(row.answer, ""), ...written(row.answer ? [row.answer] : []))),
      titled("Response", row.response === null ? make("p", "notice", "not in this report")
        : row.response.length ? drawnText(row.response) : make("p", "sub", "empty")));
    return element;
  };

  const item = (row) => {
    const sample = row.sample ? ` #${row.sample + 1}` : "";
    const summary = make("summary", "",
      make("span", "badge", dot(row.status), ` ${plain(row.status)}`),
      make("span", "", nameOf(row) + sample),
      make("div", "", make("span", "label", "reference"), ...answers(row.references, "short")),
      make("div", "", make("span", "label", "answer"), answer(row.answer, "short")),
      make("span", "rule sub short", data.rules[row.rule] ?? row.rule ?? ""));
    const details = make("details", "", summary);
    details.addEventListener("toggle", async () => {
      if (!details.open || details.children.length > 1) return;
      await whole(row);
      if (details.children.length === 1) details.append(body(row));
    });
    return make("li", "", details);
  };

  // A problem with its responses: the problem is drawn once, when it is opened.
  const problemItem = (members) => {
    const rows = members.map((index) => data.rows[index]);
    const first = rows[0];
    const [right, all] = share.get(first.key);
    const dots = make("span", "dots", ...rows.slice(0, 64).map((row) => dot(row.status)));
    const words = first.id === null ? "" : asked(first).slice(0, 160);
    const summary = make("summary", "problem",
      make("span", "badge", `${right} of ${all}`), make("span", "", nameOf(first), " ", dots),
      make("div", "sub short wide-cell", words),
      make("div", "", make("span", "label", "reference"), ...answers(first.references, "short")));
    const details = make("details", "", summary);
    details.addEventListener("toggle", () => {
      if (!details.open || details.children.length > 1) return;
      const list = make("ol", "inner", ...rows.map(item));
      details.append(make("div", "body",
        first.problem === null ? null : titled("Problem", drawnText(data.problems[first.problem])), list));
    });
    return make("li", "", details);
  };

  let grouped = false;
  const more = () => {
    const next = found.slice(shown, shown + PAGE);
    at("list").append(...next.map((one) => (grouped ? problemItem(one) : item(data.rows[one]))));
    shown += next.length;
    at("more").hidden = shown >= found.length;
    at("more").textContent = `Show more (${found.length - shown} left)`;
  };

  const words = []; // what a search looks through, made at the first search
  const wordsOf = (index) => {
    const row = data.rows[index];
    words[index] ??= [nameOf(row), row.subject, row.reason, row.rule, row.answer?.[0], ...row.references.map(([text]) => text),
      ...(row.problem === null ? [] : data.problems[row.problem].map(([, text]) => text)),
      ...(row.response ?? []).map(([, text]) => text)].join("\n").toLowerCase();
    return words[index];
  };

  const byRow = (value) => (list) => {
    const values = new Map(list.map((index) => [index, value(data.rows[index])]));
    list.sort((a, b) => values.get(a) - values.get(b) || a - b);
  };
  const ORDER = ["wrong", "undecided", "error", "no_answer", "cut_off", "empty", "correct"];
  const share = new Map();
  for (const row of data.rows) {
    const [right, all] = share.get(row.key) ?? [0, 0];
    share.set(row.key, [right + (row.status === "correct"), all + 1]);
  }
  const sorts = {
    "as in the file": null,
    "wrong first": byRow((row) => ORDER.indexOf(row.status)),
    "hardest problem first": byRow((row) => share.get(row.key)[0] / share.get(row.key)[1]),
    "longest response first": byRow((row) => -row.length),
    "shortest response first": byRow((row) => row.length),
  };
  at("sort").append(...Object.keys(sorts).map((name) => new Option(name, name)));
  const groups = (list) => {
    const members = new Map();
    for (const index of list) {
      const key = data.rows[index].key;
      if (!members.has(key)) members.set(key, []);
      members.get(key).push(index);
    }
    return [...members.values()];
  };
  let listed = [];

  // The address keeps what is shown, so that a link shows the same.
  const FIELDS = ["search", "subject", "level", "layer", "sort"];
  const remember = () => {
    const state = new URLSearchParams();
    if (chosen.size) state.set("status", [...chosen].join(","));
    for (const name of FIELDS) if (at(name).value && at(name).value !== "as in the file") state.set(name, at(name).value);
    if (at("group").checked !== several) state.set("group", at("group").checked ? "1" : "0");
    if (theme) state.set("theme", theme);
    const text = state.toString();
    if (text !== location.hash.slice(1)) history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  };
  const recall = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    chosen.clear();
    for (const name of (state.get("status") ?? "").split(",")) if (ORDER.includes(name)) chosen.add(name);
    for (const name of FIELDS) {
      const value = state.get(name) ?? (name === "sort" ? "as in the file" : "");
      at(name).value = value;
      if (at(name).value !== value) at(name).value = name === "sort" ? "as in the file" : "";
    }
    at("group").checked = state.has("group") ? state.get("group") === "1" : several;
    setTheme(state.get("theme"));
  };
  const several = [...share.values()].some(([, all]) => all > 1);

  const THEMES = [null, "light", "dark"];
  let theme = null;
  const setTheme = (name) => {
    theme = THEMES.includes(name) ? name : null;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    at("theme").textContent = `theme: ${theme ?? "system"}`;
  };
  at("theme").hidden = false;
  at("theme").addEventListener("click", () => {
    setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
    remember();
  });

  const COLUMNS = {
    id: (row) => row.id ?? `line ${row.line}`, status: (row) => row.status, answer: (row) => row.answer?.[0], reference: (row) => row.references.map(([text]) => text).join(" or "),
    rule: (row) => row.rule, layer: (row) => row.layer, reason: (row) => row.reason, subject: (row) => row.subject, level: (row) => row.level,
    file: (row) => data.files[row.file], line: (row) => row.line, response: (row) => row.sample + 1, characters: (row) => row.length,
  };
  // A program that opens the file takes a cell that begins like this for a formula of its own.
  const cell = (value) => `"${String(value ?? "").replace(/^[=@]/, "'$&").replaceAll('"', '""')}"`;
  at("csv").addEventListener("click", async () => {
    await all();
    const lines = [Object.keys(COLUMNS).map(cell).join(",")];
    for (const index of listed) lines.push(Object.values(COLUMNS).map((column) => cell(column(data.rows[index]))).join(","));
    const link = make("a", "");
    link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = "responses.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  const filter = () => {
    const search = at("search").value.trim().toLowerCase();
    if (search && !complete) return void all().then(filter);
    const wanted = ["subject", "level", "layer"].map((name) => [name, at(name).value]).filter(([, value]) => value);
    listed = [];
    data.rows.forEach((row, index) => {
      if (chosen.size && !chosen.has(row.status)) return;
      if (wanted.some(([name, value]) => row[name] !== value)) return;
      if (search && !wordsOf(index).includes(search)) return;
      listed.push(index);
    });
    sorts[at("sort").value]?.(listed);
    grouped = at("group").checked;
    found = grouped ? groups(listed) : listed;
    shown = 0;
    remember();
    at("list").replaceChildren();
    more();
    at("count").textContent = `${listed.length} of ${data.rows.length} responses${grouped ? ` to ${found.length} problems` : ""}`;
    for (const chip of at("chips").children) {
      chip.setAttribute("aria-pressed", String(chip.dataset.status ? chosen.has(chip.dataset.status) : !chosen.size));
    }
  };

  const counts = new Map();
  for (const row of data.rows) counts.set(row.status, (counts.get(row.status) ?? 0) + 1);
  const chip = (status, count) => {
    const button = make("button", "", ...(status ? [dot(status), " "] : []), status ? plain(status) : "all", ` ${count}`);
    button.type = "button";
    button.dataset.status = status;
    button.addEventListener("click", () => {
      if (!status) chosen.clear();
      else if (!chosen.delete(status)) chosen.add(status);
      filter();
    });
    return button;
  };
  const order = ["correct", "judged_correct", "wrong", "judged_wrong", "undecided", "no_answer", "empty", "cut_off", "error"];
  at("chips").append(chip("", data.rows.length), ...order.filter((name) => counts.has(name)).map((name) => chip(name, counts.get(name))));

  const natural = new Intl.Collator("en", { numeric: true });
  for (const name of ["subject", "level", "layer"]) {
    const values = [...new Set(data.rows.map((row) => row[name]).filter((value) => value !== null))].sort(natural.compare);
    const options = ["", ...values].map((value) => new Option(value || "any", value));
    at(name).append(...options);
    at(name).parentElement.hidden = values.length < 2;
    at(name).addEventListener("change", filter);
  }
  let waiting = 0;
  at("search").addEventListener("focus", all, { once: true });
  at("search").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, data.rows.length > 5000 ? 250 : 0);
  });
  at("sort").addEventListener("change", filter);
  at("group").addEventListener("change", filter);
  window.addEventListener("hashchange", () => { recall(); filter(); });
  at("more").addEventListener("click", more);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: "400px" }).observe(at("more"));
  }
  at("filters").hidden = false;
  recall();
  filter();
})();
