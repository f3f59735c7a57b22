// Builds web/assets/dist: one stylesheet, the scripts, one icon sprite, a favicon and the manifest that names them.
// Same sources, same bytes: CI runs it again and fails on a difference.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const web = dirname(here);
const dist = join(here, "dist");

// A page's style names what it needs from Tailwind and daisyUI; the scan is set up in css/app.css.
function css() {
  const out = join(mkdtempSync(join(tmpdir(), "quarterdeck-")), "app.css");
  const cli = join(web, "node_modules/@tailwindcss/cli/dist/index.mjs");
  execFileSync(process.execPath, [cli, "-i", join(here, "css/app.css"), "-o", out, "--minify"], { cwd: web, stdio: "pipe" });
  const text = readFileSync(out);
  rmSync(dirname(out), { recursive: true });
  return text;
}

async function script(entry) {
  const result = await build({
    entryPoints: [join(here, "js", entry)],
    absWorkingDir: web,
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
  });
  return result.outputFiles[0].contents;
}

// Each Lucide drawing becomes a symbol; its stroke comes from the class of the icon, which has the colour of the text.
function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
  const symbols = names.map((name) => {
    const source = readFileSync(join(web, "node_modules/lucide-static/icons", name + ".svg"), "utf8");
    const body = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>
`;
}

const files = {
  "app.css": css(),
  "app.js": await script("app.js"),
  "board.js": await script("board.js"),
  "icons.svg": sprite(),
  "favicon.svg": readFileSync(join(here, "favicon.svg")),
};

mkdirSync(dist, { recursive: true });
for (const old of readdirSync(dist)) rmSync(join(dist, old));
const manifest = {};
for (const [name, content] of Object.entries(files)) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  manifest[name] = name.replace(/(\.\w+)$/, `.${hash}$1`);
  writeFileSync(join(dist, manifest[name]), content);
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
