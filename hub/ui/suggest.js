/* Suggestions while somebody types into the search field. */

const PAUSE = 120; // milliseconds without a key before suggestions are asked for

/** The list below the search field: a combobox in the sense of the ARIA practices. */
class Suggestions {
  constructor(go) {
    this.go = go;
    this.items = [];
    this.active = -1;
    document.addEventListener("input", (event) => event.target.id === "q" && this.typed());
    document.addEventListener("keydown", (event) => event.target.id === "q" && this.key(event));
    document.addEventListener("focusout", (event) => event.target.id === "q" && this.close());
  }

  get field() {
    return document.getElementById("q");
  }

  update(data, setStateValue) {
    this.ask = (text) => setStateValue("typed", text);
    this.labels = data.labels;
    this.items = data.suggestions;
    if (this.wanted && this.wanted === data.typed) this.show();
  }

  typed() {
    clearTimeout(this.timer);
    const text = this.field.value.trim();
    this.wanted = text;
    if (text.length < 2) return this.close();
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  list() {
    let list = document.getElementById("q-list");
    if (list) return list;
    list = document.createElement("ul");
    list.id = "q-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.labels.list);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.chosen(event.target.closest("li")));
    this.field.after(list);
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", "q-list");
    return list;
  }

  show() {
    if (document.activeElement !== this.field || !this.items.length) return this.close();
    const list = this.list();
    const before = this.shown?.[this.active]?.to;
    this.shown = this.items;
    list.replaceChildren(...this.items.map((item, number) => this.option(item, number)));
    list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    // What was chosen by the arrow keys stays chosen while it is still offered.
    this.choose(list, before ? this.items.findIndex((item) => item.to === before) : -1);
  }

  option(item, number) {
    const option = document.createElement("li");
    const kind = document.createElement("span");
    option.id = `q-option-${number}`;
    option.setAttribute("role", "option");
    option.textContent = item.text;
    kind.className = "kind";
    kind.textContent = ` ${this.labels[item.kind] ?? ""}`;
    option.append(kind);
    return option;
  }

  close() {
    clearTimeout(this.timer);
    this.wanted = "";
    this.active = -1;
    const list = document.getElementById("q-list");
    if (!list) return;
    list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const list = document.getElementById("q-list");
    if (!list || list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.move(list, step);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.chosen(list.children[this.active]);
    }
  }

  move(list, step) {
    const number = this.items.length + 1; // one more place: back in the field
    this.choose(list, ((this.active + 1 + step + number) % number) - 1);
  }

  choose(list, active) {
    this.active = active;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", at === this.active));
    list.children[this.active]?.scrollIntoView({ block: "nearest" });
    if (this.active < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `q-option-${this.active}`);
  }

  chosen(option) {
    const item = option && this.items[Number(option.id.replace("q-option-", ""))];
    if (!item) return;
    this.close();
    this.go(new URL(item.to, location.href));
  }
}
