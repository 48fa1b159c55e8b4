// Starts the program the way a newcomer does, in a folder of its own, and reads what it prints.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

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

  /** The password that was printed for an account; one line names both, or names the account's pattern. */
  passwordOf(login) {
    const lines = this.printed.split("\n");
    const own = lines.find((line) => line.split(/[\s,;:()|]+/u).includes(login));
    const pattern = lines.find((line) => login.startsWith("bithu.") && /bithu\.[<{]/u.test(line));
    const all = [own, pattern, this.printed].filter(Boolean);
    for (const text of all) {
      const found = /mật khẩu[^:\n]*:?\s+"?([^\s",;]+)/iu.exec(text);
      if (found) return found[1];
    }
    throw new Error(`no password for ${login} was printed:\n${this.printed}`);
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
