// Honest requests beside connections that are only held. Started by benches/slow.
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";

const [connections, seconds] = process.argv.slice(2).map(Number);
const port = 20000 + Math.floor(Math.random() * 20000);
const env = { ...process.env, GOPY_SERVER__LISTEN: `127.0.0.1:${port}`, GOPY_LIMITS__ENABLED: "false", GOPY_LOG: "error" };
const options = { cwd: process.env.BENCH_FOLDER, env, stdio: ["ignore", "pipe", "inherit"] };

const HELD = [
  "GET / HTTP/1.1\r\nhost: t\r\nx-slow: ",
  "POST /gui/loai HTTP/1.1\r\nhost: t\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nkind=",
  "POST /api/v1/letters HTTP/1.1\r\nhost: t\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{",
];

function hold(nth) {
  const socket = net.connect(port, "127.0.0.1");
  socket.on("error", () => {});
  // Who does not read does not notice that the other side hung up.
  socket.resume();
  socket.on("connect", () => socket.write(HELD[nth % HELD.length]));
  const drip = setInterval(() => socket.write("a"), 3000);
  socket.on("close", () => clearInterval(drip));
  return socket;
}

function get(path) {
  return new Promise((resolve) => {
    const asked = performance.now();
    const request = http.get({ port, path, agent: false }, (answer) => {
      answer.resume().on("end", () => resolve({ fine: answer.statusCode === 200, took: performance.now() - asked }));
    });
    request.on("error", () => resolve({ fine: false, took: performance.now() - asked }));
  });
}

const server = spawn(process.env.BENCH_GOPY, ["serve"], options);
try {
  await once(server.stdout, "data");
  server.stdout.resume();
  const held = Array.from({ length: connections }, (_, nth) => hold(nth));
  const answers = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) answers.push(await get(answers.length % 2 ? "/tra-cuu" : "/"));
  const took = answers.map((one) => one.took).sort((a, b) => a - b);
  const fine = answers.filter((one) => one.fine).length;
  console.log(`${fine} of ${answers.length} honest requests answered, p95 ${took[Math.floor(took.length * 0.95)].toFixed(1)} ms`);
  const open = () => held.filter((socket) => !socket.destroyed).length;
  console.log(`${open()} of ${connections} still held after ${seconds} s`);
  while (open() > 0 && performance.now() < until + 60_000) await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(`${open()} left ${Math.round((performance.now() - until) / 1000 + seconds)} s after the first`);
  held.forEach((socket) => socket.destroy());
} finally {
  server.kill("SIGTERM");
  await once(server, "exit");
}
