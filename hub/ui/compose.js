/* The newsletter desk: texts are saved while they are written, entries are moved by buttons.
   What is typed is saved before anything else happens, so that no new page takes it away. */

const TYPING = 900; // milliseconds without a key before a text is saved

class Compose {
  constructor() {
    this.timers = new WeakMap();
    this.running = new Map(); // form -> the saving under way
    document.addEventListener("input", (event) => this.typed(event));
    document.addEventListener("focusout", (event) => this.left(event));
    document.addEventListener("submit", (event) => this.submitted(event), true);
    document.addEventListener("click", (event) => this.leaving(event), true);
    window.addEventListener("beforeunload", (event) => this.refusedForm() && event.preventDefault());
    window.addEventListener("pagehide", () => this.dirty().forEach((form) => this.send(form, true)));
  }

  typed(event) {
    const form = event.target.form;
    if (!form?.matches("form[data-autosave]")) return;
    form.dataset.dirty = "1";
    clearTimeout(this.timers.get(form));
    this.timers.set(form, setTimeout(() => this.save(form), TYPING));
  }

  left(event) {
    const form = event.target.form;
    if (form?.matches("form[data-autosave][data-dirty]")) this.save(form);
  }

  dirty() {
    return [...document.querySelectorAll("form[data-autosave][data-dirty]")];
  }

  async submitted(event) {
    const form = event.target;
    if (form.matches("form[data-autosave]")) {
      event.preventDefault();
      event.stopPropagation();
      form.dataset.dirty = "1";
      return this.save(form);
    }
    if (form.matches(".hub form[data-soft]")) return this.held(event, () => form.requestSubmit());
    if (!form.matches(".hub form[data-compose], .hub form[data-post]")) return;
    const waiting = this.dirty();
    if (waiting.length || this.running.size) {
      event.preventDefault();
      event.stopPropagation();
      await this.settled();
      // a text that could not be saved would be lost with the page: it comes first
      const refused = this.refusedForm();
      return refused ? this.show(refused) : form.requestSubmit(event.submitter);
    }
    if (form.matches("[data-compose]")) {
      event.preventDefault();
      event.stopPropagation();
      return this.act(form, event.submitter);
    }
  }

  /** All that is typed is saved, or refused. */
  settled() {
    return Promise.all([...this.dirty().map((one) => this.save(one)), ...this.running.values()]);
  }

  refusedForm() {
    return document.querySelector("form[data-autosave][data-refused]");
  }

  /** A link to elsewhere: a text that was refused would be lost with the page. */
  leaving(event) {
    const link = event.target.closest?.(".hub a[href]");
    if (!link || event.button || link.target || link.getAttribute("href").startsWith("#")) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    this.held(event, () => link.click());
  }

  /** Goes on when everything is saved, or when somebody wants to lose what cannot be. */
  async held(event, goOn) {
    if (!this.dirty().length && !this.running.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await this.settled();
    const refused = this.refusedForm();
    if (refused && !window.confirm(refused.dataset.leave)) return this.show(refused);
    for (const form of this.dirty()) this.giveUp(form);
    goOn();
  }

  giveUp(form) {
    delete form.dataset.dirty;
    delete form.dataset.refused;
    window.hubUnsent.forget(form);
  }

  /** One saving at a time for each form: the next one knows the revision of the last. */
  save(form) {
    clearTimeout(this.timers.get(form));
    const before = this.running.get(form) ?? Promise.resolve();
    const now = before.then(() => this.saveNow(form)).finally(() => {
      if (this.running.get(form) === now) this.running.delete(form);
    });
    this.running.set(form, now);
    return now;
  }

  async saveNow(form) {
    if (!form.dataset.dirty) return;
    delete form.dataset.dirty;
    this.say(form, form.dataset.saving);
    try {
      const answer = await this.send(form);
      if (answer.redirected || answer.status === 401) return this.failed(form);
      const told = await answer.json();
      if (told.error) return this.refused(form, told.error);
      delete form.dataset.refused;
      window.hubUnsent.forget(form);
      this.now(form, told);
    } catch {
      this.failed(form);
    }
  }

  failed(form) {
    this.refused(form, form.dataset.failed);
  }

  refused(form, sentence) {
    form.dataset.dirty = "1"; // the next key tries again
    form.dataset.refused = "1";
    window.hubUnsent.keep(form);
    this.say(form, sentence, "bad");
  }

  show(form) {
    form.querySelector("textarea, input:not([type=hidden])").focus({ preventScroll: true });
    form.querySelector(".saving").scrollIntoView({ block: "center" });
  }

  send(form, keepalive = false) {
    return fetch(form.getAttribute("action"), {
      method: "POST", body: new URLSearchParams(new FormData(form)), keepalive,
      headers: { Accept: "application/json" }, credentials: "same-origin",
    });
  }

  /** After a clash the form goes on from its old revision: what is typed is kept beside. */
  now(form, told) {
    if (told.clash) return this.clash(form, told);
    form.elements.revision.value = told.revision;
    this.say(form, told.saved, "good");
  }

  clash(form, told) {
    this.say(form, told.clash, "bad");
    const link = document.createElement("a");
    link.href = told.next;
    link.textContent = form.dataset.both;
    form.querySelector(".saving").append(" ", link);
  }

  say(form, text, kind = "") {
    const place = form.querySelector(".saving");
    if (!place) return;
    place.className = `saving ${kind}`.trim();
    place.textContent = text;
  }

  /** A button: do it, show the page as it is now, and stay with what was moved. */
  async act(form, button) {
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.append(button.name, button.value);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const told = await answer.json();
      if (told.error) return this.complain(form, told.error);
      this.stay(told.focus, told.said);
      window.hubPage.go(new URL(told.next, location.href), told.focus ?? "");
    } catch {
      location.reload(); // the session may be over, or the server gone: the page will say so
    } finally {
      form.ariaBusy = "false";
    }
  }

  stay(id, said) {
    if (!id) return;
    const old = document.getElementById("main");
    const watch = setInterval(() => {
      if (document.getElementById("main") === old) return;
      clearInterval(watch);
      setTimeout(() => {
        const there = document.getElementById(id);
        (there?.closest(".entry-card") ?? there)?.scrollIntoView({ block: "nearest" });
        if (said) window.hubPage.say(said);
      }, 50);
    }, 50);
    setTimeout(() => clearInterval(watch), 5000);
  }

  complain(form, sentence) {
    const place = form.querySelector(".problem");
    if (!place) return;
    place.textContent = sentence;
    place.scrollIntoView({ block: "nearest" });
  }
}

/** What is typed into a form and not sent yet outlives a new page that another form brings, and
    what was refused also a way elsewhere and back. */
class Unsent {
  constructor() {
    this.kept = new Map(); // id of a field -> what is typed, where, and what stood there before
    this.places = new WeakMap(); // form -> where it is written in: its answer may come elsewhere
    this.main = document.getElementById("main");
    document.addEventListener("input", (event) => this.typed(event.target));
    document.addEventListener("submit", (event) => this.sent(event.target), true);
    new MutationObserver(() => this.settle()).observe(document.body, { childList: true, subtree: true });
  }

  here() {
    const at = new URLSearchParams(location.search);
    return [location.pathname, at.get("id"), at.get("newsletter"), at.get("number")].join(" ");
  }

  typed(field) {
    if (field.form) this.places.set(field.form, this.here());
    if (!field.id || !field.form?.matches(".hub form[data-post], .hub form[data-compose]")) return;
    this.note(field);
  }

  note(field, refused = false) {
    const { value, checked, defaultValue: was } = field;
    const place = this.places.get(field.form) ?? this.here();
    this.kept.set(field.id, { value, checked, was, refused, place });
  }

  /** A text that was refused. */
  keep(form) {
    for (const field of form.elements) if (field.id) this.note(field, true);
  }

  sent(form) {
    if (form.matches(".hub form[data-post], .hub form[data-compose]")) this.forget(form);
  }

  forget(form) {
    for (const field of form.elements) this.kept.delete(field.id);
  }

  settle() {
    const main = document.getElementById("main");
    if (!main || main === this.main) return;
    this.main = main;
    const here = this.here();
    for (const [id, kept] of this.kept) {
      if (kept.place === here) this.restore(document.getElementById(id), kept);
      else if (!kept.refused) this.kept.delete(id);
    }
  }

  restore(field, { value, checked, was, refused }) {
    // where somebody else has written meanwhile, theirs is shown
    if (!field || field.defaultValue !== was) return;
    if (field.type === "checkbox") field.checked = checked;
    else field.value = value;
    this.places.set(field.form, this.here());
    // it is tried again, and says again why it is refused
    if (refused && value !== was) window.hubCompose.typed({ target: field });
  }
}

window.hubCompose ??= new Compose();
window.hubUnsent ??= new Unsent();
