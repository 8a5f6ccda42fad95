/* The editors' forms: sent without leaving the page, and decided on by single keys.
   Keys count only while the focus is within the inbox, or nowhere, and never in a field. */

class Desk {
  constructor() {
    document.addEventListener("submit", (event) => this.submitted(event), true);
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("dragover", (event) => this.over(event));
    document.addEventListener("drop", (event) => this.dropped(event));
    new MutationObserver(() => this.settle()).observe(document.body, { childList: true, subtree: true });
  }

  /** A new proposal is open: its keys work at once. */
  settle() {
    const inbox = document.querySelector(".hub [data-keys]:not([data-keys=quiet])");
    if (!inbox || inbox === this.inbox) return;
    this.inbox = inbox;
    inbox.tabIndex = -1;
    setTimeout(() => {
      if (!document.activeElement?.matches("input, textarea, select")) inbox.focus({ preventScroll: true });
      this.hold(inbox, 20);
    }, 60);
  }

  /** A page that arrives may drop the focus, or give it to its heading: for two seconds it comes back. */
  hold(inbox, times) {
    if (!times || !inbox.isConnected) return;
    if (document.activeElement?.matches("body, h1")) inbox.focus({ preventScroll: true });
    setTimeout(() => this.hold(inbox, times - 1), 100);
  }

  async submitted(event) {
    const form = event.target;
    if (!form.matches("form[data-desk]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.ariaBusy === "true") return;
    const sent = this.content(form, event.submitter);
    this.busy(form, true);
    try {
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body: sent, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      if (answer.redirected || answer.status === 401) return location.reload(); // logged out
      const told = await answer.json();
      if (told.next) window.hubPage.go(new URL(told.next, location.href));
      else this.complain(form, told.error);
    } catch {
      this.complain(form, form.dataset.failed);
    } finally {
      this.busy(form, false);
    }
  }

  content(form, submitter) {
    const sent = new FormData(form);
    if (submitter?.name) sent.append(submitter.name, submitter.value);
    return form.enctype === "multipart/form-data" ? sent : new URLSearchParams(sent);
  }

  busy(form, busy) {
    form.ariaBusy = busy ? "true" : "false";
    for (const button of form.querySelectorAll("button")) button.disabled = busy;
    const place = form.querySelector(".error");
    place.classList.toggle("waiting", busy);
    if (busy) place.textContent = form.dataset.desk;
    else if (place.textContent === form.dataset.desk) place.textContent = "";
  }

  complain(form, sentence) {
    const place = form.querySelector(".error");
    place.classList.remove("waiting");
    place.textContent = sentence;
    place.scrollIntoView({ block: "center" });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    if (event.key === "Enter" && event.target.dataset.sends) return this.send(event);
    if (event.key === "Escape" && event.target.closest("[data-keys] :is(input, textarea, select)")) {
      return event.target.closest("[data-keys]").focus();
    }
    // Right after a decision nothing has the focus yet: the next key must not be lost.
    const nowhere = event.target.matches("body, h1");
    const inbox = nowhere ? document.querySelector(".hub [data-keys]") : event.target.closest("[data-keys]");
    if (!inbox || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const found = inbox.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input")) found.focus();
    else found.click();
  }

  /** Enter in the field of the reason rejects; it must not press the form's first button. */
  send(event) {
    event.preventDefault();
    const form = event.target.form;
    form.requestSubmit(form.querySelector(`button[value="${event.target.dataset.sends}"]`));
  }

  over(event) {
    if (document.querySelector(".hub form.add")) event.preventDefault();
  }

  dropped(event) {
    const field = document.querySelector(".hub form.add input[type=file]");
    if (!field || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
  }
}

window.hubDesk ??= new Desk();
