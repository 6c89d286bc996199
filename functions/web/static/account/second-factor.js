/** The page of one's own second factor: set up by a picture to scan, new backup codes, turned off. */

import { call, session } from "../shell/asking/api.js";
import { ask } from "../shell/browser/dialog.js";
import { byId, h, svg, whileBusy } from "../shell/browser/dom.js";
import { encode } from "../vendor/qr.js";
import { tellClosed } from "./members/closed.js";
import { clear, showNote, showProblem } from "./notice.js";
import { showWho } from "./top.js";

const BASE = "/api/auth/two-factor";
const notice = byId("notice");
/** Kept until the first code has shown that the secret was read. */
let paper = [];

showWho();
start();

byId("turn-on").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, turnOn));
byId("new-codes").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, makeCodes));
byId("turn-off").addEventListener("click", ({ currentTarget }) => whileBusy(currentTarget, turnOff));
byId("first-code").addEventListener("submit", (event) => {
  event.preventDefault();
  whileBusy(event.target.querySelector("button"), finish);
});

async function start() {
  const answer = await session().catch((error) => showProblem(notice, error, start));
  const on = answer?.user.twoFactorEnabled;
  if (answer && on === undefined)
    showNote(notice, "There are no second factors here", h("p", {}, "Whoever runs this server has not switched them on."));
  else if (answer) show(on ? "is-on" : "is-off");
  if (on === false) await tellWhoAsks();
}

/** Whoever has come here since a team asks for it reads which. */
async function tellWhoAsks() {
  const { closedTeams } = await call("GET", "/api/apps").catch(() => ({}));
  if (closedTeams) tellClosed(notice, closedTeams);
}

async function turnOn() {
  const made = await withPassword("Set up a second factor", "Go on", "enable");
  if (!made) return;
  paper = made.backupCodes;
  byId("picture").replaceChildren(picture(made.totpURI));
  byId("secret").textContent = new URL(made.totpURI).searchParams.get("secret");
  show("scan");
  byId("first-code").elements.code.focus();
}

async function finish() {
  clear(notice);
  const { code } = byId("first-code").elements;
  try {
    await call("POST", `${BASE}/verify-totp`, { code: code.value });
    byId("first-code").reset();
    byId("picture").replaceChildren();
    show("is-on", "paper");
    showPaper();
  } catch (error) {
    showProblem(notice, error);
    code.select();
  }
}

async function makeCodes() {
  const made = await withPassword("Make new backup codes?", "Make them", "generate-backup-codes");
  if (!made) return;
  paper = made.backupCodes;
  show("is-on", "paper");
  showPaper();
}

async function turnOff() {
  if (!(await withPassword("Turn the second factor off?", "Turn it off", "disable"))) return;
  show("is-off");
  showNote(notice, "It is off: your password alone signs in.");
}

/** What a call gives that asks for the password; null where the reader thinks better of it, or it is refused. */
async function withPassword(title, action, path) {
  clear(notice);
  const field = { label: "The password of your account", value: "", secret: byId("who").textContent };
  const password = await ask({ title, action, field });
  return password === null ? null : call("POST", `${BASE}/${path}`, { password }).catch((error) => (showProblem(notice, error), null));
}

function show(...ids) {
  for (const each of ["is-off", "scan", "is-on", "paper"]) byId(each).hidden = !ids.includes(each);
}

function showPaper() {
  byId("backup-codes").replaceChildren(...paper.map((code) => h("li", {}, h("code", {}, code))));
}

/** The address as a picture: dark squares on white, whatever the colours of the page. */
function picture(address) {
  const { size, data } = encode(address, { ecc: "M", border: 4 });
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")));
  const whole = { viewBox: `0 0 ${size} ${size}`, width: 240, height: 240, role: "img", "shape-rendering": "crispEdges" };
  return svg(
    "svg",
    { ...whole, "aria-label": "A picture for your authenticator to scan" },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: squares.join(""), fill: "#000" }),
  );
}
