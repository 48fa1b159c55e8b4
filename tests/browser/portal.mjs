// Starts the program the way a newcomer does, in a folder of its own, and reads what it prints.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

import { STEP, totp } from "./totp.mjs";

/** Loading the demonstration with a program that was not built for speed takes a while. */
const PATIENCE_MS = 300_000;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class Portal {
  /** The step of the last code of each account: none is taken twice. */
  #used = new Map();

  /** `variables`: settings besides the address. */
  static async start({ binary, folder, variables = {} }) {
    const address = `127.0.0.1:${await freePort()}`;
    const env = {
      PATH: process.env.PATH,
      GOPY_SERVER__LISTEN: address,
      GOPY_SERVER__PUBLIC_URL: `http://${address}`,
      ...variables,
    };
    const portal = new Portal();
    Object.assign(portal, { binary, folder, env, url: `http://${address}`, printed: "", errors: "" });
    portal.child = spawn(binary, ["serve", "--demo"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    process.once("exit", () => portal.child.kill("SIGKILL"));
    portal.child.stdout.setEncoding("utf8").on("data", (text) => (portal.printed += text));
    portal.child.stderr.setEncoding("utf8").on("data", (text) => (portal.errors += text));
    await portal.#ready();
    return portal;
  }

  async #ready() {
    const until = Date.now() + PATIENCE_MS;
    while (!this.printed.includes(`Góp Ý: ${this.url}`)) {
      if (this.child.exitCode !== null) throw new Error(`the program ended: ${this.errors}`);
      if (until < Date.now()) throw new Error(`not ready in time; printed: ${this.printed}${this.errors}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What is printed of an account. Secretaries who are not listed share it with those who are. */
  #recipe(login) {
    const rows = this.printed.split("\n").map((line) => line.trim().split(/\s+/u));
    const own = rows.find((row) => row[1] === login);
    const alike = rows.find((row) => login.startsWith("bithu.") && row[1]?.startsWith("bithu."));
    const recipe = own ?? alike;
    if (!recipe) throw new Error(`nothing was printed for ${login}:\n${this.printed}`);
    return { password: recipe[2], secret: recipe[3] };
  }

  passwordOf(login) {
    return this.#recipe(login).password;
  }

  /** The next code of the account's authenticator app that was not used yet; waits for it if need be. */
  async codeOf(login) {
    const now = () => Math.floor(Date.now() / 1000 / STEP);
    const next = Math.max(now(), (this.#used.get(login) ?? 0) + 1);
    // The portal takes the neighbours of the present step, too.
    while (now() + 1 < next) await new Promise((resolve) => setTimeout(resolve, 500));
    this.#used.set(login, next);
    return totp(this.#recipe(login).secret, next);
  }

  /** The handler whose name stands in `text`. */
  loginOf(text) {
    const rows = [...this.printed.matchAll(/^\s*handler\s+(\S+)\s.*\((.+)\)$/gmu)];
    const found = rows.find(([, , name]) => text.includes(name));
    if (!found) throw new Error(`no account was printed for "${text}":\n${this.printed}`);
    return found[1];
  }

  /** Runs another command of the program on the same database. */
  command(...words) {
    return spawnSync(this.binary, words, { cwd: this.folder, env: this.env, encoding: "utf8" });
  }

  /** Asks it to stop; the exit code. */
  async stop() {
    if (this.child.exitCode === null) {
      this.child.kill("SIGTERM");
      await once(this.child, "exit");
    }
    return this.child.exitCode;
  }
}
