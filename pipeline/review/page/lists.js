// A list of any length: only what is in sight is in the page. A listbox to screen readers, with its true size.

class LongList {
  // `label` names it; `item(at)` gives its children; `choose(at, how)` is told of the choice ("key", "click", "open").
  constructor({ name, height, item, choose, mark }) {
    this.height = height;
    this.item = item;
    this.choose = choose;
    this.mark = mark || (() => "");
    this.size = 0;
    this.at = -1;
    this.id = `list-${LongList.made++}`;
    this.sizer = make("div", { class: "sizer", role: "presentation" });
    this.box = make("div", {
      class: "long", role: "listbox", tabindex: "0", "aria-label": name,
      onscroll: () => this.show(), onkeydown: (event) => this.key(event), onclick: (event) => this.click(event),
    }, this.sizer);
    new ResizeObserver(() => this.show()).observe(this.box);
  }

  fill(size, at = -1) {
    this.size = size;
    this.at = at;
    this.sizer.style.height = `${size * this.height}px`;
    if (at < 0) this.box.scrollTop = 0;
    this.drawn = null;
    this.show();
    if (at >= 0) this.reveal();
  }

  refresh() {
    this.drawn = null;
    this.show();
  }

  show() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - 5);
    const last = Math.min(this.size, first + Math.ceil(this.box.clientHeight / this.height) + 10);
    const now = `${first} ${last} ${this.at} ${this.size}`;
    if (now === this.drawn) return;
    this.drawn = now;
    const options = [];
    for (let at = first; at < last; at += 1) options.push(this.option(at));
    // the chosen one stays in the page while it is scrolled away, so that it keeps its name
    if (this.at >= 0 && this.at < this.size && (this.at < first || this.at >= last)) options.push(this.option(this.at));
    this.sizer.replaceChildren(...options);
    if (this.at >= 0) this.box.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  option(at) {
    const option = make("div", {
      class: `option ${this.mark(at)}`, role: "option", id: `${this.id}-${at}`, "data-at": at,
      "aria-selected": String(at === this.at), "aria-posinset": at + 1, "aria-setsize": this.size,
    }, this.item(at));
    option.style.top = `${at * this.height}px`;
    option.style.height = `${this.height}px`;
    return option;
  }

  select(at, how) {
    if (!this.size) return;
    this.at = Math.max(0, Math.min(this.size - 1, at));
    this.reveal();
    this.show();
    if (how) this.choose(this.at, how);
  }

  reveal() {
    const top = this.at * this.height;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + this.height > this.box.scrollTop + this.box.clientHeight) {
      this.box.scrollTop = top + this.height - this.box.clientHeight;
    }
  }

  click(event) {
    const option = event.target.closest("[data-at]");
    if (option) this.select(Number(option.dataset.at), "click");
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const to = {
      ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + page, PageUp: this.at - page,
      Home: 0, End: this.size - 1,
    }[event.key];
    if (to !== undefined) this.select(to, "key");
    else if (event.key === "Enter" && this.at >= 0) this.choose(this.at, "open");
    else return;
    event.preventDefault();
  }
}
LongList.made = 0;
