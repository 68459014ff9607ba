// The courier takes the reader's choice from the app to the document in the stage's iframe, by the
// public protocol (docs/embedding.md), and brings back what the reader chose there: record, view
// and, by the document's own time control, the time.
// It runs anew at each rerun with other data; what it knows outlives that, one for the page.

const courier = (window.routesAtlasCourier = window.routesAtlasCourier || {
  order: null, // the newest data from the app
  done: {}, // what of it the document has been told
  own: { item: "", view: "", from: "", to: "" }, // what the document has of its own
  sent: 0, // number of the newest selection sent to the document
  told: 0, // number of the newest time told to the app
  ready: false,
  report: null,
  revealed: 0, // number of the newest wish to bring a part of the page into view
});

/** Answers come after the last of a burst of messages, so that only a settled state is told. */
const QUIET_MS = 200;

const stage = () => document.querySelector("iframe.routes-atlas");

function send(message) {
  // A sandboxed frame has no origin that could be named as the target.
  stage()?.contentWindow?.postMessage({ "routes-atlas": 1, ...message }, "*");
}

/** Tells the document what it has not been told yet. */
function deliver() {
  const { order, done, own, ready } = courier;
  if (!order || !ready) return;
  const imposed = order.turn !== done.turn;
  // A rerun that has not heard of the newest time set in the document would turn that back.
  const late = order.heard !== courier.told && !imposed;
  if (imposed || (filtersOf(order.filters) !== filtersOf(done.filters) && !late)) {
    // Unless the app imposes them (a link, Back), record and view are the document's own: it
    // knows better than a rerun that was under way while the reader moved on.
    const item = imposed ? order.item : own.item;
    const selection = new URLSearchParams(order.filters);
    if (item) selection.set("item", item);
    if (imposed && order.view) selection.set("view", order.view);
    send({ type: "select", selection: selection.toString(), turn: ++courier.sent });
    courier.done.filters = order.filters;
  }
  if (order.focus && order.focus.count !== done.focus) {
    send({ type: "focus", layer: order.focus.layer, id: order.focus.id });
    stage().scrollIntoView({ block: "nearest" }); // the table stands below the map
  }
  if (order.theme !== done.theme) send({ type: "theme", theme: order.theme });
  courier.done = { ...courier.done, turn: order.turn, focus: order.focus?.count, theme: order.theme };
}

const PARTS = { map: ".st-key-own-banner, iframe.routes-atlas", tabs: "[data-testid=stTabs]" };

/** Brings a part of the page into view, once for each wish. */
function reveal(wish) {
  if (!wish || wish.count === courier.revealed) return;
  courier.revealed = wish.count;
  // Once the page has been drawn anew, which moves what stands in it, and again once it is whole;
  // but never against a reader who has begun to scroll.
  const done = new AbortController();
  const show = () => document.querySelector(PARTS[wish.part])?.scrollIntoView({ block: "start" });
  const timers = [setTimeout(show, 400), setTimeout(show, 1200), setTimeout(() => done.abort(), 1300)];
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(name, () => timers.forEach(clearTimeout), { signal: done.signal });
  }
}

/** A selection's query string without the record and the view. */
function filtersOf(query) {
  const filters = new URLSearchParams(query);
  for (const name of ["item", "view"]) filters.delete(name);
  return filters.toString();
}

function hear(event) {
  const frame = stage();
  if (!frame || event.source !== frame.contentWindow) return;
  const message = event.data;
  if (!message || typeof message !== "object" || message["routes-atlas"] !== 1) return;
  if (message.type === "ready") {
    courier.ready = true;
    // A document that starts again, in another language, has what it had.
    const again = message.selection && courier.order;
    courier.done = { filters: again ? filtersOf(message.selection) : "", focus: courier.done.focus };
    if (again) courier.done.turn = courier.order.turn;
    courier.sent = 0;
    const href = window.location.href.split("#")[0]; // the language, too
    send({ type: "address", href, where: "query" });
    deliver();
  } else if (message.type === "shown" && typeof message.selection === "string") {
    const shown = new URLSearchParams(message.selection);
    const own = { ...courier.own, item: shown.get("item") || "", view: shown.get("view") || courier.own.view };
    // The document's answer to an older choice, or a step of its playback, is no choice of time.
    if (message.turn === courier.sent && !message.passing) {
      const filters = filtersOf(message.selection);
      if (filters !== filtersOf(courier.done.filters)) {
        courier.done.filters = filters;
        courier.told += 1;
      }
      Object.assign(own, { from: shown.get("from") || "", to: shown.get("to") || "" });
    }
    courier.own = own;
    report();
  }
}

function report() {
  clearTimeout(courier.report);
  courier.report = setTimeout(() => courier.tell?.(courier.own), QUIET_MS);
}

/** Puts the document's record and view into the address, in place: Back steps through filters. */
function address({ item, view }) {
  const query = new URLSearchParams(window.location.search);
  // Last, and in the order in which the app writes them: then it finds nothing to change.
  for (const name of ["item", "view"]) query.delete(name);
  if (item) query.append("item", item);
  if (view) query.append("view", view);
  const text = query.toString();
  const path = window.location.pathname + (text ? `?${text}` : "");
  window.history.replaceState(window.history.state, "", path);
}

export default function ({ data, setTriggerValue }) {
  courier.order = data;
  courier.tell = (own) => {
    const timed = courier.told !== data.heard;
    if (own.item === data.item && own.view === data.view && !timed) return;
    address(own);
    setTriggerValue("told", { ...own, heard: courier.told });
  };
  if (!courier.listening) {
    window.addEventListener("message", hear);
    courier.listening = true;
  }
  // On a slow machine the document may have told that it is ready before anybody listened.
  if (!courier.ready) send({ type: "hello" });
  deliver();
  reveal(data.reveal);
  if (data.heard !== courier.told) report(); // it was lost, with the app's session perhaps
}
