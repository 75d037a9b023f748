// Saving what the claims browser lists: all of it, in its order, as a table, as data, or as citations.
(() => {
  "use strict";

  const { make } = window.claimbase;

  /** @typedef {Record<string, string>} Row */

  /** @param {Table} table @param {Listed} listed @returns {Promise<Row[]>} */
  const rowsOf = async (table, listed) => {
    const { head } = table;
    const rows = listed.items.filter((item) => !item.page).map((item) => item.row);
    const [text, detail, facts] = await Promise.all([table.rows("texts", rows), table.rows("details", rows), table.all("facts")]);
    const base = head.site[1];
    /** @param {number} row */
    const claim = (row) => {
      const [id, title, statement, environments] = text(row);
      const part = facts[Math.floor(row / head.chunks.facts)];
      const place = row % head.chunks.facts;
      return {
        kind: "claim",
        id,
        title,
        verdict: head.verdicts[part.verdict[place]][0],
        certainty: head.certainties[part.certainty[place]] ?? "",
        ...(listed.here ? { verdict_here: head.verdicts[listed.here(row).verdict][0] } : {}),
        environments,
        topic: head.topics[part.topic[place]][0],
        changed: part.days[part.changed[place]],
        statement,
        address: `${base}claims/${id}.html`,
        sha256_locked: detail(row)[2],
      };
    };
    return listed.items.map(({ row, page }) => (page ? { kind: page[0], title: page[2], address: base + page[1] } : claim(row)));
  };

  /** @param {string} value @returns {string} a cell that no spreadsheet takes for a formula */
  const cell = (value) => `"${(/^[=+@\t\r-]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

  /** @param {Row[]} rows */
  const csv = (rows) => {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))];
    return lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
  };

  /** @param {Head} head @param {Row} row */
  const cited = (head, row) => {
    if (row.kind !== "claim") return `${row.title} (${row.kind}). ${head.site[0]}. ${row.address}`;
    /** @param {string} verdict */
    const words = (verdict) => head.verdicts.find(([id]) => id === verdict)?.[1] ?? verdict;
    const sure = row.certainty ? `, ${row.certainty} certainty` : "";
    const here = row.verdict_here ? ` In the environment asked for: ${words(row.verdict_here)}.` : "";
    const locked = row.sha256_locked ? `. Claim as locked: SHA-256 ${row.sha256_locked}` : "";
    return `${row.title} (${row.id}). Verdict: ${words(row.verdict)}${sure}.${here} ${head.site[0]}. ${row.address}${locked}`;
  };

  window.claimbase.save = async (format, table, state, listed) => {
    const rows = await rowsOf(table, listed);
    const { head } = table;
    const { q, kind, chosen, env } = state;
    const asked = Object.fromEntries(Object.entries({ q, kind, ...chosen, ...env }).filter(([, value]) => value.length));
    /** @type {Record<string, [string, string]>} */
    const formats = {
      csv: ["text/csv", csv(rows)],
      json: ["application/json", `${JSON.stringify({ site: head.site[0], asked, rows }, null, 1)}\n`],
      txt: ["text/plain", rows.map((row) => `${cited(head, row)}\n`).join("")],
    };
    const [type, content] = formats[format];
    const href = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href, download: `qemu-10-2-claims.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  };
})();
