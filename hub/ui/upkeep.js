/* Fields in which typing finds resources: a combobox in the sense of the ARIA practices.
   What is chosen stands in the hidden field beside it; what is typed anew is no choice any more. */

class Choosers {
  constructor() {
    document.addEventListener("input", (event) => this.of(event)?.typed());
    // Before the other scripts: Enter chooses here, and sends the form only when nothing is open.
    document.addEventListener("keydown", (event) => this.of(event)?.key(event), true);
    document.addEventListener("focusout", (event) => this.of(event)?.close());
  }

  of(event) {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.dataset.find) return null;
    field.chooser ??= new Chooser(field);
    return field.chooser;
  }
}

class Chooser {
  constructor(field) {
    this.field = field;
    this.chosen = field.parentElement.querySelector("[data-chosen]");
    this.found = [];
    this.active = -1;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-list`;
    this.list.className = "found-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
    field.after(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-expanded", "false");
  }

  typed() {
    this.chosen.value = "";
    clearTimeout(this.timer);
    const words = this.field.value.trim();
    if (words.length < 2) return this.close();
    this.timer = setTimeout(() => this.ask(words), 150);
  }

  async ask(words) {
    const to = new URL(this.field.dataset.find, location.href);
    to.searchParams.set("words", words);
    to.searchParams.set("but", this.field.dataset.but ?? "");
    try {
      const answer = await fetch(to, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const { found } = await answer.json();
      if (words === this.field.value.trim()) this.show(found);
    } catch {
      this.close(); // an id or a title can still be typed
    }
  }

  show(found) {
    if (document.activeElement !== this.field) return;
    this.found = found;
    this.active = -1;
    const none = document.createElement("li");
    none.className = "none";
    none.textContent = this.field.dataset.none;
    this.list.replaceChildren(...(found.length ? found.map((each, at) => this.option(each, at)) : [none]));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  option(each, at) {
    const option = document.createElement("li");
    const facts = document.createElement("span");
    option.id = `${this.list.id}-${at}`;
    option.setAttribute("role", "option");
    option.textContent = each.title;
    facts.className = "kind";
    facts.textContent = each.facts ? ` ${each.facts}` : "";
    option.append(facts);
    return option;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.list.hidden) return;
    if (step && this.found.length) {
      event.preventDefault();
      this.move((this.active + step + this.found.length) % this.found.length);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter") {
      // The only one found needs no arrow; several do.
      const at = this.found.length === 1 ? 0 : this.active;
      event.preventDefault();
      event.stopPropagation();
      if (at >= 0) this.choose(this.list.children[at]);
    }
  }

  move(active) {
    this.active = active;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", at === active));
    this.list.children[active].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", this.list.children[active].id);
  }

  choose(option) {
    const each = option && this.found[[...this.list.children].indexOf(option)];
    if (!each) return;
    this.field.value = each.title;
    this.chosen.value = each.id;
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

window.hubChoosers ??= new Choosers();
