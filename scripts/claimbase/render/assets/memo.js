// The decision memo on the page of a reader's environment: made from what the page has found out, shown, copied, saved
// as a file, and printed. Nothing is sent anywhere.
(() => {
  "use strict";

  const { claimbase } = window;
  const { make } = claimbase;
  const APPLIES = ["applies", "may-apply", "does-not-apply"];

  /** @param {string} id */
  const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const [shown, status, actions] = ["memo-text", "memo-status", "memo-actions"].map(byId);
  const date = /** @type {HTMLInputElement} */ (byId("memo-date"));

  /** @type {MemoData | undefined} */
  let sheet;
  /** @type {Standings | undefined} */
  let found;
  let text = "";
  let open = false;
  let turn = 0;

  claimbase.sheet = (data) => {
    sheet = data;
  };

  const today = () => {
    const now = new Date();
    /** @param {number} number */
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };

  // From the standings of the page to those of the memo, which names what they number.

  /** @param {MemoData} data @param {Standings} standings @returns {MemoAsked} */
  const asked_of = (data, { profile, possible, rows }) => {
    const verdicts = Object.keys(data.vocabulary.verdicts);
    const certainties = Object.keys(data.vocabulary.certainties);
    /** @param {Judgement} judgement */
    const named = ([verdict, certainty]) => ({ verdict: verdicts[verdict], certainty: certainties[certainty] ?? null });
    const standings = data.claims.map(({ id }, place) => {
      const { applies, grounds, outcomes, here, general, differs } = rows[data.rows[place]];
      return /** @type {[string, MemoStanding]} */ ([
        id,
        {
          applies: APPLIES[applies],
          grounds: grounds.map(([dimension]) => data.questions[dimension].id),
          outcomes: [...outcomes].map((letter) => data.vocabulary.outcomes[letter]),
          here: here ? named(here) : null,
          general: named(general),
          differs,
        },
      ]);
    });
    const used = { name: profile.name, answers: possible.used };
    return {
      ...used,
      left: Object.fromEntries(data.questions.map(({ id, values }, place) => [id, possible.values[place].map((value) => values[value][0])])),
      standings: Object.fromEntries(standings),
      text: claimbase.profile.text(used),
      fragment: claimbase.profile.fragment(used),
    };
  };

  // The memo as elements. Its headings stand below those of the page.

  /** @param {string} line */
  const inline = (line) =>
    claimbase.memo.runs(line).map(({ style, text: words, url }) => {
      if (style === "text") return words;
      if (style === "link") return make("a", { href: url, rel: "noopener" }, words);
      return make(style, {}, words);
    });

  /** @param {MemoBlock} block */
  const element = ({ kind, text: line, level, items, head, rows }) => {
    if (kind === "heading") return make(`h${level + 2}`, {}, ...inline(line));
    if (kind === "text") return make("p", {}, ...inline(line));
    if (kind === "code") return make("pre", {}, make("code", {}, items.join("\n")));
    if (kind !== "table") {
      const box = kind === "checks" ? ["☐ "] : [];
      return make(kind === "numbered" ? "ol" : "ul", kind === "checks" ? { class: "cb-checks" } : {}, ...items.map((item) => make("li", {}, ...box, ...inline(item))));
    }
    const headed = head.some(Boolean);
    const body = rows.map((row) =>
      make("tr", {}, ...row.map((cell, place) => (headed || place ? make("td", {}, ...inline(cell)) : make("th", { scope: "row" }, ...inline(cell))))),
    );
    const top = headed ? [make("thead", {}, make("tr", {}, ...head.map((cell) => make("th", { scope: "col" }, ...inline(cell)))))] : [];
    return make("div", { class: "cb-table", tabindex: "0", role: "region", "aria-label": headed ? head.join(", ") : "Memo" }, make("table", {}, ...top, make("tbody", {}, ...body)));
  };

  const write = async () => {
    if (!open || !date.value) return;
    const mine = ++turn;
    try {
      // Where this script came late, the page has told its standings before anybody listened.
      found ??= await claimbase.standings(claimbase.profile.readFragment(location.hash).profile);
      await Promise.all([claimbase.use("memo-text"), claimbase.use("../data/memo")]);
      const [data, { head }] = [/** @type {MemoData} */ (sheet), await claimbase.open()];
      if (mine !== turn) return;
      if (data.order !== head.order) throw new Error("The site has changed since this page was opened. Load the page again.");
      const blocks = claimbase.memo.blocks(data, asked_of(data, found), date.value);
      text = claimbase.memo.markdown(blocks);
      shown.replaceChildren(...blocks.map(element));
      shown.hidden = actions.hidden = false;
    } catch (error) {
      status.textContent = error instanceof Error ? error.message : String(error);
    }
  };

  // What can be done with it.

  /** @param {string} id @param {() => void | Promise<void>} act */
  const on = (id, act) => byId(id).addEventListener("click", () => void act());

  on("memo-make", async () => {
    open = true;
    await write();
    if (!text) return;
    status.textContent = "The memo stands below and follows the answers.";
    shown.focus();
  });

  on("memo-copy", async () => {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "The memo is copied as Markdown.";
    } catch {
      // Where pages are not served securely there is no such clipboard, or it is not allowed.
      const field = /** @type {HTMLTextAreaElement} */ (make("textarea", { "aria-label": "The memo as Markdown" }));
      field.value = text;
      shown.before(field);
      field.select();
      const done = document.execCommand("copy");
      if (done) field.remove();
      status.textContent = done ? "The memo is copied as Markdown." : "The memo is marked; copy it with your browser's own command.";
    }
  });

  on("memo-save", () => {
    const href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    make("a", { href, download: "memo.md" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
    status.textContent = "The memo is saved as memo.md.";
  });

  const root = document.documentElement;
  on("memo-print", () => {
    root.classList.add("cb-only-memo");
    print();
  });
  addEventListener("afterprint", () => root.classList.remove("cb-only-memo"));

  date.value = today();
  date.addEventListener("change", () => void write());
  document.addEventListener("claimbase:standings", (event) => {
    found = /** @type {CustomEvent<Standings>} */ (event).detail;
    void write();
  });
})();
