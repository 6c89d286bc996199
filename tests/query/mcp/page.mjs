// What the pages ask for at an address: {address} lines in, the questions of that view out, as the browser would ask them.

import { createInterface } from "node:readline";

const at = process.argv[2];
globalThis.window ??= globalThis;
globalThis.location ??= { search: "", pathname: "/" };
const { placeOf, read } = await import(`${at}/shell/question/address.js`);
const { VIEWS } = await import(`${at}/shell/registry.js`);

for await (const line of createInterface({ input: process.stdin })) {
  const { pathname, search } = new URL(JSON.parse(line));
  const { view = "overview" } = placeOf(pathname);
  const { words, asks } = await VIEWS[view].load();
  const { question, foul } = read(words, search);
  console.log(JSON.stringify({ view, foul, question, asks: Object.values(asks(question)) }));
}
