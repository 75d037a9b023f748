// Text search of the claims browser: Pagefind's index where there is a server and an index, else titles and statements.
(() => {
  "use strict";

  const { make, root } = window.claimbase;
  const served = location.protocol !== "file:";

  /** @typedef {{order: string, claims: string[], pages: Record<string, [string, string, string]>, note: string}} Index */
  /** @type {Promise<{search: (words: string) => Promise<{results: Hit[]}>, index: Index, rows: Map<string, number>}> | undefined} */
  let engine;

  const start = () => {
    engine ??= (async () => {
      const folder = `${root}pagefind/`;
      const [program, answer] = await Promise.all([import(`${folder}pagefind.js`), fetch(`${folder}rows.json`)]);
      const index = /** @type {Index} */ (await answer.json());
      return { search: program.search, index, rows: new Map(index.claims.map((id, row) => [id, row])) };
    })();
    return engine;
  };

  /** @param {string} q */
  const wordsOf = (q) => q.toLowerCase().split(/[^\p{L}\p{N}._-]+/u).filter(Boolean);

  /** @type {Finder["find"]} */
  const find = async (table, q) => {
    if (!served) {
      const note = "Opened from a file, titles and statements are searched. To search findings, sources and pages as well takes a server: make serve.";
      return { items: await findHere(table, q), note };
    }
    try {
      const { search, index, rows } = await start();
      if (index.order !== table.head.order) throw new Error("The index is that of another build.");
      const { results } = await search(q);
      const items = results.flatMap((hit) => {
        const row = rows.get(hit.id);
        if (row !== undefined) return [{ row, hit }];
        return index.pages[hit.id] ? [{ row: -1, page: index.pages[hit.id], hit }] : [];
      });
      return { items, note: index.note };
    } catch {
      engine = undefined;
      return { items: await findHere(table, q), note: "This build has no full-text search; titles and statements are searched." };
    }
  };

  /** @param {Table} table @param {string} q @returns {Promise<Item[]>} claims with every word in title or statement; titles first */
  const findHere = async (table, q) => {
    const words = wordsOf(q);
    /** @type {[Item[], Item[]]} */
    const found = [[], []];
    (await table.all("texts")).flat().forEach(([, title, statement], row) => {
      const [name, all] = [title.toLowerCase(), `${title} ${statement}`.toLowerCase()];
      if (words.every((word) => all.includes(word))) found[words.every((word) => name.includes(word)) ? 0 : 1].push({ row });
    });
    return found.flat();
  };

  /** @type {Finder["marked"]} */
  const marked = (text, q) => {
    const words = wordsOf(q).map((word) => word.replace(/[.*+?^${}()|[\]\\-]/g, "\\$&"));
    if (!words.length) return [text];
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])((?:${words.join("|")})[\\p{L}\\p{N}]*)`, "giu");
    return text.split(pattern).map((part, place) => (place % 2 ? make("mark", {}, part) : part));
  };

  /** @param {string} html Pagefind's excerpt @returns {(Node | string)[]} its words and marks, and nothing else of it */
  const excerpt = (html) =>
    [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) =>
      node.nodeName === "MARK" ? make("mark", {}, node.textContent ?? "") : (node.textContent ?? ""),
    );

  /** @type {Finder["quote"]} */
  const quote = async ({ page, hit }, address) => {
    const data = await hit?.data();
    if (!data) return undefined;
    if (page) return make("p", { class: "cb-excerpt" }, ...excerpt(data.excerpt), " …");
    // A finding says more than an objection, and that more than advice; title and statement are shown in full anyway.
    /** @param {any} part */
    const weight = ({ anchor, locations }) => locations.length * (/^e\d/.test(anchor.id) ? 3 : anchor.id === "objection" ? 2 : 1);
    const [best] = data.sub_results.filter((/** @type {any} */ part) => part.anchor && part.anchor.id !== "page").sort((/** @type {any} */ a, /** @type {any} */ b) => weight(b) - weight(a));
    if (!best) return undefined;
    const name = /^e\d/.test(best.anchor.id) ? `finding ${best.anchor.id}` : best.anchor.id;
    // The excerpt begins with the heading that the extract has for the anchor.
    const words = best.excerpt.replace(new RegExp(`^(?:<mark>)?${best.anchor.id}\\.?(?:</mark>)?\\s*`), "");
    return make("p", { class: "cb-excerpt" }, make("a", { href: `${address}#${best.anchor.id}` }, name), ": … ", ...excerpt(words), " …");
  };

  /** @type {Finder["prepare"]} */
  const prepare = () => {
    if (served) start().catch(() => (engine = undefined));
  };

  window.claimbase.finder = { prepare, find, marked, quote };
})();
