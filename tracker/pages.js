// Tells when the visitor looks at another page, also where the page changes without being loaded.

let address;
let referrer = document.referrer;

/** Where the visitor is, as properties of an event. */
export const context = () => ({
  $current_url: location.href,
  $referrer: referrer,
  $title: document.title,
  $browser_language: navigator.language,
  $screen_width: screen.width,
  $screen_height: screen.height,
  $lib: "spoor.js",
});

/** Call `view` for this page and for every one that follows. Anchors on a page are no page; `#/` and `#!` routes are. */
export function watch(view) {
  const look = (again) => {
    const now = location.href.replace(/#(?![/!]).*/, "");
    if (now == address && again !== true) return;
    if (address) referrer = address; // as if it had been loaded
    address = now;
    view();
  };
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      original.apply(this, given);
      look();
    };
  }
  addEventListener("popstate", look);
  addEventListener("pageshow", (event) => look(event.persisted)); // Back to a page that the browser had put to sleep
  look();
}
