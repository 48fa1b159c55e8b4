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

  /** The password printed behind an account. Secretaries who are not listed share that of those who are. */
  passwordOf(login) {
    const rows = this.printed.split("\n").map((line) => line.trim().split(/\s+/u));
    const own = rows.find((row) => row[1] === login);
    const alike = rows.find((row) => login.startsWith("bithu.") && row[1]?.startsWith("bithu."));
    const password = (own ?? alike)?.[2];
    if (!password) throw new Error(`no password for ${login} was printed:\n${this.printed}`);
    return password;
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
