// The words of the hub on a page: without titles, snippets and names that the catalogue holds.
() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll(".hit h3, .snippet, .facts, .why, .newest li, h1, pre, .fields dd, .name, #q-list,"
    + " [data-testid=stSkipToContent], .summary, .crumbs, .chips, .host, label, script, style, noscript, .account [lang], .lead, .card")
    .forEach((e) => e.remove());
  return copy.innerText + [...document.querySelectorAll("[aria-label],[title],[placeholder]")]
    .map((e) => [e.ariaLabel, e.title, e.placeholder].join(" ")).join(" ");
}
