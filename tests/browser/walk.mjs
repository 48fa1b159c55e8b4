// The walk of docs/DEADLINES.md, clicked: a calendar that is not decreed yet, the year that is decreed while the portal
// runs (Tết), a calendar edited afterwards with a swapped Saturday, a suspension, an extension, a congress, two tracks,
// and somebody who is away.
//
//   JOURNEY_GOPY      the program
//   JOURNEY_FOLDER    an empty folder for all it writes
//   JOURNEY_PICTURES  optional: folder for a picture of every page
//
// It counts from the day on which it runs. Tết 2027 must lie ahead and within reach: on other days the walk is left out.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import test, { after } from "node:test";
import { Stage } from "./people.mjs";
import { Portal } from "./portal.mjs";

const folder = path.resolve(process.env.JOURNEY_FOLDER ?? "data/walk");
const binary = path.resolve(process.env.JOURNEY_GOPY ?? "target/debug/gopy");
const table = (name) => path.resolve(import.meta.dirname, "../../docs/walk", name);
mkdirSync(folder, { recursive: true });

const DAY = 86_400_000;
const now = new Date(Date.now() + 7 * 3_600_000);
const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
const later = (day, days) => new Date(day.getTime() + days * DAY);
const iso = (day) => day.toISOString().slice(0, 10);
const short = (day) => iso(day).split("-").reverse().join("/");
/** The Monday that is given away and the Saturday that is worked for it. */
const monday = later(today, ((8 - today.getUTCDay()) % 7 || 7));
const saturday = later(monday, 5);
const inReach = "2026-11-20" < iso(today) && iso(today) < "2026-12-19";

let portal, stage, admin, triage, approver;
after(async () => {
  await stage?.close();
  await portal?.stop();
});

let failed = false;
function part(name, run) {
  test(name, async (t) => {
    if (!inReach) return t.skip("Tết 2027 is not within reach today");
    if (failed) return t.skip("an earlier part failed");
    failed = true;
    await run();
    assert.deepEqual(stage?.takeTroubles() ?? [], [], "errors or barriers on a page");
    failed = false;
  });
}

async function follow(target) {
  const loaded = target.page().waitForEvent("load");
  await target.press("Enter");
  await loaded;
}
const press = (page, name) => follow(page.getByRole("button", { name, exact: true }));
const link = (page, name) => follow(page.getByRole("link", { name, exact: true }));
const text = (page) => page.locator("main").innerText();
const days = (page) =>
  page.locator("table.days tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({
      day: row.querySelector("time").dateTime,
      number: row.querySelectorAll("td")[0].innerText.trim(),
      what: row.querySelectorAll("td")[1].innerText.trim(),
    })),
  );

/** The cases of a list that an account sees, through every page of it, as the interface tells them. */
async function cases(page, list) {
  const found = [];
  for (let address = `${portal.url}/noi-bo/${list}`; address; ) {
    await page.goto(address);
    const links = page.locator("main tbody th a");
    for (const number of await links.allInnerTexts()) found.push(number.trim());
    const next = page.getByRole("link", { name: "Trang sau" });
    address = (await next.count()) ? new URL(await next.getAttribute("href"), portal.url).href : undefined;
  }
  return found;
}

/** The first case of a list whose page says all of this and nothing of that. */
async function find(page, list, says, not = []) {
  for (const number of await cases(page, list)) {
    await page.goto(`${portal.url}/noi-bo/hs/${number}`);
    // Also what is folded away.
    const said = await page.locator("main").textContent();
    if (says.every((one) => said.includes(one)) && !not.some((one) => said.includes(one))) return number;
  }
  throw new Error(`no case in ${list} says ${says}`);
}

const openCase = (page, number) => page.goto(`${portal.url}/noi-bo/hs/${number}`);
const count = (page, number, clock) => page.goto(`${portal.url}/noi-bo/hs/${number}/cach-tinh/${clock}/0`);
const due = async (page) => (await days(page)).at(-1).day;
const gopy = (...words) => spawnSync(binary, words, { cwd: folder, encoding: "utf8" });

part("a year that is not decreed is put in force before the portal starts", async () => {
  const loaded = gopy("calendar", "load", table("2027-provisional.csv"));
  assert.equal(loaded.status, 0, loaded.stderr);
  portal = await Portal.start({ binary, folder });
  stage = await Stage.open(portal, process.env.JOURNEY_PICTURES);
  admin = await stage.staff("quantri");
  triage = await stage.staff("kiemtra");
  approver = await stage.staff("pheduyet");
  await admin.goto(`${portal.url}/noi-bo/van-hanh`);
  await stage.look(admin, "operations-red");
  assert.ok((await text(admin)).includes("Lịch nghỉ đã công bố sắp hết"), "red");
});

let denunciation, before;
part("a day that leans on it is marked, and Tết counts as working days", async () => {
  denunciation = await find(triage, "viec", ["tạm tính", "Tố cáo", "Đã thụ lý"]).catch(() =>
    find(triage, "viec", ["tạm tính", "Tố cáo", "Thêm luồng thứ hai"]),
  );
  await stage.look(triage, "provisional-case");
  await count(triage, denunciation, "c2");
  await stage.look(triage, "provisional-slip");
  assert.ok((await text(triage)).includes("tạm tính"));
  const rows = await days(triage);
  const tet = rows.filter((row) => "2027-02-04" <= row.day && row.day <= "2027-02-10" && row.number !== "–");
  assert.equal(tet.length, 5, "five plain working days");
  before = rows.at(-1).day;
});

part("the year is decreed while the portal runs: the day becomes firm and skips Tết", async () => {
  const loaded = portal.command("calendar", "load", table("2027.csv"));
  assert.equal(loaded.status, 0, loaded.stderr);
  assert.match(loaded.stdout, /[1-9]\d* hồ sơ có hạn thành chắc chắn/u);
  await count(triage, denunciation, "c2");
  await stage.look(triage, "firm-slip");
  assert.ok(!(await text(triage)).includes("tạm tính"));
  const rows = await days(triage);
  const tet = rows.filter((row) => "2027-02-04" <= row.day && row.day <= "2027-02-10");
  const off = tet.filter((row) => row.what.includes("Tết Nguyên đán")).map((row) => row.day);
  assert.deepEqual(off, ["2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10"].filter((day) => off.includes(day)));
  assert.ok(5 <= off.length, off.join());
  assert.ok(before < (await due(triage)), `${before} and then ${await due(triage)}`);
  await openCase(triage, denunciation);
  assert.ok((await text(triage)).includes("Ngày tạm tính thành chắc chắn"), "its history");
});

part("the running portal notices the version that the command made", async () => {
  const until = Date.now() + 90_000;
  for (;;) {
    await admin.goto(`${portal.url}/noi-bo/van-hanh`);
    if (!(await text(admin)).includes("sắp hết")) break;
    assert.ok(Date.now() < until, "still red after a minute and a half");
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
  await stage.look(admin, "operations-fine");
});

part("a Monday is given away for a Saturday: a wrong line is named, the effect told in numbers", async () => {
  const year = String(today.getUTCFullYear());
  await admin.goto(`${portal.url}/noi-bo/lich`);
  await link(admin, year);
  const rows = admin.getByLabel("Các ngày nghỉ, ngày làm bù");
  const shipped = (await rows.inputValue()).trimEnd();
  const swap = (weekday) =>
    `${iso(monday)},${weekday},SWAP_OFF,${iso(saturday)},Nghỉ hoán đổi (trình diễn),,\n` +
    `${iso(saturday)},Sat,SWAP_WORK,${iso(monday)},Làm bù (trình diễn),,`;
  await rows.fill(`${shipped}\n${swap("Tue")}`);
  await admin.getByLabel("Văn bản").fill("trình diễn");
  await press(admin, "Xem trước");
  await stage.look(admin, "calendar-wrong-line");
  assert.ok((await rows.inputValue()).includes("Tue,SWAP_OFF"), "what was typed is still there");
  await rows.fill(`${shipped}\n${swap("Mon")}`);
  await press(admin, "Xem trước");
  await stage.look(admin, "calendar-preview");
  assert.match(await text(admin), /[1-9]\d* thời hạn chắc chắn sẽ phải xem lại/u);
  await press(admin, `Áp dụng lịch năm ${year}`);
  await stage.look(admin, "calendar-adopted");
});

let doubted;
part("the cases whose day would move are listed, and none has moved", async () => {
  await triage.goto(`${portal.url}/noi-bo/lich-doi`);
  await stage.look(triage, "doubts");
  doubted = await triage.locator("main .box h2 a").allInnerTexts();
  assert.ok(2 <= doubted.length, doubted.join());
  await admin.goto(`${portal.url}/noi-bo/lich-doi`);
  assert.match(await admin.title(), /Không/u);
  stage.takeTroubles();
});

const decide = async (number, what) => {
  await triage.goto(`${portal.url}/noi-bo/hs/${number}/ngay-hen`);
  const option = triage.getByRole("radio").first();
  await option.press("Space");
  await triage.getByLabel(what).press("Space");
  await triage.getByLabel("Lý do").fill("Theo lịch hoán đổi vừa được công bố.");
  await stage.look(triage, `decide-${what === "Giữ ngày đã hẹn" ? "keep" : "move"}`);
  await press(triage, "Ghi nhận");
};

part("one is kept by a decision, another moved", async () => {
  const [kept, ...others] = doubted;
  await decide(kept, "Giữ ngày đã hẹn");
  assert.ok((await text(triage)).includes("Giữ ngày"), "its history");
  for (const number of others) {
    await triage.goto(`${portal.url}/noi-bo/hs/${number}/ngay-hen`);
    if ((await text(triage)).includes("chỉ có thể giữ")) continue;
    await decide(number, "Dời sang ngày mới");
    await stage.look(triage, "moved");
    assert.ok((await text(triage)).includes("Dời"), "its history");
    break;
  }
  const audit = portal.command("audit", "verify");
  assert.equal(audit.status, 0, audit.stdout + audit.stderr);
});

part("a Saturday that is worked counts", async () => {
  for (const number of await cases(triage, "phan-loai")) {
    await count(triage, number, "c1");
    if (!(await text(triage)).includes("Làm bù (trình diễn)")) continue;
    await stage.look(triage, "swap-slip");
    const rows = await days(triage);
    const worked = rows.find((row) => row.day === iso(saturday));
    const off = rows.find((row) => row.day === iso(monday));
    assert.ok(worked.number !== "–" && off.number === "–", JSON.stringify([worked, off]));
    return;
  }
  assert.fail(`no first notice is counted over ${iso(saturday)}`);
});

part("a suspension: its days are marked in the count", async () => {
  const number = await find(triage, "viec", ["tạm dừng"]);
  await stage.look(triage, "held-case");
  await count(triage, number, "c2");
  await stage.look(triage, "held-slip");
  assert.ok((await days(triage)).some((row) => row.what.includes("tạm dừng")), number);
});

part("an extension starts on the end before it rolls, with the criteria that were ticked", async () => {
  const number = await find(triage, "viec", ["ngày, cho phép ngày"]);
  await count(triage, number, "c2");
  await stage.look(triage, "extended-slip");
  const rows = await days(triage);
  const at = rows.findIndex((row) => row.what.startsWith("Gia hạn thêm"));
  assert.ok(0 < at && /\(.+\)/u.test(rows[at].what), JSON.stringify(rows[at]));
});

part("a congress: its window is counted backwards, each day with its number", async () => {
  await approver.goto(`${portal.url}/noi-bo/dai-hoi`);
  await approver.getByLabel("Tên đại hội").fill("Đại hội Đảng bộ quận Liêm Trì");
  await approver.getByLabel("Cấp trên cơ sở").press("Space");
  await approver.getByLabel("Ngày khai mạc").fill(short(later(saturday, 10)));
  await approver.getByLabel("Văn bản").fill("trình diễn");
  await press(approver, "Ghi nhận");
  await approver.locator("summary").first().press("Enter");
  await stage.look(approver, "congress");
  assert.ok((await text(approver)).includes("Lưu theo dõi đơn nhận từ"));
  assert.ok((await text(approver)).includes("Làm bù (trình diễn)"), "over the swapped Saturday");
});

part("two tracks run on one case, each with its own day", async () => {
  const number = await find(triage, "viec", ["Thêm luồng thứ hai"]);
  await link(triage, "Thêm luồng thứ hai");
  const why = "Việc này cũng thuộc luật của Nhà nước nên thêm thời hạn.";
  await triage.getByLabel("Lời giải thích cho người gửi").fill(why);
  await stage.look(triage, "second-track");
  await press(triage, "Gửi đề xuất");
  await openCase(approver, number);
  await link(approver, "Duyệt");
  await stage.look(approver, "approve-track");
  await press(approver, "Đồng ý");
  await openCase(triage, number);
  await stage.look(triage, "two-tracks");
  const slips = await triage.locator(`a[href*="/cach-tinh/c2/"]`).evaluateAll((all) => all.map((one) => one.pathname));
  assert.equal(slips.length, 2, slips.join());
  const ends = [];
  for (const slip of slips) {
    await triage.goto(portal.url + slip);
    ends.push(await due(triage));
  }
  assert.notEqual(ends[0], ends[1], "30 days and 90 working days");
});

part("somebody who is away says so, and who stands in", async () => {
  await triage.goto(`${portal.url}/noi-bo/vang-mat`);
  await triage.getByLabel("Vắng từ ngày").fill(short(today));
  await triage.getByLabel("Đến hết ngày").fill(short(later(today, -3)));
  await press(triage, "Ghi ngày vắng");
  await stage.look(triage, "leave-wrong");
  await triage.getByLabel("Đến hết ngày").fill(short(later(today, 4)));
  await triage.getByLabel("Người thay", { exact: true }).selectOption({ index: 1 });
  await press(triage, "Ghi ngày vắng");
  await stage.look(triage, "leave");
  assert.ok((await text(triage)).includes(`từ ${short(today)}`), await text(triage));
});
