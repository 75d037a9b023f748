// The table of all claims. Its chunks are classic scripts that call back, so that they load from a file as well;
// nothing is loaded before open() is called.
(() => {
  "use strict";

  const own = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const root = new URL("../", own).href;

  /** @type {Head | undefined} */
  let head;
  let mixed = false;
  /** @type {Map<string, unknown>} */
  const parts = new Map();
  /** @type {Map<string, Promise<void>>} */
  const loading = new Map();

  /** @param {string} path below the site's root */
  const load = (path) => {
    const known = loading.get(path);
    if (known) return known;
    const made = new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + path;
      script.onload = () => {
        script.remove();
        if (mixed) reject(new Error("The site has changed since this page was opened. Load the page again."));
        else resolve();
      };
      script.onerror = () => {
        script.remove();
        loading.delete(path);
        reject(new Error("A part of the site could not be loaded. Load the page again, or use the lists by topic."));
      };
      document.head.append(script);
    });
    loading.set(path, made);
    return made;
  };

  /** @type {() => Promise<Table>} */
  const open = async () => {
    await load("data/table/head.js");
    const known = /** @type {Head} */ (head);

    /** @param {string} kind @param {number} number */
    const chunk = async (kind, number) => {
      await load(`data/table/${kind}.${number}.js?${known.version}`);
      return parts.get(`${kind}.${number}`);
    };

    /** @type {Table["all"]} */
    const all = (kind) => {
      const count = Math.ceil(known.size / known.chunks[kind]);
      return /** @type {Promise<any>} */ (Promise.all(Array.from({ length: count }, (_, number) => chunk(kind, number))));
    };

    /** @type {Table["rows"]} */
    const rows = async (kind, wanted) => {
      const size = known.chunks[kind];
      const numbers = [...new Set(wanted.map((row) => Math.floor(row / size)))];
      await Promise.all(numbers.map((number) => chunk(kind, number)));
      return (row) => /** @type {any[]} */ (parts.get(`${kind}.${Math.floor(row / size)}`))[row % size];
    };

    return { head: known, all, rows, here: (answers) => here(known, all, answers), scope: (row) => scope(known, chunk, row) };
  };

  /** @param {Head} known @param {(kind: string, number: number) => Promise<unknown>} chunk @param {number} row */
  const scope = async (known, chunk, row) => {
    const size = known.chunks.cells;
    const cells = /** @type {Cells} */ (await chunk("cells", Math.floor(row / size)));
    return cells.scopes[cells.scope[row % size]];
  };

  /**
   * The numbers of the cells of a scope that agree with the answers, in product order: the last dimension runs first.
   * @param {[number, number[]][]} dimensions
   * @param {Answer[]} answers
   */
  const agreeing = (dimensions, answers) => {
    let cells = [0];
    for (const [dimension, values] of dimensions) {
      const answer = answers.find(([asked]) => asked === dimension);
      const places = values.flatMap((value, place) => (!answer || answer[1] === value ? [place] : []));
      cells = cells.flatMap((cell) => places.map((place) => cell * values.length + place));
    }
    return cells;
  };

  /** @param {string} coded outcomes as `h3o` */
  const spread = (coded) => coded.replace(/([a-z])(\d+)/g, (_, letter, count) => letter.repeat(Number(count)));

  /**
   * Looks up what each claim comes to where the answers hold; the rubric itself is not here.
   * @param {Head} known
   * @param {Table["all"]} all
   * @param {Answer[]} answers
   * @returns {Promise<(row: number) => Here>}
   */
  const here = async (known, all, answers) => {
    const [cells, facts] = await Promise.all([all("cells"), all("facts")]);
    /** @type {Map<string, Here>} */
    const found = new Map();
    return (row) => {
      const [size, factSize] = [known.chunks.cells, known.chunks.facts];
      const [number, place] = [Math.floor(row / size), row % size];
      const part = cells[number];
      const flags = part.flags[place];
      const overall = facts[Math.floor(row / factSize)].verdict[row % factSize];
      const key = [number, part.scope[place], part.outcome[place], flags, flags & 2 ? overall : ""].join();
      let result = found.get(key);
      if (!result) {
        const remaining = agreeing(part.scopes[part.scope[place]], answers);
        const letters = spread(part.outcomes[part.outcome[place]]);
        /** @type {Record<string, number>} */
        const counts = {};
        for (const cell of remaining) counts[letters[cell]] = (counts[letters[cell]] ?? 0) + 1;
        const outcomes = Object.keys(known.outcomes).filter((letter) => counts[letter]).join("");
        const verdict = !remaining.length ? -1 : flags & 2 ? overall : known.table[outcomes][flags & 1];
        result = { verdict, outcomes, counts, cells: remaining.length, asked: !(flags & 4) };
        found.set(key, result);
      }
      return result;
    };
  };

  // Scripts that a page loads besides add the other parts.
  window.claimbase = /** @type {Claimbase} */ ({
    root,
    open,
    use: (name) => load(`assets/${name}.js`),
    make: (tag, attributes, ...content) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      element.append(...content);
      return element;
    },
    head: (value) => {
      head = value;
    },
    part: (version, kind, number, rows) => {
      if (version !== head?.version) mixed = true;
      parts.set(`${kind}.${number}`, rows);
    },
  });
})();
