// Builds DOM nodes; nothing here or anywhere else sets innerHTML.

/** h("a", {class, "data-x", onclick, …}, ...children): strings become text nodes. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (["value", "checked", "selected", "disabled"].includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The address if it is http or https, else null. */
export function webAddress(address) {
  if (typeof address !== "string" || /[\s\u0000-\u001f]/.test(address)) return null;
  try {
    const { protocol } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? address : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere; an address that is not http(s) stays text. */
export function link(address, ...label) {
  const href = webAddress(address);
  if (!href) return h("span", { class: "dead-link" }, ...label);
  const node = h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...label);
  node.classList.toggle("short", node.textContent.length < 16);
  return node;
}

export function avatar(person, extra = "") {
  const letters = (person?.name ?? "?").split(/[\s-]+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
  const node = h("span", { class: `avatar ${extra}`, "aria-hidden": "true" }, letters);
  node.style.backgroundColor = person?.colour ?? "#5b6472";
  return node;
}

const ICONS = {
  menu: "M3 6h18M3 12h18M3 18h18",
  close: "M6 6l12 12M18 6L6 18",
  reply: "M9 8V4L3 10l6 6v-4c6 0 9 2 11 6 0-7-4-10-11-10z",
  more: "M5 11.2v1.6M12 11.2v1.6M19 11.2v1.6",
  send: "M4 12l16-8-6 16-3-6z",
  bolt: "M13 3L5 14h6l-1 7 8-11h-6z",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  up: "M7 11l4-7c2 0 2 2 2 3v3h5c1 0 2 1 2 2l-2 6c0 1-1 2-2 2H7zM3 11h4v9H3z",
  down: "M7 13l4 7c2 0 2-2 2-3v-3h5c1 0 2-1 2-2l-2-6c0-1-1-2-2-2H7zM3 4h4v9H3z",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add(`icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name] ?? "");
  svg.append(path);
  return svg;
}
