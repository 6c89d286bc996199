/** Where the reader is: the path and the query of the address bar, and the ways to change them. */

import { useEffect, useState } from "../../vendor/preact.js";

/**
 * `[{path, search}, go]`; `go(address, {replace})` changes the address without loading the page.
 *
 * @returns {[{path: string, search: string}, (address: string, options?: {replace?: boolean}) => void]}
 */
export function usePlace() {
  const [place, set] = useState(here);
  useEffect(() => {
    const moved = () => set(here());
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }, []);
  const go = (address, { replace = false } = {}) => {
    if (address !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", address);
    set(here());
  };
  return [place, go];
}

const here = () => ({ path: location.pathname, search: location.search });

/** Handles a click on a link of the dashboard, unless the reader wants a tab or window of its own for it. */
export function followed(event, go) {
  const link = event.target.closest?.("a[href^='/dashboard/']");
  if (!link || link.target || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
}
