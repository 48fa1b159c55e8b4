// Mails as the readers get them: from the folder of .eml files, or through a mail server of our own.

import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { once } from "node:events";
import path from "node:path";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

/** A mail server on this machine that keeps every mail as a file in `folder`. */
export async function mailServer(folder) {
  await mkdir(folder, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        const name = `${String(++count).padStart(5, "0")}.eml`;
        writeFile(path.join(folder, name), Buffer.concat(parts)).then(() => done(), done);
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address();
  return { url: `smtp://127.0.0.1:${port}`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

/** Every mail in the folder: recipients, subject, and all that can be read in it. */
async function mailsIn(folder) {
  const names = await readdir(folder).catch(() => []);
  const mails = [];
  for (const name of names.filter((name) => name.endsWith(".eml")).sort()) {
    const raw = await readFile(path.join(folder, name));
    const mail = await PostalMime.parse(raw);
    const to = (mail.to ?? []).map((one) => one.address);
    const headers = mail.headers.map((one) => `${one.key}: ${one.value}`).join("\n");
    const words = [headers, mail.subject, mail.text, mail.html].filter(Boolean).join("\n");
    mails.push({ name, to, subject: mail.subject ?? "", words });
  }
  return mails;
}

/** The mails about one case. */
export class Post {
  constructor(folder, number) {
    Object.assign(this, { folder, number, seen: new Set() });
  }

  async all() {
    return (await mailsIn(this.folder)).filter((mail) => mail.words.includes(this.number));
  }

  /** Waits until each of `readers` has a mail that no earlier step brought; returns the new ones. */
  async news(readers, patienceMs = 30_000) {
    const until = Date.now() + patienceMs;
    for (;;) {
      const fresh = (await this.all()).filter((mail) => !this.seen.has(mail.name));
      const missing = readers.filter((reader) => !fresh.some((mail) => mail.to.includes(reader)));
      if (missing.length === 0) {
        fresh.forEach((mail) => this.seen.add(mail.name));
        return fresh;
      }
      if (until < Date.now()) {
        const got = fresh.map((mail) => `${mail.to}: ${mail.subject}`).join("; ");
        throw new Error(`no mail for ${missing.join(", ")}; new are: ${got || "none"}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
