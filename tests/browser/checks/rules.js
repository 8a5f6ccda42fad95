// Rules after those of common accessibility checkers, written anew; the value: what breaks them.
() => {
  const wrong = [];
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const all = (css) => [...document.querySelectorAll(css)].filter(seen);
  const name = (e) =>
    (e.getAttribute("aria-label") || [...(e.labels || [])].map((l) => l.innerText).join(" ")
      || e.innerText || e.querySelector("img")?.alt || "").trim();
  for (const e of all("a[href], button, input:not([type=hidden]), select, textarea"))
    if (!name(e)) wrong.push(`no name: ${e.outerHTML.slice(0, 120)}`);
  for (const e of all("img")) if (!e.hasAttribute("alt")) wrong.push(`no alt: ${e.src}`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids))
    if (ids.filter((other) => other === id).length > 1) wrong.push(`twice: #${id}`);
  const levels = all("h1, h2, h3, h4, h5, h6").map((h) => Number(h.tagName[1]));
  if (levels.filter((l) => l === 1).length !== 1) wrong.push(`h1: ${levels}`);
  levels.forEach((l, i) => i && l - levels[i - 1] > 1 && wrong.push(`heading skips: ${levels}`));
  for (const [landmark, css] of Object.entries(
    { main: "main:not([role=none])", banner: "header.bar", navigation: "nav", contentinfo: "footer", search: "[role=search]" }))
    if (!all(css).length) wrong.push(`no ${landmark}`);
  if (all("main:not([role=none])").length !== 1) wrong.push("more than one main");
  for (const e of all("nav")) if (!e.getAttribute("aria-label")) wrong.push("nav without name");
  for (const e of document.querySelectorAll("[aria-labelledby],[aria-controls],[aria-describedby]"))
    for (const a of ["aria-labelledby", "aria-controls", "aria-describedby"])
      if (e.hasAttribute(a) && e.getAttribute("aria-expanded") !== "false"
          && !document.getElementById(e.getAttribute(a))) wrong.push(`${a}: ${e.getAttribute(a)}`);
  for (const e of all("ul, ol"))
    if ([...e.children].some((c) => c.tagName !== "LI")) wrong.push("list with other children");
  return wrong;
}
