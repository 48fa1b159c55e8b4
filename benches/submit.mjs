// Letters a second beside hashes a second. Started by benches/submit.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import http from "node:http";

const [rounds, seconds, submitters] = process.argv.slice(2).map(Number);
const gopy = process.env.BENCH_GOPY;
const port = 20000 + Math.floor(Math.random() * 20000);
const env = { ...process.env, GOPY_SERVER__LISTEN: `127.0.0.1:${port}`, GOPY_LIMITS__ENABLED: "false", GOPY_LOG: "error" };
const options = { cwd: process.env.BENCH_FOLDER, env };

function run(...words) {
  const done = spawnSync(gopy, words, { ...options, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`gopy ${words.join(" ")}: ${done.stderr}`);
  return done.stdout;
}

const text = "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu, hỏi thì không ai trả lời. ".repeat(5);
const body = JSON.stringify({
  kind: "phan_anh", text, lang: "vi", about: { name: "ông Hùng", position: "bí thư", unit: "chi bộ 5" },
});

function letter(agent) {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const request = http.request({ port, method: "POST", path: "/api/v1/letters", agent, headers }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function letters() {
  const agent = new http.Agent({ keepAlive: true, maxSockets: submitters });
  const until = performance.now() + seconds * 1000;
  const took = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: submitters }, async () => {
    while (performance.now() < until) {
      const asked = performance.now();
      const status = await letter(agent);
      if (status !== 201) throw new Error(`answered ${status}`);
      took.push(performance.now() - asked);
    }
  }));
  const rate = took.length / ((performance.now() - began) / 1000);
  agent.destroy();
  took.sort((a, b) => a - b);
  return { rate, p95: took[Math.floor(took.length * 0.95)] };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

// A register to compare names with, and accounts to tell.
run("generate", "--letters", "200");
const server = spawn(gopy, ["serve"], { ...options, stdio: ["ignore", "pipe", "inherit"] });
try {
  await once(server.stdout, "data");
  server.stdout.resume();
  await letters();
  const [hashed, taken] = [[], []];
  for (let round = 1; round <= rounds; round += 1) {
    hashed.push(Number.parseFloat(run("hashes", "--seconds", String(seconds))));
    const { rate, p95 } = await letters();
    taken.push(rate);
    console.log(`round ${round}: ${hashed.at(-1).toFixed(1)} hashes/s, ${rate.toFixed(1)} letters/s, p95 ${p95.toFixed(0)} ms`);
  }
  const share = (100 * median(taken)) / median(hashed);
  console.log(`median: ${median(taken).toFixed(1)} letters/s of ${median(hashed).toFixed(1)} hashes/s, ${share.toFixed(0)} %`);
} finally {
  server.kill("SIGTERM");
  await once(server, "exit");
}
