/* The newsletter desk: entries are dragged by their grip, by mouse, pen or finger. The buttons do
   the same for the keyboard. What is dropped is sent as a move by a button is. */

const FAR = 6; // pixels from where a press counts as dragging
const EDGE = 80; // pixels from the edge of the window where the page scrolls along
const PACE = 0.25; // pixels a frame, for each pixel nearer to the edge

class Arrange {
  constructor() {
    this.drag = null;
    document.addEventListener("pointerdown", (event) => this.pressed(event));
    document.addEventListener("pointermove", (event) => this.moved(event));
    document.addEventListener("pointerup", (event) => this.dropped(event));
    document.addEventListener("pointercancel", () => this.end());
    document.addEventListener("keydown", (event) => this.keyed(event), true);
  }

  pressed(event) {
    const grip = event.target.closest?.(".hub .grip");
    if (!grip || event.button || !event.isPrimary) return;
    event.preventDefault(); // no text is marked, and no picture of the grip is dragged
    const card = grip.closest(".entry-card");
    const { clientX: x, clientY: y } = event;
    this.drag = { card, x, y, from: { x, y }, within: y - card.getBoundingClientRect().top };
  }

  moved(event) {
    const drag = this.drag;
    if (!drag || !event.isPrimary) return;
    [drag.x, drag.y] = [event.clientX, event.clientY];
    if (!drag.shade && Math.hypot(drag.x - drag.from.x, drag.y - drag.from.y) >= FAR) this.begin();
    if (drag.shade) this.show();
  }

  /** Cards show their titles only, so that the way is short; the one that is held stays in place. */
  begin() {
    const { card } = this.drag;
    document.getElementById("main").classList.add("arranging");
    card.classList.add("lifted");
    const shade = document.createElement("div");
    shade.className = "hub shade";
    shade.textContent = card.querySelector(".drag-title").textContent;
    document.body.append(shade);
    this.drag.shade = shade;
    this.keepUnderPointer();
    this.scroll();
  }

  keepUnderPointer() {
    const { card, y, within } = this.drag;
    const room = card.querySelector(".row-head").getBoundingClientRect();
    const over = Math.min(within, room.height);
    window.hubPage.scroller()?.scrollBy({ top: card.getBoundingClientRect().top - y + over, behavior: "instant" });
  }

  /** Where it would go, with a line there. */
  show() {
    const { card, shade, x, y } = this.drag;
    if (!card.isConnected) return this.end(); // another page has come meanwhile
    shade.style.translate = `${Math.min(x + 14, innerWidth - shade.offsetWidth - 8)}px ${y + 10}px`;
    this.unmark();
    const { section, ahead } = this.place();
    const last = this.cards(section).at(-1);
    if (ahead) ahead.classList.add("drop-before");
    else (last ?? section).classList.add(last ? "drop-after" : "drop-here");
  }

  /** The section nearest to the pointer, and the entry of it that would follow. */
  place() {
    const { y } = this.drag;
    const away = (section) => {
      const { top, bottom } = section.getBoundingClientRect();
      return Math.max(top - y, y - bottom, 0);
    };
    const sections = [...document.querySelectorAll("#main [data-drop]")];
    const section = sections.reduce((near, one) => (away(one) < away(near) ? one : near));
    const ahead = this.cards(section).find((card) => {
      const { top, height } = card.getBoundingClientRect();
      return y < top + height / 2;
    });
    return { section, ahead };
  }

  cards(section) {
    return [...section.querySelectorAll(".entry-card:not(.lifted)")];
  }

  unmark() {
    for (const kind of ["drop-before", "drop-after", "drop-here"]) {
      document.querySelectorAll(`.${kind}`).forEach((one) => one.classList.remove(kind));
    }
  }

  /** While the pointer rests near an edge, the page goes on by itself. */
  scroll() {
    if (!this.drag?.shade) return;
    const scroller = window.hubPage.scroller();
    const { top, bottom } = scroller.getBoundingClientRect();
    const up = Math.max(0, top + EDGE - this.drag.y), down = Math.max(0, this.drag.y - bottom + EDGE);
    if (up || down) {
      scroller.scrollBy({ top: (down - up) * PACE, behavior: "instant" });
      this.show();
    }
    requestAnimationFrame(() => this.scroll());
  }

  keyed(event) {
    if (event.key !== "Escape" || !this.drag) return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  }

  dropped(event) {
    if (!this.drag || !event.isPrimary) return;
    if (!this.drag.shade || !this.drag.card.isConnected) return this.end();
    const { card } = this.drag;
    const { section, ahead } = this.place();
    const home = card.closest("[data-drop]");
    const after = [...home.querySelectorAll(".entry-card")];
    const before = after[after.indexOf(card) + 1];
    this.end();
    if (section === home && ahead === before) return; // where it was
    this.send(card, section, ahead);
  }

  send(card, section, ahead) {
    const form = document.getElementById("drop");
    form.elements.entry.value = card.dataset.entry;
    form.elements.into.value = section.dataset.drop;
    form.elements["ahead-of"].value = ahead?.dataset.entry ?? section.dataset.next ?? "";
    form.requestSubmit();
  }

  end() {
    const drag = this.drag;
    if (drag?.shade) {
      this.unmark();
      drag.shade.remove();
      drag.card.classList.remove("lifted");
      document.getElementById("main")?.classList.remove("arranging");
      if (drag.card.isConnected) this.keepUnderPointer();
    }
    this.drag = null;
  }
}

window.hubArrange ??= new Arrange();
