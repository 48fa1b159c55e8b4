// The people of the journey, each with a browser of their own, and what is checked on every page they see.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** All browsers of a journey, and what went wrong on their pages. */
export class Stage {
  static async open(portal, pictures) {
    const stage = new Stage();
    const executablePath = process.env.JOURNEY_CHROMIUM ?? "/usr/bin/chromium";
    stage.browser = await chromium.launch({ executablePath, args: FLAGS });
    stage.checker = await (await stage.browser.newContext({ offline: true })).newPage();
    Object.assign(stage, { portal, pictures, shown: 0, troubles: [], scripts: 0 });
    if (pictures) mkdirSync(pictures, { recursive: true });
    const found = await stage.#barriers('<html lang="vi"><title>x</title><main><img src="data:,"></main></html>');
    if (!found.some((one) => one.includes("image-alt"))) throw new Error("the checker finds nothing");
    return stage;
  }

  /** A resident on a small phone, without scripts. */
  async resident() {
    return this.#person({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  }

  /** Somebody who signs in at a desk, by what the program printed. */
  async staff(login) {
    const page = await this.#person({ viewport: { width: 1100, height: 800 } });
    await page.goto(`${this.portal.url}/noi-bo`);
    await page.getByLabel("Tên đăng nhập").fill(login);
    await page.getByLabel("Mật khẩu").fill(this.portal.passwordOf(login));
    await page.getByRole("button", { name: "Đăng nhập" }).press("Enter");
    await page.getByLabel("Mã xác thực").fill(await this.portal.codeOf(login));
    await page.getByRole("button", { name: "Vào" }).press("Enter");
    await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
    return page;
  }

  async #person(options) {
    const context = await this.browser.newContext({ locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", ...options });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const note = (what) => this.troubles.push(`${page.url()}: ${what}`);
    page.on("pageerror", (error) => note(error.message));
    // A form that comes back with what is to be mended is a page like others.
    const mends = (text) => text.includes("status of 422");
    page.on("console", (line) => line.type() === "error" && !mends(line.text()) && note(line.text()));
    page.on("requestfailed", (request) => note(`${request.url()} failed`));
    page.on("request", (request) => {
      if (!request.url().startsWith(this.portal.url)) note(`asked a stranger: ${request.url()}`);
      if (request.resourceType() === "script") this.scripts += 1;
    });
    return page;
  }

  /** Looks at the page as it stands: a picture if wanted, and no barrier that a machine can find. */
  async look(page, name) {
    this.shown += 1;
    if (this.pictures) {
      const file = `${String(this.shown).padStart(2, "0")}-${name}.png`;
      await page.screenshot({ path: path.join(this.pictures, file), fullPage: true });
    }
    await this.checker.setViewportSize(page.viewportSize());
    for (const barrier of await this.#barriers(await page.content())) this.troubles.push(`${name}: ${barrier}`);
    const { width, wide } = await this.checker.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { width: clientWidth, wide: scrollWidth };
    });
    if (width < wide) this.troubles.push(`${name}: ${wide} px wide on ${width} px`);
  }

  /** The resident's browser runs no scripts, so the checker looks at a copy of what it shows. */
  async #barriers(html) {
    await this.checker.setContent(html);
    await this.checker.addScriptTag({ path: AXE });
    const { violations } = await this.checker.evaluate(() => globalThis.axe.run());
    return violations.map((one) => {
      const where = one.nodes.map((node) => node.target.join(" ")).join(", ");
      return `${one.id} (${one.help}): ${where}`;
    });
  }

  /** What went wrong since the last time this was asked. */
  takeTroubles() {
    return this.troubles.splice(0);
  }

  async close() {
    await this.browser.close();
  }
}
