// Vendors what the pages take from others, and makes what they serve: `node build.js [folder of vendored] [folder of built]`.

import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const WEB = join(HERE, "../functions/web");
const SOURCES = join(WEB, "static");
const VENDORED = process.argv[2] ?? join(SOURCES, "vendor");
const BUILT = process.argv[3] ?? join(WEB, "built");
const TAKEN = {
  "preact.js": ["preact", "htm"],
  "sankey.js": ["d3-sankey", "d3-array", "d3-shape", "d3-path", "internmap"],
  "qr.js": ["uqr"],
};

/** One module of ours, or several, as one file. */
const USUAL = { bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none", write: false };
/** Whoever opens the dashboard gets these wings as one module, and so does each view that imports from them. */
const SHARED = ["vendor/preact.js", "shell/", "parts/"];
const START = "../shell/start.js";
/** The usual charts are one module; those that few views need stand alone. */
const ALONE = ["charts/sankey.js"];
const CHARTS = "../charts/charts.js";
/** The view that most people open stands in the shared module: its numbers come one request earlier. */
const FIRST = "views/overview.js";

/** The scripts that a page around the dashboard names. */
const ACCOUNT = ["sign-form", "forgot-password", "reset-password", "verify-email", "settings", "security", "app-settings", "teams", "team", "invitation", "second-factor", "sign-in-code"].map(
  (name) => `account/${name}.js`,
);
const STYLES = ["base.css", "landing.css", "account.css", "dashboard.css"].map((name) => `style/${name}`);

const within = (name, places) => places.some((place) => (place.endsWith("/") ? name.startsWith(place) : name === place));
const filesIn = (wing) => readdirSync(join(SOURCES, wing)).filter((name) => /\.(?:js|css)$/.test(name)).sort();
/** Those in its rooms, too. */
const allIn = (wing) => readdirSync(join(SOURCES, wing), { recursive: true }).filter((name) => name.endsWith(".js")).sort();

/** What a part of the pages leaves to another file that is served beside it. */
function left(name, from, kind, whole) {
  if (from.startsWith("account/") || whole.startsWith("account/")) return null; // these pages are small and each stands for itself
  const shared = whole === "shared";
  if (within(name, SHARED)) return shared ? null : START;
  if (ALONE.includes(name)) return whole === name ? null : `../${name}`;
  if (name.startsWith("charts/")) {
    if (shared && kind !== "dynamic-import") throw new Error(`${from} has to import ${name} when it is needed, not before`);
    return whole === "charts" ? null : CHARTS;
  }
  if (name.startsWith("views/") && kind === "dynamic-import") return name === FIRST ? null : `../${name}`;
  return null;
}

const wings = (whole) => ({
  name: "wings",
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ path, resolveDir, importer, kind }) => {
      const name = relative(SOURCES, join(resolveDir, path));
      const outside = left(name, relative(SOURCES, importer), kind, whole);
      return outside ? { path: outside, external: true } : undefined;
    });
  },
});

async function make(out, whole, input) {
  const { outputFiles, metafile } = await build({ ...USUAL, ...input, plugins: [wings(whole)], metafile: true });
  await write(join(BUILT, out), outputFiles[0].text);
  return metafile;
}

async function write(path, text) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** All that some files export, as one module; a name that two of them export would be lost without a word. */
async function barrel(names) {
  const seen = new Map();
  for (const name of names) {
    const { metafile } = await build({ ...USUAL, entryPoints: [join(SOURCES, name)], bundle: false, metafile: true });
    for (const one of Object.values(metafile.outputs)[0].exports) {
      if (seen.has(one)) throw new Error(`${name} and ${seen.get(one)} both export ${one}: rename one of them`);
      seen.set(one, name);
    }
  }
  return { stdin: { contents: names.map((name) => `export * from "./${name}";`).join("\n"), resolveDir: SOURCES } };
}

async function vendor() {
  const pins = JSON.parse(await readFile(join(HERE, "package-lock.json"), "utf8")).packages;
  const list = {};
  for (const [name, packages] of Object.entries(TAKEN)) {
    const { outputFiles } = await build({ ...USUAL, entryPoints: [join(HERE, name)], absWorkingDir: HERE });
    const from = packages.map((one) => `${one} ${pins[`node_modules/${one}`].version} (${pins[`node_modules/${one}`].license})`);
    const text = `/* ${from.join(", ")}: made by pages/build.js, see LICENSES. */\n${outputFiles[0].text}`;
    await write(join(VENDORED, name), text);
    list[name] = { from, sha256: createHash("sha256").update(text).digest("hex") };
  }
  await write(join(VENDORED, "vendored.json"), `${JSON.stringify(list, null, 2)}\n`);
  const licences = await Promise.all(Object.values(TAKEN).flat().map((one) => licence(one)));
  await write(join(VENDORED, "LICENSES"), licences.join("\n\n"));
}

async function licence(name) {
  const text = await readFile(join(HERE, "node_modules", name, "LICENSE"), "utf8").catch(() => "See its package.json.\n");
  return `${name}\n${"=".repeat(name.length)}\n\n${text.trim()}\n`;
}

await vendor();
await rm(BUILT, { recursive: true, force: true });
const shared = ["vendor/preact.js", ...["shell", "parts"].flatMap((wing) => allIn(wing).map((name) => `${wing}/${name}`))];
await make("shell/start.js", "shared", await barrel(shared));
const charts = filesIn("charts").map((name) => `charts/${name}`).filter((name) => !ALONE.includes(name));
await make("charts/charts.js", "charts", await barrel(charts));
for (const name of ALONE) await make(name, name, { entryPoints: [join(SOURCES, name)] });
for (const name of filesIn("views").map((each) => `views/${each}`))
  if (name !== FIRST) await make(name, name, { entryPoints: [join(SOURCES, name)] });
for (const name of ACCOUNT) await make(name, name, { entryPoints: [join(SOURCES, name)] });
for (const name of STYLES) await make(name, name, { entryPoints: [join(SOURCES, name)] });
await cp(join(SOURCES, "pictures"), join(BUILT, "pictures"), { recursive: true });
