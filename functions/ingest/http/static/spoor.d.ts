// Types of Spoor's browser tracker: of the global `spoor`, and of `import spoor from "…/spoor.mjs"`.

/** What an event says: anything that JSON can hold. */
export type Properties = Record<string, unknown>;

export interface Settings {
  /** The app's ingest key. */
  key: string;
  /** Where events go, such as `https://stats.example.com`; where the tracker itself came from, unless said. */
  host?: string;
  /** `false`: no page views but those that you `track("$pageview")`. */
  auto?: boolean | "true" | "false";
  /**
   * Where the visitor's random id and unsent events are kept: `"local"` (the default) in this browser, `"session"` as
   * long as the tab is open, `"none"` nowhere, so that the server counts a visitor a day.
   */
  storage?: "none" | "session" | "local";
  /** `"required"`: nothing is captured or kept before `optIn()`. */
  consent?: "required";
  /** `false`: go on in spite of the browser's Do Not Track or Global Privacy Control. */
  dnt?: boolean | "true" | "false";
}

export interface Spoor {
  /** Start. A second call changes nothing. Before it, nothing is captured. */
  init(settings: Settings): void;
  /** Capture an event. */
  track(name: string, properties?: Properties): void;
  /**
   * Say who the visitor is: what this browser did before and does from now on belongs to `userId`. Another user than
   * before starts as a new visitor. `traits` go along as `$set`.
   */
  identify(userId: string | number, traits?: Properties): void;
  /** Forget who the visitor is, at sign-out for example: a new id, no user, no registered properties. */
  reset(): void;
  /**
   * Add properties to every event from now on; one that is `undefined` is taken away again. `$groups` are the accounts
   * that the visitor belongs to, such as `{ company: "acme" }`: reports can count these.
   */
  register(properties: Properties): void;
  /** The visitor agrees; this is kept for good and outweighs the browser's Do Not Track. */
  optIn(): void;
  /** The visitor objects; this is kept for good, and everything else that was kept is deleted, unsent events too. */
  optOut(): void;
  /** What the visitor decided by `optIn` or `optOut`, if anything. */
  consent(): "yes" | "no" | null | undefined;
  /** Calls as lists, `["track", "order", { total: 12 }]`: how a page speaks before the script is there. */
  push(...calls: Call[]): void;
}

/** A method's name and its arguments. */
export type Call = {
  [Name in Exclude<keyof Spoor, "consent" | "push">]: [Name, ...Parameters<Spoor[Name]>];
}[Exclude<keyof Spoor, "consent" | "push">];

declare global {
  /** There once the script has run; a list of calls until then, where the page has made one. */
  var spoor: Spoor;
}

declare const spoor: Spoor;
export default spoor;
