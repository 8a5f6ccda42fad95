/* Makes links and checkboxes of the hub quick and keeps the focus.
   The address is the state: every action is a new address, which Streamlit then shows. */

export default function ({ data, setStateValue }) {
  window.hubPage ??= new Page();
  window.hubPage.update(data, setStateValue);
}

class Page {
  constructor() {
    this.unfolded = new Map(); // id of a folding part -> open, as the reader left it
    this.main = null;
    this.pages = new Set(); // paths that are shown without loading everything anew
    this.going = { first: true };
    this.said = this.makeVoice();
    this.suggestions = new Suggestions((to) => this.go(to));
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("focusin", (event) => this.turned(event));
    document.addEventListener("keydown", (event) => this.keyed(event));
    document.addEventListener("change", (event) => this.changed(event));
    document.addEventListener("input", (event) => this.narrowed(event));
    document.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("toggle", (event) => this.toggled(event), true);
    window.addEventListener("popstate", (event) => this.moved(event));
    new MutationObserver(() => this.settle()).observe(document.body, { childList: true, subtree: true });
    this.settle();
  }

  /** From now on it works. Boxes that were ticked while it was still on its way count, too. */
  begin() {
    document.documentElement.dataset.hub = "ready";
    const ticked = [...document.querySelectorAll('.hub input[type="checkbox"]')];
    const early = ticked.find((box) => box.checked !== box.defaultChecked);
    if (early) this.changed({ target: early });
  }

  update(data, setStateValue) {
    this.pages = new Set(data.pages);
    this.suggestions.update(data, setStateValue);
    this.settle();
    if (document.documentElement.dataset.hub !== "ready") this.begin();
  }

  makeVoice() {
    const voice = document.createElement("div");
    voice.setAttribute("role", "status");
    voice.className = "hub vh";
    document.body.append(voice);
    return voice;
  }

  // The menu: a group folds up when the reader turns elsewhere

  keyed(event) {
    const group = event.key === "Escape" && event.target.closest?.(".menu details[open]");
    if (!group) return;
    group.open = false;
    group.querySelector("summary").focus();
  }

  turned(event) {
    for (const group of document.querySelectorAll(".menu details[open]")) {
      if (!group.contains(event.target)) group.open = false;
    }
  }

  // Going somewhere

  clicked(event) {
    if (!(event.target instanceof Element)) return;
    this.turned(event);
    const button = event.target.closest("button[data-toggle], button[data-copy], button[data-save]");
    if (button) this.pressed(button);
    const link = event.target.closest(".hub a[href]");
    if (!link || event.defaultPrevented || event.button || link.target) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const to = new URL(link.href);
    if (link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      this.jump(link.hash.slice(1));
    } else if (to.origin === location.origin && this.pages.has(to.pathname)) {
      event.preventDefault();
      this.go(to, link.closest(".paging, .crumbs, .chips") ? "" : link.id);
    }
  }

  changed(event) {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.closest(".hub") || "plain" in box.dataset) return;
    if (box.dataset.to) return this.go(new URL(box.dataset.to, location.href), box.id);
    // From the address as it is now, so that two quick clicks both count.
    const to = new URL(location.href);
    const kept = to.searchParams.getAll(box.name).filter((value) => value !== box.value);
    to.searchParams.delete(box.name);
    for (const value of box.checked ? [...kept, box.value] : kept) to.searchParams.append(box.name, value);
    to.searchParams.delete("page");
    this.go(to, box.id);
  }

  /** Hides the values of a long facet that do not hold what is typed. */
  narrowed(event) {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.dataset.narrow === undefined) return;
    const wanted = plain(field.value.trim());
    for (const item of field.parentElement.querySelectorAll("li")) {
      item.hidden = !plain(item.textContent).includes(wanted);
    }
  }

  submitted(event) {
    const form = event.target;
    if (form.matches("form[data-post]")) return this.posted(event, form);
    if (!form.matches("form[data-soft]")) return;
    event.preventDefault();
    const to = new URL(form.getAttribute("action"), location.href);
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) to.searchParams.append(name, value.trim());
    }
    // A saved search stays open while its words change, so that the change can be saved.
    const saved = new URLSearchParams(location.search).get("saved");
    if (saved && to.pathname === location.pathname) to.searchParams.append("saved", saved);
    this.suggestions.close();
    this.go(to, form.contains(document.getElementById("q")) ? "q" : document.activeElement.id);
  }

  /** A form that changes something: send it, then go where the answer says. */
  async posted(event, form) {
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true; // a second click would do it twice
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const { next, error } = await answer.json();
      if (next) return this.go(new URL(next, location.href));
      this.complain(form, error);
    } catch {
      location.reload(); // the session may be over, or the server gone: the page will say so
    } finally {
      if (button) button.disabled = false;
    }
  }

  complain(form, error) {
    const place = form.querySelector(".problem");
    if (place) place.textContent = error;
    form.querySelector("input:not([type=hidden])")?.focus();
  }

  go(to, focus = "") {
    this.remember();
    for (const group of document.querySelectorAll(".menu details[open]")) group.open = false;
    this.going = { focus, other: to.pathname !== location.pathname, top: !focus || focus === "q" };
    history.pushState({}, "", to);
    this.leaving = true;
    window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
    this.leaving = false;
  }

  /** The reader moved through the history: Streamlit shows the page, we find the old place. */
  moved(event) {
    if (!this.leaving) this.going = { focus: "", scroll: event.state?.hubScroll ?? 0 };
  }

  remember() {
    history.replaceState({ ...history.state, hubScroll: this.scroller()?.scrollTop ?? 0 }, "");
  }

  scroller() {
    return document.querySelector('[data-testid="stMain"]');
  }

  jump(id) {
    const target = document.getElementById(id);
    target?.focus();
    target?.scrollIntoView();
  }

  // After the page has changed

  settle() {
    const main = document.getElementById("main");
    // Streamlit takes everything for the main part: bar, search and foot stand around ours.
    this.scroller()?.setAttribute("role", "none");
    if (!main || main === this.main) return;
    this.main = main;
    this.restoreFolding();
    // A short address led here: from now on the whole one, which filters can be added to.
    if (main.dataset.address) history.replaceState(history.state, "", main.dataset.address);
    const going = this.going;
    this.going = null;
    if (going) this.arrive(going);
    this.say(main.dataset.status);
    // The button of Zotero looks at a page when it loads: tell it that there is a new one.
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true }));
  }

  arrive(going) {
    if (going.first) return this.focusField();
    if (going.scroll !== undefined) this.scroller()?.scrollTo(0, going.scroll);
    else if (going.other || going.top) this.scroller()?.scrollTo(0, 0);
    const kept = going.focus && document.getElementById(going.focus);
    const target = kept && !(going.other && going.focus !== "q") ? kept : this.main.querySelector("h1");
    requestAnimationFrame(() => {
      // The field may be made anew a moment after the page: look for it again.
      const now = document.getElementById(target?.id) ?? target;
      now?.focus({ preventScroll: true });
      if (now?.id === "q") now.setSelectionRange(now.value.length, now.value.length);
    });
  }

  /** On the start and search pages one can type at once; a phone keeps its keyboard shut. */
  focusField() {
    if (!["/", "/search"].includes(location.pathname) || location.hash) return;
    if (matchMedia("(pointer: coarse)").matches && location.search) return;
    if (document.activeElement && document.activeElement !== document.body) return;
    document.getElementById("q")?.focus({ preventScroll: true });
  }

  say(text) {
    this.said.lang = this.main.lang;
    this.said.textContent = text ?? "";
  }

  // Folding parts keep the state the reader gave them

  toggled(event) {
    const part = event.target;
    if (part instanceof HTMLDetailsElement && part.id) this.unfolded.set(part.id, part.open);
  }

  restoreFolding() {
    for (const [id, open] of this.unfolded) {
      const part = document.getElementById(id);
      if (part instanceof HTMLDetailsElement) part.open = open;
    }
    const button = document.querySelector("button[data-toggle]");
    if (button) this.unfold(button, this.unfolded.get(button.id) ?? false);
  }

  unfold(button, open) {
    button.setAttribute("aria-expanded", open);
    document.getElementById(button.dataset.toggle)?.classList.toggle("open", open);
  }

  pressed(button) {
    if (button.dataset.toggle) {
      const open = button.getAttribute("aria-expanded") !== "true";
      this.unfolded.set(button.id, open);
      this.unfold(button, open);
    } else if (button.dataset.copy) {
      this.copy(button);
    } else {
      this.save(button);
    }
  }

  copy(button) {
    const source = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(source);
    // The clipboard is only there over TLS and on this very computer; the selection always is.
    const done = navigator.clipboard
      ? navigator.clipboard.writeText(source.textContent)
      : Promise.resolve(document.execCommand("copy"));
    done.then(() => this.say(button.dataset.done)).catch(() => source.focus());
    button.classList.add("done");
  }

  save(button) {
    const lines = document.getElementById(button.dataset.save).textContent;
    // A page knows one kind of line end only; RIS wants the other.
    const text = button.dataset.file.endsWith(".ris") ? lines.replaceAll("\n", "\r\n") : lines;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = button.dataset.file;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** Text for comparing: case and accents do not count. */
function plain(text) {
  return text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
}
