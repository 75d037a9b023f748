// The claims browser: filters on the table, text by Pagefind, both on one list; the state is the address.
// The list that the page brings stays until something is asked.
(() => {
  "use strict";

  const FILTERS = ["topic", "verdict", "certainty", "evidence"];

  const { make } = window.claimbase;

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const form = /** @type {HTMLFormElement} */ (byId("browse"));
  const field = /** @type {HTMLInputElement} */ (byId("q"));
  const [results, count, notice, note, tray, heading] = ["results", "count", "notice", "find-note", "tray", "claims"].map(byId);
  const chips = /** @type {HTMLElement} */ (form.querySelector(".cb-chips"));
  const inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox], input[type=radio]")]);
  const selects = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
  const [sorting] = selects.splice(selects.findIndex((select) => select.name === "sort"), 1);

  /** @type {Set<string>} ids of the claims picked for comparison */
  const picked = new Set();
  /** @type {{state: State, listed: Listed} | undefined} */
  let shown;
  let turn = 0;
  let typing = false;
  let at = location.search;

  // The state: in the address, and in the controls.

  /** @returns {{state: State, unknown: string[]}} what of the address is understood, and what is not */
  const read = () => {
    /** @type {State} */
    const state = { q: "", kind: "claim", sort: "", page: 1, chosen: {}, env: {} };
    /** @type {string[]} */
    const unknown = [];
    /** @param {string} name @param {string} value */
    const offered = (name, value) => inputs.some((input) => input.name === name && input.value === value);
    for (const [name, value] of new URLSearchParams(location.search)) {
      const select = name === "sort" ? sorting : selects.find((each) => each.name === name);
      const known = select && [...select.options].some((option) => option.value && option.value === value);
      if (name === "q") state.q = value.slice(0, field.maxLength).trim();
      else if (name === "kind" && offered(name, value)) state.kind = value;
      else if (name === "page" && /^[1-9]\d{0,5}$/.test(value)) state.page = Number(value);
      else if (FILTERS.includes(name)) {
        const values = value.split(",").filter(Boolean);
        state.chosen[name] = [...new Set([...(state.chosen[name] ?? []), ...values.filter((each) => offered(name, each))])];
        unknown.push(...values.filter((each) => !offered(name, each)).map((each) => `${name} “${each}”`));
      } else if (known && name === "sort") state.sort = value;
      else if (known) state.env[name] = value;
      else if (value) unknown.push(`${name} “${value}”`);
    }
    return { state, unknown };
  };

  /** @param {State} state */
  const address = (state) => {
    const parts = [
      ["q", state.q],
      ["kind", state.kind === "claim" ? "" : state.kind],
      ...FILTERS.map((name) => [name, (state.chosen[name] ?? []).join(",")]),
      ...Object.entries(state.env),
      ["sort", state.sort],
      ["page", state.page > 1 ? String(state.page) : ""],
    ];
    const query = parts.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
    return location.pathname + (query.length ? `?${query.join("&")}` : "");
  };

  /** @returns {State} */
  const asked = () => {
    const chosen = Object.fromEntries(
      FILTERS.map((name) => [name, inputs.filter((input) => input.name === name && input.checked).map((input) => input.value)]),
    );
    const kind = inputs.find((input) => input.name === "kind" && input.checked)?.value ?? "claim";
    const env = Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));
    return { q: field.value.trim(), kind, sort: sorting.value, page: 1, chosen, env };
  };

  /** @param {State} state */
  const tell = (state) => {
    if (document.activeElement !== field) field.value = state.q;
    for (const input of inputs) input.checked = input.name === "kind" ? input.value === state.kind : (state.chosen[input.name] ?? []).includes(input.value);
    for (const select of selects) select.value = state.env[select.name] ?? "";
    sorting.options[0].text = state.q ? "relevance" : "topic";
    sorting.options[1].hidden = sorting.options[1].disabled = !state.q;
    sorting.value = state.q || state.sort !== "topic" ? state.sort : "";
    for (const details of form.querySelectorAll("details")) {
      const set = details.querySelectorAll("input:checked").length + [...details.querySelectorAll("select")].filter((each) => each.value).length;
      const summary = /** @type {HTMLElement} */ (details.querySelector("summary"));
      summary.dataset.set = set ? String(set) : "";
    }
    tellChips(state);
  };

  /** @param {State} state */
  const tellChips = (state) => {
    /** @param {string} text @param {State} without */
    const chip = (text, without) => {
      const button = make("button", { type: "button", "aria-label": `Remove ${text}` }, text, make("span", { "aria-hidden": "true" }, " ×"));
      button.addEventListener("click", () => {
        field.value = without.q;
        go({ ...without, page: 1 }, true);
        (chips.querySelector("button") ?? field).focus();
      });
      return make("li", {}, button);
    };
    const made = state.q ? [chip(`“${state.q}”`, { ...state, q: "" })] : [];
    for (const name of FILTERS) {
      for (const value of state.chosen[name] ?? []) {
        const label = inputs.find((input) => input.name === name && input.value === value)?.labels?.[0]?.textContent?.trim();
        made.push(chip(`${name}: ${label}`, { ...state, chosen: { ...state.chosen, [name]: state.chosen[name].filter((each) => each !== value) } }));
      }
    }
    for (const [name, value] of Object.entries(state.env)) {
      const select = selects.find((each) => each.name === name);
      const { [name]: _, ...env } = state.env;
      made.push(chip(`${select?.labels[0]?.firstElementChild?.textContent}: ${[...(select?.options ?? [])].find((o) => o.value === value)?.text}`, { ...state, env }));
    }
    if (made.length) {
      const reset = make("button", { type: "button", class: "cb-reset" }, "Reset all");
      reset.addEventListener("click", () => {
        field.value = "";
        go({ q: "", kind: "claim", sort: "", page: 1, chosen: {}, env: {} }, true);
        field.focus();
      });
      made.push(make("li", {}, reset));
    }
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  };

  // What is listed.

  /** @param {State} state @returns {Promise<Listed>} */
  const list = async (state) => {
    const table = await window.claimbase.open();
    const { head } = table;
    const facts = await table.all("facts");
    const size = head.chunks.facts;
    /** @param {"topic" | "verdict" | "certainty" | "kinds"} column @param {number} row */
    const fact = (column, row) => facts[Math.floor(row / size)][column][row % size];
    const answers = Object.entries(state.env).map(([name, value]) => answer(head, name.slice(4), value));
    const here = answers.length ? await table.here(answers) : undefined;
    const sets = {
      topic: numbers(head.topics.map(([id]) => id), state.chosen.topic),
      verdict: numbers(head.verdicts.map(([id]) => id), state.chosen.verdict),
      certainty: numbers(head.certainties, state.chosen.certainty),
    };
    const kinds = (state.chosen.evidence ?? []).reduce((bits, kind) => bits | (1 << head.kinds.indexOf(kind)), 0);
    let others = 0;
    /** @param {number} row */
    const verdict = (row) => (here ? here(row).verdict : fact("verdict", row));
    /** @param {Item} item */
    const fits = ({ row, page }) => {
      if (page) return state.kind !== "claim" && !narrowed(state) && (state.kind === "all" || (state.kind === "source") === (page[0] === "source"));
      if (state.kind !== "claim" && state.kind !== "all") return false;
      if (sets.topic && !sets.topic.has(fact("topic", row))) return false;
      if (sets.certainty && !sets.certainty.has(fact("certainty", row))) return false;
      if (kinds && !(kinds & fact("kinds", row))) return false;
      if (verdict(row) < 0) {
        others += 1;
        return false;
      }
      return !sets.verdict || sets.verdict.has(verdict(row));
    };
    const found = state.q ? await find(table, state.q) : Array.from({ length: head.size }, (_, row) => ({ row }));
    const items = found.filter(fits);
    await sort(items, state, table, { verdict, certainty: (row) => fact("certainty", row), facts });
    return { items, others, here };
  };

  /** @param {State} state whether a filter is set that only claims can meet */
  const narrowed = (state) => Object.keys(state.env).length > 0 || FILTERS.some((name) => state.chosen[name]?.length);

  /** @param {string[]} all @param {string[] | undefined} chosen */
  const numbers = (all, chosen) => (chosen?.length ? new Set(chosen.map((each) => all.indexOf(each))) : undefined);

  /** @param {Head} head @param {string} dimension @param {string} value @returns {Answer} */
  const answer = (head, dimension, value) => {
    const number = head.dimensions.findIndex(([id]) => id === dimension);
    return [number, head.dimensions[number][2].findIndex(([id]) => id === value)];
  };

  /**
   * @param {Item[]} items
   * @param {State} state
   * @param {Table} table
   * @param {{verdict: (row: number) => number, certainty: (row: number) => number, facts: Facts[]}} known
   */
  const sort = async (items, state, table, known) => {
    if (!state.sort && state.q) return;
    const size = table.head.chunks.facts;
    /** @type {Record<string, (row: number) => number | string>} */
    const keys = {
      verdict: known.verdict,
      certainty: (row) => (known.certainty(row) < 0 ? 9 : known.certainty(row)),
      changed: (row) => known.facts[Math.floor(row / size)].days[known.facts[Math.floor(row / size)].changed[row % size]],
    };
    if (state.sort === "title") {
      const ranks = (await table.all("ranks")).flat();
      keys.title = (row) => ranks[row];
    }
    const key = keys[state.sort] ?? ((row) => row);
    const down = state.sort === "changed" ? -1 : 1;
    // Pages that are no claims come last; equal claims stay in the order of topic and title.
    items.sort((a, b) => {
      if (a.row < 0 || b.row < 0) return (a.row < 0 ? 1 : 0) - (b.row < 0 ? 1 : 0);
      const [one, other] = [key(a.row), key(b.row)];
      return one === other ? a.row - b.row : one < other ? -down : down;
    });
  };

  /** @returns {Promise<Finder>} */
  const finder = async () => {
    await window.claimbase.use("browse-find");
    return /** @type {Finder} */ (window.claimbase.finder);
  };

  /** @param {Table} table @param {string} q */
  const find = async (table, q) => {
    const found = await (await finder()).find(table, q);
    note.textContent = found.note;
    note.hidden = !found.note;
    return found.items;
  };

  // What is shown.

  /** @param {Head} head @param {number} verdict */
  const badge = (head, verdict) => {
    const [id, words, shape] = head.verdicts[verdict];
    return make("span", { class: `cb-badge cb-verdict-${id}` }, make("span", { class: "cb-shape", "aria-hidden": "true" }, shape), ` ${words}`);
  };

  /** @param {number} number @param {string} one @param {string} [many] */
  const amount = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

  /**
   * @param {Table} table
   * @param {State} state
   * @param {Listed} listed
   * @param {Item[]} items
   */
  const entries = async (table, state, { here }, items) => {
    const { head } = table;
    const root = window.claimbase.root;
    const rows = items.filter((item) => !item.page).map((item) => item.row);
    const [text, facts] = await Promise.all([table.rows("texts", rows), table.all("facts")]);
    /** @param {Item} item */
    const uri = ({ row, page }) => root + (page ? page[1] : `claims/${text(row)[0]}.html`);
    const text_search = state.q ? await finder() : undefined;
    const quotes = await Promise.all(items.map((item) => text_search?.quote(item, uri(item))));
    /** @param {string} plain */
    const marked = (plain) => text_search?.marked(plain, state.q) ?? [plain];
    return items.map((item, place) => {
      const { row, page } = item;
      const quoted = quotes[place] ?? "";
      if (page) {
        const kind = make("span", { class: "cb-kind" }, page[0]);
        return make("li", {}, make("a", { class: "cb-list__title", href: uri(item) }, ...marked(page[2])), " ", kind, quoted);
      }
      const [id, title, statement] = text(row);
      const link = make("a", { class: "cb-list__title", href: uri(item) }, ...marked(title));
      const answer = told(head, facts, row, text(row), here);
      answer.append(" ", pick(id, title));
      return make("li", {}, link, make("p", {}, ...marked(statement)), quoted, answer);
    });
  };

  /**
   * @param {Head} head
   * @param {Facts[]} facts
   * @param {number} row
   * @param {[string, string, string, string]} text
   * @param {((row: number) => Here) | undefined} here
   */
  const told = (head, facts, row, text, here) => {
    const part = facts[Math.floor(row / head.chunks.facts)];
    const place = row % head.chunks.facts;
    const [verdict, certainty] = [part.verdict[place], part.certainty[place]];
    const sure = certainty < 0 ? "" : `${head.certainties[certainty]} certainty`;
    const overall = [text[3], sure].filter(Boolean).join("; ");
    const [topic, title] = head.topics[part.topic[place]];
    const link = make("a", { href: `${window.claimbase.root}topics/${topic}.html` }, title);
    const where = make("small", { class: "cb-small" }, "· ", link);
    if (!here) return make("p", { class: "cb-list__answer" }, badge(head, verdict), " ", make("small", { class: "cb-small" }, overall), " ", where);
    const { verdict: found, cells } = here(row);
    const words = `for ${cells === 1 ? "the environment that remains" : `the ${cells} environments that remain`} (in all: ${head.verdicts[verdict][1]})`;
    return make("p", { class: "cb-list__answer" }, badge(head, found), " ", make("small", { class: "cb-small" }, words), " ", where);
  };

  /** @param {string} id @param {string} title */
  const pick = (id, title) => {
    const box = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", value: id }));
    box.checked = picked.has(id);
    return make("label", { class: "cb-pick cb-small" }, box, " compare", make("span", { class: "cb-unseen" }, ` ${title}`));
  };

  results.addEventListener("change", ({ target: box }) => {
    if (!(box instanceof HTMLInputElement)) return;
    const full = box.checked && picked.size >= 4;
    if (full) box.checked = false;
    else if (box.checked) picked.add(box.value);
    else picked.delete(box.value);
    tellTray(full);
  });

  /** @param {boolean} full */
  const tellTray = (full) => {
    const clear = make("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => {
      picked.clear();
      for (const box of results.querySelectorAll(".cb-pick input")) /** @type {HTMLInputElement} */ (box).checked = false;
      tellTray(false);
      field.focus();
    });
    const link = make("a", { href: `${window.claimbase.root}compare.html?claims=${[...picked].join(",")}` }, `Compare ${amount(picked.size, "claim")}`);
    tray.replaceChildren(...(picked.size ? [link, " ", clear] : []), full ? " At most four." : "");
    tray.hidden = !picked.size;
  };

  /** @param {State} state @param {number} number @param {string} text @param {Record<string, string>} more */
  const pageLink = (state, number, text, more = {}) => {
    const link = make("a", { href: address({ ...state, page: number }), ...more }, text);
    link.addEventListener("click", (event) => {
      if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey || event.button)) return;
      event.preventDefault();
      void go({ ...state, page: number }, true).then(() => {
        heading.tabIndex = -1;
        heading.focus();
      });
    });
    return link;
  };

  /** @param {State} state @param {number} last */
  const pager = (state, last) => {
    const near = [...new Set([1, ...[-2, -1, 0, 1, 2].map((step) => state.page + step), last])].filter((number) => number >= 1 && number <= last);
    const links = near.flatMap((number) => [
      number === state.page ? make("strong", { "aria-current": "page" }, String(number)) : pageLink(state, number, String(number), { "aria-label": `Page ${number}` }),
      " ",
    ]);
    return make("nav", { class: "cb-pager", "aria-label": "Pages of the list" }, make("p", {}, `Page ${state.page} of ${last}: `, ...links));
  };

  /** @param {State} state @param {Listed} listed @param {number} total */
  const tellCount = (state, { items, others }, total) => {
    const claims = items.filter((item) => !item.page).length;
    const pages = items.length - claims;
    const said = claims || !pages ? [claims === total ? amount(total, "claim") : `${claims} of ${amount(total, "claim")}`] : [];
    if (pages) said.push(amount(pages, state.kind === "source" ? "source" : "other page"));
    if (others) said.push(`${others} more ${others === 1 ? "does" : "do"} not speak of this environment`);
    if (state.kind !== "claim" && narrowed(state)) said.push("sources and pages are left out, because the filters are about claims");
    count.textContent = said.join("; ");
    const heading = document.getElementById("claims");
    if (heading) heading.textContent = pages ? "What was found" : "The claims";
  };

  /** @param {State} state */
  const nothing = (state) =>
    state.q || state.kind === "claim" || state.kind === "all" ? "Nothing fits. Remove a filter above, or reset all." : "Type above what to look for.";

  /** @param {State} state @param {string[]} unknown */
  const run = async (state, unknown) => {
    const mine = ++turn;
    at = location.search;
    results.setAttribute("aria-busy", "true");
    tell(state);
    if (!state.q) note.hidden = true;
    notice.textContent = unknown.length ? `This address asks for what the site does not know: ${unknown.join(", ")}. The rest is shown.` : "";
    notice.hidden = !unknown.length;
    try {
      const table = await window.claimbase.open();
      const listed = await list(state);
      if (mine !== turn) return;
      const length = state.q ? 20 : 50;
      const last = Math.max(1, Math.ceil(listed.items.length / length));
      const page = Math.min(state.page, last);
      const made = await entries(table, state, listed, listed.items.slice((page - 1) * length, page * length));
      if (mine !== turn) return;
      shown = { state, listed };
      const start = String((page - 1) * length + 1);
      const content = made.length ? make("ol", { class: "cb-list", start }, ...made) : make("p", {}, nothing(state));
      results.replaceChildren(content, ...(last > 1 ? [pager({ ...state, page }, last)] : []));
      tellCount(state, listed, table.head.size);
    } catch (error) {
      if (mine !== turn) return;
      fail(error);
    }
    results.removeAttribute("aria-busy");
  };

  /** @param {State} state @param {boolean} push whether the step back leads to what was shown before */
  const go = (state, push) => {
    const target = address(state);
    try {
      if (target !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", target);
    } catch {
      // some browsers keep the address of a file as it is
    }
    typing = false;
    return run(state, []);
  };

  /** @param {string} format */
  const save = async (format) => {
    const table = await window.claimbase.open();
    await window.claimbase.use("browse-save");
    const { state, listed } = shown ?? { state: asked(), listed: await list(asked()) };
    await window.claimbase.save?.(format, table, state, listed);
  };

  /** @param {unknown} error */
  const fail = (error) => {
    notice.textContent = error instanceof Error ? error.message : String(error);
    notice.hidden = false;
  };

  // What is done.

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  field.addEventListener("focus", () => {
    // What fails here fails again, and is told, when it is needed.
    Promise.all([finder(), window.claimbase.open()]).then(([made]) => made.prepare(), () => undefined);
  });
  field.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const push = !typing;
      void go(asked(), push);
      typing = true;
    }, 200);
  });
  form.addEventListener("change", (event) => {
    if (event.target !== field) void go(asked(), true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(soon);
    void go(asked(), !typing);
  });
  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(".cb-export button") : null;
    if (button instanceof HTMLButtonElement) save(button.value).catch(fail);
  });
  // An open filter lies over the list; Escape and a click elsewhere close it.
  document.addEventListener("click", ({ target }) => {
    for (const details of form.querySelectorAll("details[open]")) if (target instanceof Node && !details.contains(target)) details.removeAttribute("open");
  });
  form.addEventListener("keydown", (event) => {
    const details = form.querySelector("details[open]");
    if (event.key !== "Escape" || !details) return;
    details.removeAttribute("open");
    details.querySelector("summary")?.focus();
  });
  addEventListener("popstate", () => {
    if (location.search === at) return; // a link to a place on this page
    typing = false;
    field.blur();
    const { state, unknown } = read();
    void run(state, unknown);
  });
  // A browser may have kept ticks from an earlier visit.
  for (const box of results.querySelectorAll("input")) box.checked = false;
  if (location.search) {
    const { state, unknown } = read();
    void run(state, unknown);
  } else tell(read().state);
})();
