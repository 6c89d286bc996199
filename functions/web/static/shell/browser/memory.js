/** What this browser remembers for its reader: a comfort, so a browser that stores nothing changes nothing. */

/** A remembered text, "" where there is none. */
export function remembered(name) {
  try {
    return localStorage.getItem(`spoor.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function remember(name, text) {
  try {
    localStorage.setItem(`spoor.${name}`, text);
  } catch {
    // full, or forbidden
  }
}

/** Forget whatever belongs to the account that signs out. */
export function forgetAccount() {
  remember("lastApp", "");
  remember("lastAppName", "");
  remember("daysApp", "");
}
