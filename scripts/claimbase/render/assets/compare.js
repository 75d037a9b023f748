// The comparison: up to four claims side by side, and each over the releases of QEMU; the state is the address.
(() => {
  "use strict";

  const MOST = 4;
  const OFFERED = 10;

  const { make } = window.claimbase;

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const form = byId("compare");
  const field = /** @type {HTMLInputElement} */ (byId("pick"));
  const [found, results, notice, count] = ["found", "results", "notice", "count"].map(byId);
  const chips = /** @type {HTMLElement} */ (form.querySelector(".cb-chips"));
  const versions = (form.dataset.versions ?? "").split(" ").filter(Boolean);
  const empty = [...results.childNodes];

  /** @typedef {{id: string, row: number, title: string}} Chosen */
  /** @type {Chosen[]} */
  let chosen = [];
  /** @type {Chosen[]} */
  let offered = [];
  let marked = -1;
  let turn = 0;
  let typed = 0;
  let at = location.search;

  /** @returns {Promise<Chosen[]>} every claim */
  const claims = async () => {
    const table = await window.claimbase.open();
    return (await table.all("names")).flat().map(([id, title], row) => ({ id, title, row }));
  };

  // The state and the address.

  const read = async () => {
    const asked = [...new Set((new URLSearchParams(location.search).get("claims") ?? "").split(",").filter(Boolean))];
    const known = new Map((asked.length ? await claims() : []).map((claim) => [claim.id, claim]));
    const unknown = asked.filter((id) => !known.has(id)).map((id) => `there is no claim “${id}”`);
    chosen = asked.flatMap((id) => known.get(id) ?? []);
    if (chosen.length > MOST) unknown.push(`only the first ${MOST} are shown`);
    chosen = chosen.slice(0, MOST);
    return unknown;
  };

  /** @param {Chosen[]} claims */
  const go = (claims) => {
    chosen = claims;
    try {
      history.pushState(null, "", location.pathname + (claims.length ? `?claims=${claims.map(({ id }) => id).join(",")}` : ""));
    } catch {
      // some browsers keep the address of a file as it is
    }
    at = location.search;
    return show([]);
  };

  // What is shown.

  /** @param {string[]} unknown */
  const show = async (unknown) => {
    const mine = ++turn;
    notice.textContent = unknown.length ? `This address asks for what the site does not have: ${unknown.join("; ")}.` : "";
    notice.hidden = !unknown.length;
    tellChips();
    count.textContent = chosen.length ? `${chosen.length} of at most ${MOST} claims` : "";
    field.disabled = chosen.length >= MOST;
    try {
      const content = chosen.length ? [await comparison()] : empty;
      if (mine === turn) results.replaceChildren(...content);
    } catch (error) {
      fail(error);
    }
  };

  /** @param {unknown} error */
  const fail = (error) => {
    notice.textContent = error instanceof Error ? error.message : String(error);
    notice.hidden = false;
  };

  const tellChips = () => {
    const made = chosen.map((claim) => {
      const button = make("button", { type: "button", "aria-label": `Remove ${claim.title}` }, claim.title, make("span", { "aria-hidden": "true" }, " ×"));
      button.addEventListener("click", () => {
        void go(chosen.filter((each) => each !== claim));
        (chips.querySelector("button") ?? field).focus();
      });
      return make("li", {}, button);
    });
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  };

  const comparison = async () => {
    const table = await window.claimbase.open();
    const rows = chosen.map(({ row }) => row);
    const { head } = table;
    const [text, detail, facts, scopes, overall] = await Promise.all([
      table.rows("texts", rows),
      table.rows("details", rows),
      table.all("facts"),
      Promise.all(rows.map(table.scope)),
      table.here([]),
    ]);
    /** @param {"verdict" | "certainty" | "topic"} column @param {number} row */
    const fact = (column, row) => facts[Math.floor(row / head.chunks.facts)][column][row % head.chunks.facts];
    const releases = await Promise.all(versions.map((version) => release(table, version)));
    const holds = await Promise.all(rows.map((row, place) => where(table, row, scopes[place])));
    /** @type {[string, (place: number) => (Node | string)[]][]} */
    const lines = [
      ["Statement", (place) => [text(rows[place])[2]]],
      ["Verdict", (place) => [badge(head.verdicts[fact("verdict", rows[place])], "verdict")]],
      ["Certainty", (place) => [head.certainties[fact("certainty", rows[place])] ?? "none is stated"]],
      ["Environments", (place) => [text(rows[place])[3] || `${overall(rows[place]).cells}, evidence is not asked`]],
      ...versions.map((version, number) => /** @type {[string, (place: number) => (Node | string)[]]} */ ([
        `QEMU ${version}`,
        (place) => releases[number](rows[place], scopes[place]),
      ])),
      ["Where it holds", (place) => [holds[place]]],
      ["Evidence for", (place) => evidence(detail(rows[place])[0][0], detail(rows[place])[0][1])],
      ["Evidence against", (place) => evidence(detail(rows[place])[0][2], detail(rows[place])[0][3])],
      ["What to do", (place) => [make("ul", {}, ...detail(rows[place])[1].map(([when, what]) => make("li", {}, ...(when ? [make("strong", {}, `${when}:`), " "] : []), what)))]],
      ["Topic", (place) => [make("a", { href: `topics/${head.topics[fact("topic", rows[place])][0]}.html` }, head.topics[fact("topic", rows[place])][1])]],
    ];
    const head_row = make("tr", {}, make("th", { scope: "col" }, "Claim"), ...chosen.map(({ id, title }) => make("th", { scope: "col" }, make("a", { href: `claims/${id}.html` }, title))));
    const body = lines.map(([name, cell]) => make("tr", {}, make("th", { scope: "row" }, name), ...rows.map((_, place) => make("td", {}, ...cell(place)))));
    const caption = make("caption", {}, chosen.length === 1 ? "One claim over releases of QEMU" : `${chosen.length} claims side by side`);
    const made = make("table", {}, caption, make("thead", {}, head_row), make("tbody", {}, ...body));
    return make("div", { class: "cb-table cb-compare", tabindex: "0", role: "region", "aria-label": "Comparison" }, made);
  };

  /** @param {string[]} named id, word and shape @param {string} kind */
  const badge = ([id, word, shape], kind) =>
    make("span", { class: `cb-badge cb-${kind}-${id}` }, make("span", { class: "cb-shape", "aria-hidden": "true" }, shape), ` ${word}`);

  /** @param {Head} head @param {Here} here @returns {(Node | string)[]} the outcomes, each with its number of cells */
  const outcomes = (head, here) =>
    Object.entries(head.outcomes).flatMap(([letter, [id, shape]]) => {
      const cells = here.counts[letter] ?? 0;
      return cells ? [make("div", {}, badge([id, id, shape], "outcome"), here.cells > 1 ? ` in ${cells} of ${here.cells}` : "")] : [];
    });

  /** @param {Table} table @param {string} version */
  const release = async (table, version) => {
    const dimension = table.head.dimensions.findIndex(([id]) => id === "qemu");
    const value = table.head.dimensions[dimension][2].findIndex(([id]) => id === version);
    const here = await table.here([[dimension, value]]);
    return (/** @type {number} */ row, /** @type {[number, number[]][]} */ scope) => {
      if (!scope.some(([each, values]) => each === dimension && values.includes(value))) return [make("span", { class: "cb-small" }, "not stated for this version")];
      return here(row).asked ? outcomes(table.head, here(row)) : ["evidence is not asked"];
    };
  };

  /** @param {Table} table @param {number} row @param {[number, number[]][]} scope what it depends on, besides the releases */
  const where = async (table, row, scope) => {
    const { head } = table;
    const lists = await Promise.all(
      scope.map(async ([dimension, values]) => {
        const [id, title, all] = head.dimensions[dimension];
        if (id === "qemu" && values.every((value) => versions.includes(all[value][0]))) return [];
        const items = await Promise.all(
          values.map(async (value) => {
            const here = (await table.here([[dimension, value]]))(row);
            return make("li", {}, all[value][1], ...(here.asked ? outcomes(head, here) : [": evidence is not asked"]));
          }),
        );
        return [make("div", { class: "cb-small" }, title), make("ul", {}, ...items)];
      }),
    );
    return make("div", {}, ...(lists.flat().length ? lists.flat() : ["It depends on the release alone."]));
  };

  /** @param {number} all @param {number} weighty */
  const evidence = (all, weighty) => [all ? `${all} ${all === 1 ? "item" : "items"}, ${weighty} of weight (level 2 or more)` : "none"];

  // Choosing by typing.

  const close = () => {
    found.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    marked = -1;
  };

  const offer = async () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const mine = ++typed;
    const all = words.length ? await claims() : [];
    if (mine !== typed) return;
    offered = all.filter(({ id, title }) => words.every((word) => `${id} ${title}`.toLowerCase().includes(word)) && !chosen.some((each) => each.id === id)).slice(0, OFFERED);
    if (!words.length) return close();
    found.replaceChildren(
      ...offered.map((claim, place) => {
        const option = make("li", { role: "option", id: `found-${place}`, "aria-selected": "false" }, claim.title, " ", make("code", {}, claim.id));
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(place);
        });
        return option;
      }),
      ...(offered.length ? [] : [make("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, "No claim has these words in its title or id.")]),
    );
    found.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(offered.length ? 0 : -1);
  };

  /** @param {number} place */
  const mark = (place) => {
    marked = place;
    [...found.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    if (place < 0) return field.removeAttribute("aria-activedescendant");
    found.children[place].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", `found-${place}`);
  };

  /** @param {number} place */
  const take = (place) => {
    const claim = offered[place];
    if (!claim) return;
    field.value = "";
    close();
    void go([...chosen, claim]);
  };

  field.addEventListener("focus", () => void claims().catch(fail));
  field.addEventListener("input", () => void offer().catch(fail));
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && !found.hidden && offered.length) {
      event.preventDefault();
      mark((marked + step + offered.length) % offered.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(marked);
    } else if (event.key === "Escape" && !found.hidden) {
      event.stopPropagation();
      close();
    }
  });
  const start = () => read().then(show, fail);
  addEventListener("popstate", () => {
    if (location.search === at) return; // a link to a place on this page
    at = location.search;
    void start();
  });
  if (location.search) void start();
})();
