// What each claim comes to in a reader's environment, by look-up; the rubric is not here.
(() => {
  "use strict";

  const { claimbase } = window;
  const MISSING = "answer-missing";
  const APPLIES = 0;
  const MAY = 1;
  const NOT = 2;

  /** @param {string} coded letters run-length coded, as `h3o` */
  const spread = (coded) => coded.replace(/([a-z-])(\d+)/g, (_, letter, count) => letter.repeat(Number(count)));

  /** A claim's cells: its scope, and the symbol of each cell. @typedef {{scope: [number, number[]][], bits: number[], letters: string, looked: boolean, fixed: boolean}} Cells_ */

  /**
   * The places of the cells that answers leave, in product order, with the place of each value.
   * @param {[number, number[]][]} scope
   * @param {number[][]} left
   * @returns {[number, number[]][]}
   */
  const remaining = (scope, left) => {
    /** @type {[number, number[]][]} */
    let cells = [[0, []]];
    for (const [dimension, values] of scope) {
      const places = values.flatMap((value, place) => (left[dimension].includes(value) ? [place] : []));
      cells = cells.flatMap(([cell, path]) => places.map((place) => /** @type {[number, number[]]} */ ([cell * values.length + place, [...path, place]])));
    }
    return cells;
  };

  /** @param {Cells_} claim @param {number[]} cells @param {Judgement} overall @returns {Judgement} */
  const judged = (claim, cells, overall) => {
    if (claim.fixed) return [overall[0], -1];
    const { looked, unseen, sure } = claimbase.known;
    const bits = cells.reduce((all, cell) => all | claim.bits[cell], 0);
    const certainty = sure[bits];
    return [Number((claim.looked ? looked : unseen)[bits]), certainty === "-" ? -1 : Number(certainty)];
  };

  /** @param {Cells_} claim @param {number[][]} left @param {Judgement} overall @param {string} order letters of the outcomes in their order @returns {Standing} */
  const standing = (claim, left, overall, order) => {
    const { dimensions, reasons } = claimbase.known;
    const missing = reasons.findIndex(([id]) => id === MISSING);
    const cells = remaining(claim.scope, left);
    /** @type {[number, number[], number][]} */
    const grounds = [];
    for (const [dimension, values] of claim.scope) {
      const outside = left[dimension].filter((value) => !values.includes(value));
      if (!outside.length) continue;
      if (outside.length < left[dimension].length) {
        if (cells.length) grounds.push([dimension, outside, missing]);
        continue;
      }
      const given = outside.map((value) => dimensions[dimension][3][value][2]);
      for (const reason of new Set(given)) grounds.push([dimension, outside.filter((_, place) => given[place] === reason), reason]);
    }
    const numbers = cells.map(([cell]) => cell);
    const present = new Set(numbers.map((cell) => claim.letters[cell]));
    const outcomes = [...order].filter((letter) => present.has(letter)).join("");
    const here = cells.length ? judged(claim, numbers, overall) : undefined;
    const told = claim.fixed ? outcomes.slice(0, 1) : outcomes;
    return {
      applies: !cells.length ? NOT : grounds.length ? MAY : APPLIES,
      grounds,
      cells: cells.length,
      outcomes,
      here,
      possible: [...told].map((letter) => [letter, judged(claim, numbers.filter((cell) => claim.letters[cell] === letter), overall)]),
      general: overall,
      differs: !!here && (here[0] !== overall[0] || here[1] !== overall[1]),
      matters: cells.length ? claim.scope.flatMap(([dimension], place) => (decides(claim, left, cells, place) ? [dimension] : [])) : [],
    };
  };

  /** @param {Cells_} claim @param {number[][]} left @param {[number, number[]][]} cells @param {number} place of a dimension in the scope */
  const decides = (claim, left, cells, place) => {
    const [dimension, values] = claim.scope[place];
    if (left[dimension].some((value) => !values.includes(value))) return true;
    if (claim.fixed) return false;
    /** @type {Map<string, string>} */
    const first = new Map();
    return cells.some(([cell, path]) => {
      const rest = path.filter((_, each) => each !== place).join();
      const known = first.get(rest);
      if (known === undefined) first.set(rest, claim.letters[cell]);
      return known !== undefined && known !== claim.letters[cell];
    });
  };

  /** Whether a claim has one outcome, or does not apply. @param {Cells_} claim @param {number[][]} left */
  const settled = (claim, left) => {
    const cells = remaining(claim.scope, left);
    if (!cells.length) return true;
    if (claim.scope.some(([dimension, values]) => left[dimension].some((value) => !values.includes(value)))) return false;
    return claim.fixed || new Set(cells.map(([cell]) => claim.letters[cell])).size === 1;
  };

  /** Claims of equal scope and cells are one: how many there are, and what they come to. @typedef {{claim: Cells_, standing: Standing, count: number}} Kind */

  /** @param {Kind[]} kinds @param {Possible} possible @returns {Settling[]} */
  const settling = (kinds, possible) => {
    const { dimensions } = claimbase.known;
    /** @type {Map<number, Settling>} */
    const found = new Map();
    for (const { claim, standing: { matters }, count } of kinds) {
      for (const dimension of matters) {
        if (possible.used[dimensions[dimension][0]]) continue;
        const values = possible.values[dimension];
        const known = found.get(dimension) ?? { dimension, matters: 0, settles: values.map((value) => /** @type {[number, number]} */ ([value, 0])) };
        found.set(dimension, known);
        known.matters += count;
        for (const each of known.settles) {
          if (settled(claim, possible.values.map((all, number) => (number === dimension ? [each[0]] : all)))) each[1] += count;
        }
      }
    }
    /** @param {Settling} one */
    const sum = ({ settles }) => settles.reduce((all, [, count]) => all + count, 0);
    return [...found.values()].sort(
      (a, b) => sum(b) * a.settles.length - sum(a) * b.settles.length || b.matters - a.matters || a.dimension - b.dimension,
    );
  };

  /** @type {Map<string, Cells_>} */
  const decoded = new Map();

  /** @type {Claimbase["standings"]} */
  claimbase.standings = async (profile) => {
    const table = await claimbase.open();
    const [cells, facts] = await Promise.all([table.all("cells"), table.all("facts")]);
    const { head } = table;
    const order = Object.keys(head.outcomes).join("");
    const bit = new Map(claimbase.known.symbols.map((symbol, place) => [symbol, 1 << place]));
    const possible = claimbase.profile.possible(profile.answers);
    /** @type {Map<string, Kind>} */
    const kinds = new Map();
    /** @type {Standing[]} */
    const rows = [];
    for (let row = 0; row < head.size; row += 1) {
      const [number, place] = [Math.floor(row / head.chunks.cells), row % head.chunks.cells];
      const [part, fact] = [cells[number], facts[Math.floor(row / head.chunks.facts)]];
      const fact_place = row % head.chunks.facts;
      /** @type {Judgement} */
      const overall = [fact.verdict[fact_place], fact.certainty[fact_place]];
      const cells_key = [number, part.scope[place], part.outcome[place], part.certainty[place], part.flags[place]].join();
      const key = `${cells_key};${overall}`;
      let kind = kinds.get(key);
      if (!kind) {
        const claim = decoded.get(cells_key) ?? decode(part, place, bit);
        decoded.set(cells_key, claim);
        kind = { claim, standing: standing(claim, possible.values, overall, order), count: 0 };
        kinds.set(key, kind);
      }
      kind.count += 1;
      rows.push(kind.standing);
    }
    const ranks = new Map(claimbase.known.findings.map((row, rank) => [row, rank]));
    return { profile, possible, rows, settling: settling([...kinds.values()], possible), order: weighed(rows, (row) => ranks.get(row) ?? ranks.size) };
  };

  /** @param {Cells} part @param {number} place @param {Map<string, number>} bit @returns {Cells_} */
  const decode = (part, place, bit) => {
    const letters = spread(part.outcomes[part.outcome[place]]);
    const sure = spread(part.certainties[part.certainty[place]]);
    return {
      scope: part.scopes[part.scope[place]],
      letters,
      bits: [...letters].map((letter, cell) => bit.get(letter + sure[cell]) ?? 0),
      looked: !!(part.flags[place] & 1),
      fixed: !!(part.flags[place] & 2),
    };
  };

  /**
   * Rows by weight: those that decide first, in their order; then what applies for certain; then by certainty, verdict.
   * @param {Standing[]} rows
   * @param {(row: number) => number} rank
   */
  const weighed = (rows, rank) => {
    const keys = rows.map(({ applies, here, general }, row) => {
      const [verdict, certainty] = here ?? general;
      return [applies === NOT ? 1 : 0, rank(row), applies, certainty < 0 ? 9 : certainty, verdict, row];
    });
    return [...keys.keys()].sort((a, b) => {
      const place = keys[a].findIndex((each, number) => each !== keys[b][number]);
      return place < 0 ? 0 : keys[a][place] - keys[b][place];
    });
  };

  /** @type {Claimbase["fitting"]} */
  claimbase.fitting = async (row, { possible, rows }) => {
    const table = await claimbase.open();
    const [whens] = (await table.rows("fits", [row]))(row);
    const excluding = rows[row].applies === NOT ? rows[row].grounds.map(([dimension]) => dimension) : [];
    /** @type {[number, boolean][]} */
    const found = [];
    whens.forEach((when, number) => {
      const fits = when.every(([dimension, values]) => possible.values[dimension].some((value) => values.includes(value)));
      const named = excluding.every((dimension) => when.some(([each]) => each === dimension));
      if (!fits || !named) return;
      found.push([number, when.every(([dimension, values]) => possible.values[dimension].every((value) => values.includes(value)))]);
    });
    return found;
  };
})();
