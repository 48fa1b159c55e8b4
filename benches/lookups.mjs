// Known and unknown receipts and logins, in random order. Started by benches/lookups.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import http from "node:http";

const count = Number(process.argv[2]);
const port = 20000 + randomInt(20000);
const address = `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  GOPY_SERVER__LISTEN: `127.0.0.1:${port}`,
  GOPY_SERVER__PUBLIC_URL: address,
  GOPY_LIMITS__ENABLED: "false",
  GOPY_LOG: "error",
};
const options = { cwd: process.env.BENCH_FOLDER, env, stdio: ["ignore", "pipe", "inherit"] };
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One request; status, headers and body, and the milliseconds until the last byte. */
function ask(method, path, type, body = "", cookie = "") {
  return new Promise((resolve, reject) => {
    const headers = { "content-length": Buffer.byteLength(body), "content-type": type, cookie };
    const asked = performance.now();
    const request = http.request({ port, method, path, agent, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const took = performance.now() - asked;
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString(), took });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

const json = (path, value) => ask("POST", path, "application/json", JSON.stringify(value));

/** A form of a page, which a browser without any session sends again and again. */
async function form(path) {
  const page = await ask("GET", path, "text/plain");
  const [, csrf] = /name="csrf" value="([^"]*)"/u.exec(page.body);
  const cookie = page.headers["set-cookie"].map((line) => line.split(";")[0]).join("; ");
  return (fields) => {
    const body = new URLSearchParams({ csrf, ...fields }).toString();
    return ask("POST", path, "application/x-www-form-urlencoded", body, cookie);
  };
}

const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978", "3674209581", "5869720134", "8945362017",
  "9438617205", "2581436790",
];

/** A receipt that nobody has, with the check digit that is right. */
function receipt() {
  const digits = Array.from({ length: 19 }, () => randomInt(10));
  return [...digits, Number(digits.reduce((interim, digit) => Number(DAMM[interim][digit]), 0))].join("");
}

const pick = (list) => list[randomInt(list.length)];

function shuffled(list) {
  for (let at = list.length - 1; 0 < at; at -= 1) {
    const other = randomInt(at + 1);
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return (sorted[Math.floor((list.length - 1) / 2)] + sorted[Math.floor(list.length / 2)]) / 2;
};

/** The two-sided p of a Mann-Whitney test, by its normal approximation with a correction for ties. */
function mannWhitney(one, other) {
  const all = [...one.map((took) => [took, 1]), ...other.map((took) => [took, 0])].sort((a, b) => a[0] - b[0]);
  let [ranks, ties] = [0, 0];
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to][0] === all[from][0]) to += 1;
    const size = to - from;
    ties += size ** 3 - size;
    for (let at = from; at < to; at += 1) ranks += all[at][1] * ((from + 1 + to) / 2);
    from = to;
  }
  const [n, m, both] = [one.length, other.length, all.length];
  const u = ranks - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (both + 1 - ties / (both * (both - 1))));
  const z = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5) / spread;
  return Math.min(1, 2 * tail(z));
}

/** How much of the normal distribution lies beyond z: Abramowitz and Stegun, 7.1.26; to seven digits. */
function tail(z) {
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const series = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  return (series.reduce((sum, part) => (sum + part) * t, 0) * Math.exp((-z * z) / 2)) / 2;
}

let toldApart = 0;

/** Asks for both kinds in random order and prints what a clock makes of it. */
async function compare(what, known, unknown) {
  const took = { known: [], unknown: [] };
  const asks = { known, unknown };
  // The first ones warm both ways up and are not counted.
  for (const kind of ["known", "unknown", "known", "unknown"]) await asks[kind]();
  for (const kind of shuffled(Array.from({ length: 2 * count }, (_, nth) => (nth % 2 ? "known" : "unknown")))) {
    took[kind].push((await asks[kind]()).took);
  }
  const [one, other] = [median(took.known), median(took.unknown)];
  const apart = Math.abs(one - other);
  const p = mannWhitney(took.known, took.unknown);
  const told = apart >= 2 && p <= 0.001;
  toldApart += Number(told);
  console.log(
    `${what}: known ${one.toFixed(2)} ms, unknown ${other.toFixed(2)} ms, ${apart.toFixed(2)} ms apart, p ${p.toFixed(4)}, `
      + `${count} of each: ${told ? "TOLD APART" : "not told apart"}`,
  );
}

/** Fails on any other status: what is compared must be what was meant. */
const expect = (status, answer) => {
  if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}`);
  return answer;
};

const server = spawn(process.env.BENCH_GOPY, ["serve", "--demo"], options);
try {
  let printed = "";
  server.stdout.setEncoding("utf8");
  for await (const text of server.stdout.iterator({ destroyOnReturn: false })) {
    printed += text;
    if (printed.includes(address)) break;
  }
  server.stdout.resume();
  const receipts = [];
  const text = "Đèn ngõ hỏng đã ba tuần mà chưa ai đến sửa, buổi tối người già trẻ nhỏ đi lại rất khó.";
  for (let nth = 0; nth < 20; nth += 1) {
    const letter = await json("/api/v1/letters", { kind: "phan_anh", text, lang: "vi", about: {} });
    receipts.push(JSON.parse(expect(201, letter).body).receipt.replace(/\D/gu, ""));
  }
  const logins = ["tiepnhan", "kiemtra", "kiemtra2", "pheduyet", "captren", "quantri"];
  const strangers = ["tiepnhap", "kiemtro", "kiemtra9", "pheduyen", "captrem", "quantre"];
  const password = "mot cau sai hoan toan";
  const lookUp = "/api/v1/letters/lookup";
  await compare(
    "receipts, interface",
    async () => expect(200, await json(lookUp, { receipt: pick(receipts) })),
    async () => expect(404, await json(lookUp, { receipt: receipt() })),
  );
  const page = await form("/tra-cuu");
  await compare(
    "receipts, page",
    async () => expect(303, await page({ receipt: pick(receipts) })),
    async () => expect(422, await page({ receipt: receipt() })),
  );
  const signIn = (login) => json("/api/v1/session", { login, password });
  await compare(
    "logins, interface",
    async () => expect(401, await signIn(pick(logins))),
    async () => expect(401, await signIn(pick(strangers))),
  );
  const entrance = await form("/noi-bo");
  await compare(
    "logins, page",
    async () => expect(422, await entrance({ login: pick(logins), password })),
    async () => expect(422, await entrance({ login: pick(strangers), password })),
  );
} finally {
  server.kill("SIGTERM");
  await once(server, "exit");
}
process.exitCode = toldApart ? 1 : 0;
