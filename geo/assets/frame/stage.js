// The stage is the sandboxed iframe that holds the document. The document, a megabyte, is sent
// once: what changes with the filters is the courier's (courier.js).

const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";

export default function ({ data, parentElement }) {
  let frame = parentElement.querySelector("iframe");
  if (!frame) {
    frame = document.createElement("iframe");
    frame.className = "routes-atlas";
    frame.setAttribute("sandbox", SANDBOX);
    parentElement.appendChild(frame);
    const room = parentElement.host || parentElement;
    const watch = new ResizeObserver(() => fit(frame, room));
    watch.observe(room);
    watch.observe(frame);
  }
  // A rerun brings the same document again; to load it again would blank the map.
  const html = new TextDecoder().decode(data);
  if (frame.srcdoc === html) return;
  frame.title = titleOf(html);
  frame.srcdoc = html;
}

/** A frame wider than its room is shown whole and smaller, and takes no more room than is seen of it. */
function fit(frame, room) {
  const { offsetWidth: width, offsetHeight: height } = frame;
  const part = room.clientWidth && Math.min(1, room.clientWidth / width);
  const smaller = part > 0 && part < 1;
  frame.style.transformOrigin = "0 0";
  frame.style.transform = smaller ? `scale(${part})` : "";
  frame.style.margin = smaller ? `0 ${(part - 1) * width}px ${(part - 1) * height}px 0` : "";
}

/** The document's own title, for readers who hear what the frame is. */
function titleOf(html) {
  const head = html.slice(0, html.indexOf("</title>"));
  return new DOMParser().parseFromString(head, "text/html").title;
}
