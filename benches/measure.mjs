// Portals of several sizes, measured side by side. No packages: the program, this machine, and a clock.
//
//   node measure.mjs LETTERS FOLDER DATABASE [LETTERS FOLDER DATABASE …]

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import path from "node:path";

import { STEP, totp } from "../tests/browser/totp.mjs";

const binary = process.env.BENCH_GOPY;
/** How often each thing is asked for, one after the other: enough for a p95, and soon over. */
const ROUNDS = 300;
/** Letters of the last month fill every list, so that only what is stored besides them differs from size to size. */
const RECENT = 1000;

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Programs that must not outlive this one. */
const living = new Set();
process.once("exit", () => living.forEach((child) => child.kill("SIGKILL")));

/** The program on a database of its own, with so many letters. */
class Portal {
  constructor(letters, folder, database, port) {
    this.letters = letters;
    this.folder = folder;
    this.address = `127.0.0.1:${port}`;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.env = {
      PATH: process.env.PATH,
      GOPY_SERVER__LISTEN: this.address,
      GOPY_SERVER__PUBLIC_URL: `http://${this.address}`,
      GOPY_DATABASE__URL: database,
      // One source asks for everything here, so the limits would be all that is measured.
      GOPY_LIMITS__ENABLED: "false",
    };
  }

  /** Starts the program; the milliseconds until its ready line is printed. */
  async serve(...words) {
    const began = performance.now();
    const options = { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "ignore"] };
    this.child = spawn(binary, ["serve", ...words], options);
    living.add(this.child);
    this.printed = "";
    this.child.stdout.setEncoding("utf8");
    for await (const text of this.child.stdout.iterator({ destroyOnReturn: false })) {
      this.printed += text;
      if (this.printed.includes(`http://${this.address}`)) break;
    }
    if (this.child.exitCode !== null) throw new Error("the program ended");
    this.child.stdout.resume();
    return performance.now() - began;
  }

  async stop() {
    this.child.kill("SIGTERM");
    await once(this.child, "exit");
    living.delete(this.child);
  }

  command(...words) {
    const began = performance.now();
    const done = spawnSync(binary, words, { cwd: this.folder, env: this.env, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`gopy ${words.join(" ")}: ${done.stderr}`);
    return { printed: done.stdout, took: performance.now() - began };
  }

  memory() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    return `${Math.round(/VmRSS:\s+(\d+)/u.exec(status)[1] / 1024)} MiB`;
  }

  ask(method, target, options = {}) {
    return ask(this, method, target, options);
  }
}

/** One request; the answer with the bytes as they travelled. */
function ask({ address, agent }, method, target, { headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const request = http.request(`http://${address}${target}`, { method, agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** A visitor who keeps cookies and fills forms. */
class Visitor {
  cookies = new Map();

  constructor(portal) {
    this.portal = portal;
  }

  async ask(method, target, fields) {
    const headers = { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") };
    const body = fields && new URLSearchParams(fields).toString();
    if (body) headers["content-type"] = "application/x-www-form-urlencoded";
    const answer = await this.portal.ask(method, target, { headers, body });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/u.exec(line);
      this.cookies.set(name, value);
    }
    return answer;
  }

  async send(target, fields) {
    const page = (await this.ask("GET", target)).body.toString();
    const csrf = /name="csrf" value="([^"]*)"/u.exec(page)[1];
    return this.ask("POST", target, { csrf, ...fields });
  }
}

const sizes = process.argv.slice(2);
const portals = [];
while (sizes.length > 0) {
  const [letters, folder, database] = sizes.splice(0, 3);
  portals.push(new Portal(Number(letters), folder, database, await freePort()));
}

/** What was measured: a row, and in it one value for each portal. */
const rows = [];
async function note(what, measure) {
  const values = [];
  for (const portal of portals) values.push(await measure(portal));
  rows.push([what, ...values]);
}

/** p50 and p95 of something done again and again, by every portal in turn; `expected` is the status of an answer. */
async function time(what, expected, run) {
  const took = portals.map(() => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [at, portal] of portals.entries()) {
      const began = performance.now();
      const { status } = await run(portal, Math.max(round, 0));
      // The first of each warms up and does not count.
      if (round >= 0) took[at].push(performance.now() - began);
      if (status !== expected) throw new Error(`${what}: ${status}`);
    }
  }
  const at = (sorted, share) => sorted[Math.min(ROUNDS - 1, Math.floor(share * ROUNDS))];
  const sorted = took.map((all) => all.sort((a, b) => a - b));
  rows.push([`${what}, p50 / p95`, ...sorted.map((all) => `${ms(at(all, 0.5))} / ${ms(at(all, 0.95))}`)]);
}

// --- filling ----------------------------------------------------------------------------------

await note("first start, with the demonstration loaded", async (portal) => {
  const took = await portal.serve("--demo");
  [, portal.password, portal.secret] = /\skiemtra\s+(\S+)\s+(\S+)/u.exec(portal.printed);
  await portal.stop();
  return ms(took);
});
await note("generating the letters", (portal) => {
  const recent = Math.min(RECENT, portal.letters);
  const month = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  let took = 0;
  if (recent < portal.letters) {
    took += portal.command("generate", "--letters", String(portal.letters - recent), "--to", month).took;
  }
  const file = path.join(portal.folder, "receipts.tsv");
  took += portal.command("generate", "--letters", String(recent), "--from", month, "--receipts", file).took;
  portal.receipts = readFileSync(file, "utf8").trim().split("\n").map((line) => line.split("\t")[1]);
  return `${(took / 1000).toFixed(1)} s`;
});
// What the jobs find to do in letters that were never handled is done before anything is measured.
await note("the jobs' first round over them", (portal) => `${(portal.command("jobs", "run").took / 1000).toFixed(1)} s`);

// --- the process ------------------------------------------------------------------------------

await note("start on the existing database, median of 5", async (portal) => {
  const starts = [];
  for (let round = 0; round < 5; round += 1) {
    starts.push(await portal.serve());
    await portal.stop();
  }
  return ms(starts.sort((a, b) => a - b)[2]);
});
for (const portal of portals) await portal.serve();
await new Promise((resolve) => setTimeout(resolve, 3000));
await note("memory (RSS), idle", (portal) => portal.memory());

// --- pages ------------------------------------------------------------------------------------

for (const [name, target] of [["home page", "/"], ["first page of a letter", "/gui"], ["look-up page", "/tra-cuu"]]) {
  await note(`${name}, bytes (brotli / plain)`, async (portal) => {
    const packed = await portal.ask("GET", target, { headers: { "accept-encoding": "br" } });
    const plain = await portal.ask("GET", target);
    if (packed.status !== 200) throw new Error(`${target}: ${packed.status}`);
    return `${packed.body.length} / ${plain.body.length}`;
  });
}

await time("home page", 200, (portal) => portal.ask("GET", "/"));
const json = { headers: { "content-type": "application/json" } };
await time("POST /api/v1/letters/lookup (slow hash)", 200, (portal, round) => {
  const receipt = portal.receipts[round % portal.receipts.length];
  return portal.ask("POST", "/api/v1/letters/lookup", { ...json, body: JSON.stringify({ receipt }) });
});

for (const portal of portals) {
  portal.resident = new Visitor(portal);
  await portal.resident.send("/tra-cuu", { receipt: portal.receipts[0] });
  portal.triage = new Visitor(portal);
  await portal.triage.send("/noi-bo", { login: "kiemtra", password: portal.password });
  await portal.triage.send("/noi-bo/ma", { code: totp(portal.secret, Math.floor(Date.now() / 1000 / STEP)) });
}
await time("tracking: GET /ho-so in a session", 200, ({ resident }) => resident.ask("GET", "/ho-so"));

const CASE = /href="\/noi-bo\/hs\/HS-/gu;
await note("rows shown: triage list / worklist", async ({ triage }) => {
  const shown = async (target) => (await triage.ask("GET", target)).body.toString().match(CASE)?.length ?? 0;
  return `${await shown("/noi-bo/phan-loai")} / ${await shown("/noi-bo/viec")}`;
});
await time("triage list /noi-bo/phan-loai", 200, ({ triage }) => triage.ask("GET", "/noi-bo/phan-loai"));
await time("worklist /noi-bo/viec", 200, ({ triage }) => triage.ask("GET", "/noi-bo/viec"));

for (const portal of portals) {
  const queue = (await portal.triage.ask("GET", "/noi-bo/viec")).body.toString();
  portal.number = /\/noi-bo\/hs\/(HS-\d{4}-\d{4})/u.exec(queue)[1];
}
await time("a case /noi-bo/hs/{number}", 200, ({ triage, number }) => triage.ask("GET", `/noi-bo/hs/${number}`));
await time("public figures /thong-ke", 200, (portal) => portal.ask("GET", "/thong-ke"));

const letter = JSON.stringify({
  kind: "phan_anh",
  about: { name: "ông Hùng", position: "bí thư chi bộ 5", unit: "phường Phú Đô" },
  happened: { place: "nhà văn hóa", on: null },
  text: "Thu tiền sửa ngõ của mỗi hộ mà không có phiếu thu, đến nay ngõ chưa sửa.",
  reporter: null,
  email: null,
  lang: "vi",
});
await time("POST /api/v1/letters (routed and stored)", 201, (portal) =>
  portal.ask("POST", "/api/v1/letters", { ...json, body: letter }),
);
await note("memory (RSS), after all that", (portal) => portal.memory());
for (const portal of portals) await portal.stop();
await note("job remind, whole run, start of the process included", (portal) => ms(portal.command("jobs", "run", "remind").took));

// --- the table --------------------------------------------------------------------------------

console.log(`\n| what | ${portals.map((portal) => `${portal.letters.toLocaleString("en")} letters`).join(" | ")} |`);
console.log(`|---|${"---|".repeat(portals.length)}`);
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
console.log();
for (const { agent } of portals) agent.destroy();
