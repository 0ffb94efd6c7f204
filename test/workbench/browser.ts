// Finds a browser that starts, and a font with Chinese glyphs for it. Opens no workbench.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { chromium, type Browser } from "playwright-core";
import { ensurePart, npmInstall, run, type Say } from "./parts.ts";
import { workbenchHome } from "./paths.ts";

/** Which browsers may be taken: any, only installed ones, or only the packaged one. */
export type BrowserChoice = "any" | "system" | "bundled";

/** A browser seen working. */
export interface FoundBrowser {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where it comes from, for people. */
  readonly origin: string;
}

const launchArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--force-color-profile=srgb",
];
const bundledVersion = "@sparticuz/chromium@147.0.0";
const fontVersion = "@expo-google-fonts/noto-sans-sc@0.4.3";
const fontFile = "node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf";

/** Starts a browser found by `findBrowser`. The caller closes it. */
export async function launch(found: FoundBrowser): Promise<Browser> {
  const env = { ...(process.env as Record<string, string>), ...found.env };
  return chromium.launch({ executablePath: found.executable, args: launchArguments, env });
}

/**
 * The first browser that starts: `CHROME_PATH`, an installed one, the packaged one, the distribution's.
 * With `bundled` (or `system`) only that kind. Throws with the one command to type when there is none.
 */
export async function findBrowser(choice: BrowserChoice, say: Say): Promise<FoundBrowser> {
  const failures: string[] = [];
  const works = async (found: FoundBrowser): Promise<FoundBrowser | undefined> => {
    try {
      return await withChineseGlyphs(found, say);
    } catch (error) {
      failures.push(`${found.executable}: ${String(error).split("\n").slice(0, 12).join("\n  ")}`);
      return undefined;
    }
  };
  if (choice !== "bundled") {
    for (const executable of installedBrowsers()) {
      const found = await works({ executable, env: {}, origin: "installed" });
      if (found) return found;
    }
  }
  if (choice !== "system" && process.platform === "linux" && process.arch === "x64") {
    const found = await works(await bundledBrowser(say));
    if (found) return found;
  }
  if (choice !== "bundled" && process.getuid?.() === 0 && onPath("apt-get") !== undefined) {
    say("installing the distribution's chromium with apt-get");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env }).catch(() => "");
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env }).catch((error: unknown) => {
      failures.push(String(error));
    });
    const executable = onPath("chromium");
    const found = executable === undefined ? undefined : await works({ executable, env: {}, origin: "installed by apt-get" });
    if (found) return found;
  }
  throw new Error(
    [
      "No browser starts here. Install one and run this again, for example:",
      process.platform === "darwin" ? "  brew install --cask chromium" : "  sudo apt-get install -y chromium",
      "or name one in the environment variable CHROME_PATH.",
      ...failures.map((failure) => `- ${failure}`),
    ].join("\n"),
  );
}

function installedBrowsers(): readonly string[] {
  const named = process.env.CHROME_PATH;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const applications = ["Google Chrome", "Chromium"].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return [named, ...names.map(onPath), ...applications.filter((file) => fs.existsSync(file))].filter(
    (file): file is string => file !== undefined && file !== "",
  );
}

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

async function bundledBrowser(say: Say): Promise<FoundBrowser> {
  const folder = await ensurePart("chromium", bundledVersion, say, async (folder) => {
    await npmInstall(folder, [bundledVersion]);
    const archives = path.join(folder, "node_modules/@sparticuz/chromium/bin");
    const { extract } = createRequire(path.join(archives, "x.js"))("tar-fs") as {
      extract: (folder: string) => NodeJS.WritableStream;
    };
    const unpack = (name: string, target: NodeJS.WritableStream): Promise<void> =>
      pipeline(fs.createReadStream(path.join(archives, name)), createBrotliDecompress(), target);
    await unpack("chromium.br", fs.createWriteStream(path.join(folder, "chromium"), { mode: 0o755 }));
    await unpack("swiftshader.tar.br", extract(folder));
    await unpack("al2023.tar.br", extract(folder));
    await unpack("fonts.tar.br", extract(folder));
    // The machine's fonts first; the archive's own for a machine that has none.
    fs.writeFileSync(
      path.join(folder, "fonts.conf"),
      "<?xml version=\"1.0\"?>\n<fontconfig>\n<include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>\n" +
        `<dir>${folder}/fonts</dir><dir prefix="xdg">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir>\n</fontconfig>\n`,
    );
    fs.rmSync(path.join(folder, "node_modules"), { recursive: true });
  });
  const libraries = [path.join(folder, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return {
    executable: path.join(folder, "chromium"),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: path.join(folder, "fonts.conf") },
    origin: `packaged (${bundledVersion})`,
  };
}

async function withChineseGlyphs(found: FoundBrowser, say: Say): Promise<FoundBrowser> {
  if (await drawsChinese(found)) return found;
  const home = await ensurePart("font", fontVersion, say, async (folder) => {
    await npmInstall(folder, [fontVersion]);
    fs.mkdirSync(path.join(folder, "fonts"));
    fs.copyFileSync(path.join(folder, fontFile), path.join(folder, "fonts/NotoSansSC.ttf"));
    fs.rmSync(path.join(folder, "node_modules"), { recursive: true });
  }).catch((error: unknown) => {
    say(`no Chinese font could be fetched: ${String(error)}`);
    return undefined;
  });
  if (home === undefined) return found;
  const withFont = { ...found, env: { ...found.env, XDG_DATA_HOME: home, XDG_CACHE_HOME: path.join(workbenchHome, "cache") } };
  if (!(await drawsChinese(withFont))) say("Chinese text will show as boxes in the pictures: no font has its glyphs");
  return withFont;
}

/** Two different characters without a glyph are drawn as the same box; with one they differ. */
async function drawsChinese(found: FoundBrowser): Promise<boolean> {
  const browser = await launch(found);
  try {
    const page = await browser.newPage();
    return await page.evaluate(`(() => {
      const draw = (text) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
        const pen = canvas.getContext('2d');
        pen.font = '30px sans-serif';
        pen.fillText(text, 2, 32);
        return canvas.toDataURL();
      };
      return draw('\u4e2d') !== draw('\u6587');
    })()`);
  } finally {
    await browser.close();
  }
}
