/** The list of places where the reader is signed in, with a way to end each. */

import { call } from "../../shell/asking/api.js";
import { refreshTokens } from "./api-tokens.js";
import { device } from "./device.js";
import { ask } from "../../shell/browser/dialog.js";
import { byId, h, whileBusy } from "../../shell/browser/dom.js";
import { showNote, showProblem } from "../notice.js";

/** So many are shown before the reader asks for all. */
const FIRST = 6;
const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const notice = byId("notice");
const list = byId("sessions");
const others = byId("end-others");

/** Shows them; `current` is the token of this browser's own. */
export async function showSessions(current) {
  try {
    const sessions = await call("GET", "/api/auth/list-sessions");
    sessions.sort((one, other) => Number(other.token === current) - Number(one.token === current) || latest(other) - latest(one));
    const rows = sessions.map((session) => row(session, current));
    const more = h("button", { type: "button", class: "small" }, `Show all ${rows.length}`);
    more.onclick = () => list.replaceChildren(...rows);
    list.replaceChildren(...(rows.length > FIRST + 1 ? [...rows.slice(0, FIRST), h("li", {}, more)] : rows));
    others.hidden = sessions.length < 2;
  } catch (error) {
    list.replaceChildren();
    if (error.code === "SESSION_NOT_FRESH") signInFirst();
    else showProblem(notice, error, () => showSessions(current));
  } finally {
    list.removeAttribute("aria-busy");
  }
}

/** Lets the button end all but this browser's own. */
export function endOthers(current) {
  others.onclick = async () => {
    const text = "Every other browser has to sign in again. If somebody else was in your account, revoke its API tokens, too.";
    const wish = { title: "Sign out everywhere else?", text, action: "Sign out", danger: true };
    const revokeApiTokens = await ask({ ...wish, option: "Revoke all API tokens" });
    if (revokeApiTokens === null) return;
    await end(others, () => call("POST", "/api/auth/revoke-other-sessions", { revokeApiTokens }), current);
    if (revokeApiTokens) await refreshTokens();
  };
}

function row(session, current) {
  const own = session.token === current;
  const name = device(session.userAgent ?? "");
  const button = h("button", { type: "button", class: "small", "aria-label": `Sign out ${name}` }, "Sign out");
  button.onclick = () =>
    end(button, () => call("POST", "/api/auth/revoke-session", { token: session.token }), current);
  return h(
    "li",
    {},
    h("span", { class: "name" }, name),
    h(
      "span",
      { class: "quiet" },
      [session.ipAddress, `since ${when.format(new Date(session.createdAt))}`].filter(Boolean).join(" · "),
    ),
    own ? h("strong", {}, "this one") : button,
  );
}

const latest = (session) => Date.parse(session.updatedAt);

function end(button, work, current) {
  return whileBusy(button, async () => {
    try {
      await work();
      await showSessions(current);
    } catch (error) {
      showProblem(notice, error);
    }
  });
}

function signInFirst() {
  const again = h("a", { href: "/sign-in?next=/settings/security&again=1" }, "sign in once more");
  showNote(list, "You signed in more than a day ago", h("p", {}, "To see where else you are signed in, ", again, "."));
}
