// Makes what ingest serves: `node build.js [folder]`.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = process.argv[2] ?? here("../functions/ingest/http/static");

async function make(entry, format, name) {
  const bundled = await build({ entryPoints: [here(entry)], bundle: true, format, target: "es2020", write: false });
  const options = { ecma: 2020, module: true, compress: { passes: 3, hoist_funs: true, pure_getters: true }, format: { comments: false } };
  const { code } = await minify(bundled.outputFiles[0].text, options);
  await writeFile(`${folder}/${name}`, `${code}\n`);
}

await mkdir(folder, { recursive: true });
await make("script.js", "iife", "spoor.js");
await make("module.js", "esm", "spoor.mjs");
await copyFile(here("spoor.d.ts"), `${folder}/spoor.d.ts`);
