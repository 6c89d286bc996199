/**
 * Makes elements without any HTML: what is given as text stays text, so nothing from outside is ever parsed.
 * The content security policy holds us to it (`require-trusted-types-for 'script'`).
 */

/** @type {(id: string) => any} */
export const byId = (id) => document.getElementById(id);

/** h("button", {type: "button", onclick: save}, "Save", icon): children that are null or false are left out. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** The button says what it is doing and can't be pressed twice while `work` runs. */
export async function whileBusy(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return undefined;
  // Not `disabled`, which would throw the keyboard's focus away.
  button.setAttribute("aria-disabled", "true");
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Go to another page. Never settles, so a button that is busy until then stays busy. */
export function go(address) {
  location.assign(address);
  return new Promise(() => {});
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}
