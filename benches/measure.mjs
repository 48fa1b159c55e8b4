// One round of measurements against one database. No packages: the program, this machine, and a clock.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

const { BENCH_GOPY: binary, BENCH_FOLDER: folder, BENCH_POSTGRES: database } = process.env;
const letters = Number(process.env.BENCH_LETTERS);
/** How often each thing is asked for, one after the other: enough for a p95, and soon over. */
const ROUNDS = 200;

const rows = [];
const note = (what, value) => rows.push([what, value]);
const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

const address = `127.0.0.1:${await freePort()}`;
const env = {
  PATH: process.env.PATH,
  GOPY_SERVER__LISTEN: address,
  GOPY_SERVER__PUBLIC_URL: `http://${address}`,
  GOPY_DATABASE__URL: database,
  // One source asks for everything here, so the limits would be all that is measured.
  GOPY_LIMITS__ENABLED: "false",
};

/** Starts the program; resolves with it once the ready line is printed. */
async function serve(...words) {
  const began = performance.now();
  const child = spawn(binary, ["serve", ...words], { cwd: folder, env, stdio: ["ignore", "pipe", "ignore"] });
  process.once("exit", () => child.kill("SIGKILL"));
  let printed = "";
  child.stdout.setEncoding("utf8");
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    printed += text;
    if (printed.includes(`http://${address}`)) break;
  }
  if (child.exitCode !== null) throw new Error("the program ended");
  child.stdout.resume();
  return { child, printed, took: performance.now() - began };
}

async function stop({ child }) {
  child.kill("SIGTERM");
  await once(child, "exit");
}

function command(...words) {
  const began = performance.now();
  const done = spawnSync(binary, words, { cwd: folder, env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`gopy ${words.join(" ")}: ${done.stderr}`);
  return { printed: done.stdout, took: performance.now() - began };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One request; the answer with the bytes as they travelled. */
function ask(method, target, { headers = {}, body } = {}) {
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

  async ask(method, target, fields) {
    const headers = { cookie: [...this.cookies].map((pair) => pair.join("=")).join("; ") };
    const body = fields && new URLSearchParams(fields).toString();
    if (body) headers["content-type"] = "application/x-www-form-urlencoded";
    const answer = await ask(method, target, { headers, body });
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

/** p50 and p95 of something done again and again; `expected` is the status that counts as an answer. */
async function time(what, expected, run) {
  await run(0);
  const took = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const { status } = await run(round);
    took.push(performance.now() - began);
    if (status !== expected) throw new Error(`${what}: ${status}`);
  }
  took.sort((a, b) => a - b);
  const at = (share) => ms(took[Math.min(ROUNDS - 1, Math.floor(share * ROUNDS))]);
  note(`${what}, p50 / p95`, `${at(0.5)} / ${at(0.95)}`);
}

// --- filling ----------------------------------------------------------------------------------

const first = await serve("--demo");
await stop(first);
note("first start, with the demonstration loaded", ms(first.took));
const receiptsFile = path.join(folder, "receipts.tsv");
const filled = command("generate", "--letters", String(letters), "--receipts", receiptsFile);
note("generating the letters", `${(filled.took / 1000).toFixed(1)} s`);
const receipts = readFileSync(receiptsFile, "utf8").trim().split("\n").map((line) => line.split("\t")[1]);
const password = /\skiemtra\s+(\S+)/u.exec(first.printed)[1];

// --- the process ------------------------------------------------------------------------------

const starts = [];
let portal;
for (let round = 0; round < 5; round += 1) {
  if (portal) await stop(portal);
  portal = await serve();
  starts.push(portal.took);
}
starts.sort((a, b) => a - b);
note("start on the existing database, median of 5", ms(starts[2]));

const memory = () => {
  const status = readFileSync(`/proc/${portal.child.pid}/status`, "utf8");
  return `${Math.round(/VmRSS:\s+(\d+)/u.exec(status)[1] / 1024)} MiB`;
};
await new Promise((resolve) => setTimeout(resolve, 3000));
note("memory (RSS), idle", memory());

// --- pages ------------------------------------------------------------------------------------

for (const [name, target] of [["home page", "/"], ["first page of a letter", "/gui"], ["look-up page", "/tra-cuu"]]) {
  const packed = await ask("GET", target, { headers: { "accept-encoding": "br" } });
  const plain = await ask("GET", target);
  if (packed.status !== 200) throw new Error(`${target}: ${packed.status}`);
  note(`${name}, bytes (brotli / plain)`, `${packed.body.length} / ${plain.body.length}`);
}

await time("home page", 200, () => ask("GET", "/"));
const lookup = { headers: { "content-type": "application/json" } };
await time("POST /api/v1/letters/lookup (slow hash)", 200, (round) =>
  ask("POST", "/api/v1/letters/lookup", { ...lookup, body: JSON.stringify({ receipt: receipts[round % receipts.length] }) }),
);

const resident = new Visitor();
await resident.send("/tra-cuu", { receipt: receipts[0] });
await time("GET /ho-so in a session", 200, () => resident.ask("GET", "/ho-so"));

const triage = new Visitor();
await triage.send("/noi-bo", { login: "kiemtra", password });
const rowsOf = async (target) => {
  const found = (await triage.ask("GET", target)).body.toString().match(/href="\/noi-bo\/hs\/HS-/gu);
  return found?.length ?? 0;
};
note("rows shown: triage list / worklist", `${await rowsOf("/noi-bo/phan-loai")} / ${await rowsOf("/noi-bo/viec")}`);
await time("triage list /noi-bo/phan-loai", 200, () => triage.ask("GET", "/noi-bo/phan-loai"));
await time("worklist /noi-bo/viec", 200, () => triage.ask("GET", "/noi-bo/viec"));

const queue = (await triage.ask("GET", "/noi-bo/viec")).body.toString();
const number = /\/noi-bo\/hs\/(HS-\d{4}-\d{4})/u.exec(queue)?.[1];
if (number) await time("a case /noi-bo/hs/{number}", 200, () => triage.ask("GET", `/noi-bo/hs/${number}`));
await time("public figures /thong-ke", 200, () => ask("GET", "/thong-ke"));

const letter = JSON.stringify({
  kind: "phan_anh",
  about: { name: "ông Hùng", position: "bí thư chi bộ 5", unit: "phường Phú Đô" },
  happened: { place: "nhà văn hóa", on: null },
  text: "Thu tiền sửa ngõ của mỗi hộ mà không có phiếu thu, đến nay ngõ chưa sửa.",
  reporter: null,
  email: null,
  lang: "vi",
});
await time("POST /api/v1/letters (routed and stored)", 201, () => ask("POST", "/api/v1/letters", { ...lookup, body: letter }));
note("memory (RSS), after all that", memory());
await stop(portal);

const job = command("jobs", "run", "remind");
note("job remind, whole run, start of the process included", ms(job.took));
note("the same again, nothing left to do", ms(command("jobs", "run", "remind").took));

// --- the table --------------------------------------------------------------------------------

const cpu = os.cpus();
console.log(`\n### ${letters.toLocaleString("en")} letters\n`);
console.log(`${cpu.length} × ${cpu[0].model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, load ${os.loadavg()[0].toFixed(1)}\n`);
console.log("| what | measured |\n|---|---|");
for (const [what, value] of rows) console.log(`| ${what} | ${value} |`);
agent.destroy();
