"use strict";
(() => {
  const PAGE = 60; // rows added at a time: a screen's worth and more, made in a few milliseconds
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const data = JSON.parse(document.getElementById("data").textContent);
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

  const parts = (list) =>
    list.map(([kind, value]) => {
      if (kind === "gap") return make("span", "gap", ` … ${value} characters left out … `);
      return kind === "mark" ? make("mark", "", value) : value;
    });
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

  const nameOf = (row) => row.id ?? `line ${row.line}`;
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

  const body = (row) => {
    // As it was written, where that is not what is drawn anyway.
    const written = (pairs) => pairs.filter(([text, number]) => data.drawn[number] && /[^\w.,]/.test(text))
      .map(([text]) => make("div", "asis sub", text));
    const element = make("div", "body",
      make("p", "sub", place(row)),
      row.problem === undefined ? null : titled("Problem", make("div", "text", ...parts(data.problems[row.problem]))),
      make("div", "pair",
        titled("Reference", ...answers(row.references, ""), ...written(row.references)),
        titled("Extracted answer", answer(row.answer, ""), ...written(row.answer ? [row.answer] : []))),
      titled(row.rule ? `Verdict, by rule ${row.rule}` : "Verdict", trace(row)),
      titled("Response", row.response === null ? make("p", "notice", "not in this report")
        : row.response.length ? make("pre", "text", ...parts(row.response)) : make("p", "sub", "empty")));
    return element;
  };

  const item = (row) => {
    const sample = row.sample ? ` #${row.sample + 1}` : "";
    const summary = make("summary", "",
      make("span", "badge", dot(row.status), ` ${plain(row.status)}`),
      make("span", "", nameOf(row) + sample),
      make("div", "", make("span", "label", "reference"), ...answers(row.references, "short")),
      make("div", "", make("span", "label", "answer"), answer(row.answer, "short")),
      make("span", "rule sub", row.layer ? `${row.layer}: ${row.rule}` : row.rule ?? ""));
    const details = make("details", "", summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(body(row));
    });
    return make("li", "", details);
  };

  const more = () => {
    const next = found.slice(shown, shown + PAGE);
    at("list").append(...next.map((index) => item(data.rows[index])));
    shown += next.length;
    at("more").hidden = shown >= found.length;
    at("more").textContent = `Show more (${found.length - shown} left)`;
  };

  const words = []; // what a search looks through, made at the first search
  const wordsOf = (index) => {
    const row = data.rows[index];
    words[index] ??= [nameOf(row), row.subject, row.reason, row.rule, row.answer?.[0], ...row.references.map(([text]) => text),
      ...(row.problem === undefined ? [] : data.problems[row.problem].map(([, text]) => text)),
      ...(row.response ?? []).map(([, text]) => text)].join("\n").toLowerCase();
    return words[index];
  };

  const filter = () => {
    const search = at("search").value.trim().toLowerCase();
    const wanted = ["subject", "level", "layer"].map((name) => [name, at(name).value]).filter(([, value]) => value);
    found = [];
    data.rows.forEach((row, index) => {
      if (chosen.size && !chosen.has(row.status)) return;
      if (wanted.some(([name, value]) => row[name] !== value)) return;
      if (search && !wordsOf(index).includes(search)) return;
      found.push(index);
    });
    shown = 0;
    at("list").replaceChildren();
    more();
    at("count").textContent = `${found.length} of ${data.rows.length} responses`;
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
  at("search").addEventListener("input", filter);
  at("more").addEventListener("click", more);
  if ("IntersectionObserver" in window) {
    new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && more(), { rootMargin: "400px" }).observe(at("more"));
  }
  at("filters").hidden = false;
  filter();
})();
