"""What is wrong with how a page is laid out: it scrolls sideways, cuts words off, or lays them over each other."""

# Tables and code scroll in regions of their own; words for screen readers alone are clipped on purpose, and the
# header shortens the title, which stands below it in full.
FAULTS = """() => {
  const faults = [], words = [], root = document.documentElement;
  const name = (e) => e.outerHTML.slice(0, 140);
  const boxed = "h1, h2, h3, h4, button, summary, label, th, td, .cb-badge";
  if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} px wide`);
  const floating = [...document.querySelectorAll("main *")].filter((e) => getComputedStyle(e).position === "sticky");
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("svg, script, style, noscript, option, .md-sidebar, .md-skip, .cb-unseen")) continue;
    if (!e.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const holder = e.parentElement.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1) continue;
    const fixed = style.position === "fixed", scrolls = e.parentElement.closest(".cb-table, pre");
    const shortened = e.matches(".md-header .md-ellipsis, .md-header__topic, .md-header__title");
    if (!shortened && !/visible|auto|scroll/.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
      faults.push(`cut off: ${name(e)}`);
    if (scrolls || fixed) continue;
    if (box.right > innerWidth + 1 || box.left < -1) faults.push(`beyond the edge: ${name(e)}`);
    if (e.matches(boxed) && style.position === "static" && holder.width > 1
        && (box.right > holder.right + 2 || box.left < holder.left - 2)) faults.push(`out of its box: ${name(e)}`);
    if (e.closest(".md-header") || e.matches("details:not([open])")) continue;
    if (floating.some((bar) => bar.contains(e))) continue; // what passes under a bar is scrolled out from there
    for (const node of e.childNodes) {
      if (node.nodeType !== 3 || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects())
        if (rect.width > 2 && rect.height > 2) words.push({ rect, text: node.data.trim().slice(0, 40) });
    }
  }
  words.sort((a, b) => a.rect.top - b.rect.top);
  words.forEach((a, i) => {
    for (const b of words.slice(i + 1, i + 400)) {
      if (b.rect.top >= a.rect.bottom) break;
      const high = Math.min(a.rect.bottom, b.rect.bottom) - b.rect.top;
      const wide = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
      if (wide > 3 && high > 0.45 * Math.min(a.rect.height, b.rect.height))
        faults.push(`over each other: “${a.text}” and “${b.text}”`);
    }
  });
  return faults;
}"""
