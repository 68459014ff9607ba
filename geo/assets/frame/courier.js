// The courier takes the reader's choice from the app to the document in the stage's iframe, by the
// public protocol (docs/embedding.md), and brings back which record and view the reader has there.
// It runs anew at each rerun with other data; what it knows outlives that, one for the page.

const courier = (window.routesAtlasCourier = window.routesAtlasCourier || {
  order: null, // the newest data from the app
  done: {}, // what of it the document has been told
  own: { item: "", view: "" }, // what the document has of its own
  ready: false,
  report: null,
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
  if (imposed || order.filters !== done.filters) {
    // Unless the app imposes them (a link, Back), record and view are the document's own: it
    // knows better than a rerun that was under way while the reader moved on.
    const item = imposed ? order.item : own.item;
    const selection = new URLSearchParams(order.filters);
    if (item) selection.set("item", item);
    if (imposed && order.view) selection.set("view", order.view);
    send({ type: "select", selection: selection.toString() });
  }
  if (order.focus && order.focus.count !== done.focus) {
    send({ type: "focus", layer: order.focus.layer, id: order.focus.id });
    stage().scrollIntoView({ block: "nearest" }); // the table stands below the map
  }
  courier.done = { turn: order.turn, filters: order.filters, focus: order.focus?.count };
}

function hear(event) {
  const frame = stage();
  if (!frame || event.source !== frame.contentWindow) return;
  const message = event.data;
  if (!message || typeof message !== "object" || message["routes-atlas"] !== 1) return;
  if (message.type === "ready") {
    courier.ready = true;
    courier.done = { filters: "", focus: courier.done.focus };
    deliver();
  } else if (message.type === "shown" && typeof message.selection === "string") {
    const told = new URLSearchParams(message.selection);
    courier.own = { item: told.get("item") || "", view: told.get("view") || courier.own.view };
    clearTimeout(courier.report);
    courier.report = setTimeout(() => courier.tell?.(courier.own), QUIET_MS);
  }
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
    if (own.item === data.item && own.view === data.view) return;
    address(own);
    setTriggerValue("told", own);
  };
  if (!courier.listening) {
    window.addEventListener("message", hear);
    courier.listening = true;
  }
  deliver();
}
