// Builds the experiment: src/ goes in, a self-contained dist/ with relative addresses comes out.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

// dist/ itself may be a mount point, so only its contents are cleared.
mkdirSync("dist", { recursive: true });
for (const entry of readdirSync("dist")) rmSync(`dist/${entry}`, { recursive: true });

const { metafile } = await build({
  entryPoints: ["src/experiment.js"],
  entryNames: "assets/[name]-[hash]",
  outdir: "dist",
  bundle: true,
  format: "iife",
  target: "es2020",
  minify: true,
  metafile: true,
});

cpSync("src/pictures", "dist/assets", { recursive: true });

const outputs = Object.keys(metafile.outputs).map((file) => file.replace("dist/", ""));
const page = readFileSync("src/index.html", "utf8")
  .replace("%STYLE%", outputs.find((file) => file.endsWith(".css")))
  .replace("%SCRIPT%", outputs.find((file) => file.endsWith(".js")));
writeFileSync("dist/index.html", page);
