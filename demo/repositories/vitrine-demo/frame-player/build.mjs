// Writes dist/: the player, its frames, and those of the add-ons that were laid into lib/.
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";

const KIND = /^exp-[a-z0-9-]+\.js$/;

async function framesIn(folder) {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => KIND.test(name)).sort();
}

await rm("dist", { recursive: true, force: true });
await mkdir("dist/frames", { recursive: true });
for (const name of ["index.html", "player.css", "player.js"]) await cp(`src/${name}`, `dist/${name}`);
const seen = new Set();
for (const folder of ["src/frames", "lib/frames"]) {
  for (const name of await framesIn(folder)) {
    if (seen.has(name)) throw new Error(`${folder}/${name}: there is a frame of this kind already.`);
    seen.add(name);
    await cp(`${folder}/${name}`, `dist/frames/${name}`);
    console.log(`${folder}/${name}`);
  }
}
const kinds = [...seen].map((name) => name.replace(".js", ""));
const lines = kinds.map((kind) => `  "${kind}": () => import("./frames/${kind}.js"),`);
await writeFile("dist/kinds.js", `export const kinds = {\n${lines.join("\n")}\n};\n`);
console.log(`${kinds.length} kinds of frames.`);
