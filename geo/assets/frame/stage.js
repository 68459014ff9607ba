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
  }
  // A rerun brings the same document again; to load it again would blank the map.
  const html = new TextDecoder().decode(data);
  if (frame.srcdoc === html) return;
  frame.title = titleOf(html);
  frame.srcdoc = html;
}

/** The document's own title, for readers who hear what the frame is. */
function titleOf(html) {
  const head = html.slice(0, html.indexOf("</title>"));
  return new DOMParser().parseFromString(head, "text/html").title;
}
