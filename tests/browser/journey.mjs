// The main job through the real pages: a resident writes about a branch secretary; triage, approver and handler do
// their parts; the resident reads the answer; the secretary's own branch learns nothing.
//
//   JOURNEY_GOPY      the program
//   JOURNEY_FOLDER    an empty folder for all it writes
//   JOURNEY_POSTGRES  optional: address of an empty PostgreSQL database, instead of SQLite
//   JOURNEY_SMTP      optional: not empty: mails through SMTP, instead of files
//   JOURNEY_PICTURES  optional: folder for a picture of every page

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import test, { after } from "node:test";
import { mailServer, Post } from "./mails.mjs";
import { Stage } from "./people.mjs";
import { Portal } from "./portal.mjs";

const STORY =
  "Sáng 12 tháng 3, tại nhà văn hóa tổ dân phố, ông Hùng thu mỗi nhà năm trăm nghìn đồng để sửa ngõ. " +
  "Tôi xin phiếu thu nhưng không được. Đến nay ngõ chưa sửa, bà con trong ngõ đều biết.";
const ABOUT = { name: "ông Hùng", position: "bí thư chi bộ 5", unit: "phường Phú Đô" };
const RESIDENT = "nguoi.dan@hop-thu.example";
const ACCUSED = "bithu.phudo-05";
const ANSWER = {
  "Đã kiểm tra gì": "Đã kiểm tra sổ thu chi của tổ dân phố ngày 16/03.",
  "Thấy gì": "Có thu 500.000 đồng mỗi hộ; 12 hộ chưa có phiếu thu.",
  "Đã làm gì, sẽ làm gì": "Đã lập lại 12 phiếu thu ngày 20/03; ngõ được sửa trước ngày 30/04.",
  "Nếu không đồng ý thì làm gì": "Ông/bà có thể đề nghị xem lại trong hạn ghi trên trang hồ sơ.",
};
/** What no mail may say. The digits of the receipt are added when it is known. */
const SECRETS = ["Hùng", "chi bộ 5", "Phú Đô", "phiếu thu", "sửa ngõ", "phản ánh", "tố cáo", "khiếu nại"];

const address = (login) => `${login}@gopy.example`;

const folder = path.resolve(process.env.JOURNEY_FOLDER ?? "data/journey");
mkdirSync(folder, { recursive: true });
let sink, portal, stage, resident, triage, approver, handler, handlerLogin, post, number, receipt;

after(async () => {
  await stage?.close();
  await portal?.stop();
  await sink?.stop();
});

/** One part of the journey. What comes after a part that failed cannot be told, so it is left out. */
let failed = false;
function part(name, run) {
  test(name, async (t) => {
    if (failed) return t.skip("an earlier part failed");
    failed = true;
    await run();
    assert.deepEqual(stage?.takeTroubles() ?? [], [], "errors or barriers on a page");
    failed = false;
  });
}

/** People use the keyboard here: what can be reached by it can be reached by everybody. */
async function follow(target) {
  const loaded = target.page().waitForEvent("load");
  await target.press("Enter");
  await loaded;
}

const press = (page, name) => follow(page.getByRole("button", { name, exact: true }));

async function choose(option) {
  await option.press("Space");
  assert.ok(await option.isChecked());
}

/** Opens the case from a list. */
async function open(page, list) {
  await page.goto(`${portal.url}/noi-bo/${list}`);
  await findRow(page, number);
  await follow(page.getByRole("link", { name: number }));
}

/** Turns pages of a list until the case is there. */
async function findRow(page, wanted) {
  for (let turned = 0; turned < 20; turned += 1) {
    if (0 < (await page.getByRole("link", { name: wanted }).count())) return;
    const next = page.getByRole("link", { name: "Trang sau" });
    if ((await next.count()) === 0) break;
    await follow(next);
  }
  throw new Error(`${wanted} is not in the list ${page.url()}`);
}

async function listed(page, list) {
  await page.goto(`${portal.url}/noi-bo/${list}`);
  return findRow(page, number).then(
    () => true,
    () => false,
  );
}

async function act(page, name) {
  await follow(page.getByRole("link", { name, exact: true }));
}

part("the program starts and prints the accounts", async () => {
  const variables = {};
  if (process.env.JOURNEY_POSTGRES) variables.GOPY_DATABASE__URL = process.env.JOURNEY_POSTGRES;
  if (process.env.JOURNEY_SMTP) {
    sink = await mailServer(path.join(folder, "received"));
    variables.GOPY_MAIL__SMTP_URL = sink.url;
  }
  portal = await Portal.start({ binary: path.resolve(process.env.JOURNEY_GOPY ?? "target/debug/gopy"), folder, variables });
  stage = await Stage.open(portal, process.env.JOURNEY_PICTURES);
  for (const login of ["tiepnhan", "kiemtra", "kiemtra2", "pheduyet", ACCUSED, "captren", "quantri"]) {
    assert.ok(portal.printed.includes(login), `${login} in ${portal.printed}`);
  }
});

part("a resident without scripts sends a letter about the secretary", async () => {
  resident = await stage.resident();
  await resident.goto(portal.url);
  await stage.look(resident, "home");
  await follow(resident.getByRole("link", { name: "Bắt đầu" }));
  const go = async (name, fill) => {
    await stage.look(resident, name);
    await fill();
    await press(resident, "Tiếp tục");
  };
  await go("kind", () => choose(resident.getByLabel("Báo một việc chưa đúng, chưa tốt")));
  await go("identity", () => choose(resident.getByLabel("Không cho biết tên")));
  await go("story", () => resident.getByLabel("Chuyện gì đã xảy ra?").fill(STORY));
  await go("when", async () => {
    await choose(resident.getByLabel("Một ngày"));
    await resident.getByLabel("Ngày", { exact: true }).fill("12");
    await resident.getByLabel("Tháng", { exact: true }).fill("3");
    await resident.getByLabel("Năm", { exact: true }).fill("2026");
    await resident.getByLabel("Ở đâu?").fill("nhà văn hóa tổ dân phố số 5");
  });
  await go("who", async () => {
    await resident.getByLabel("Tên hoặc cách gọi").fill(ABOUT.name);
    await resident.getByLabel("Chức vụ").fill(ABOUT.position);
    await resident.getByLabel("Nơi làm việc, sinh hoạt").fill(ABOUT.unit);
  });
  await stage.look(resident, "files");
  const photo = { name: "Ảnh của Hoa.jpg", mimeType: "image/jpeg", buffer: await resident.screenshot({ type: "jpeg" }) };
  await resident.getByLabel("Chọn tệp").setInputFiles([photo, { ...photo, name: "trang.html" }]);
  await press(resident, "Gửi tệp này lên");
  assert.ok((await resident.locator("#loi").innerText()).includes("trang.html"), "which file, and why");
  assert.ok((await resident.locator("main").innerText()).includes("Đã có 1 tệp"));
  await go("files-have", () => undefined);
  await go("contact", async () => {
    await choose(resident.getByRole("radio", { name: /^Thư điện tử/u }));
    await resident.getByLabel("Địa chỉ thư điện tử").fill(RESIDENT);
  });
  await stage.look(resident, "check");
  assert.ok((await resident.locator("main").innerText()).includes(STORY), "what was written is shown again");
  await press(resident, "Gửi");
});

part("the receipt shows a number that may be spoken and a code that is secret", async () => {
  number = (await resident.locator("[data-case-number]").innerText()).trim();
  receipt = (await resident.locator("[data-receipt]").innerText()).trim();
  assert.match(number, /^HS-\d{4}-\d{4}$/u);
  assert.match(receipt, /^\d{4}( \d{4}){4}$/u);
  await stage.look(resident, "receipt");
  SECRETS.push(receipt, receipt.replaceAll(" ", ""));
  post = new Post(sink ? path.join(folder, "received") : path.join(folder, "data/mail"), number);
  await post.news([RESIDENT, address("kiemtra"), address("kiemtra2")]);
});

part("triage finds the letter, with the person recognised, and proposes to accept", async () => {
  triage = await stage.staff("kiemtra");
  assert.ok(await listed(triage, "phan-loai"));
  await stage.look(triage, "inbox");
  await open(triage, "phan-loai");
  await stage.look(triage, "case");
  const matches = triage.getByRole("listitem").filter({ hasText: "Khớp chắc" });
  assert.equal(await matches.count(), 1, "one sure match");
  assert.match(await matches.innerText(), /Hùng.*bí thư Chi bộ 5 phường Phú Đô/su);
  await act(triage, "Đề xuất thụ lý");
  await choose(triage.getByLabel("Luồng Đảng"));
  await stage.look(triage, "accept");
  await press(triage, "Gửi đề xuất");
  await post.news([address("pheduyet")]);
});

part("a second person confirms", async () => {
  approver = await stage.staff("pheduyet");
  assert.ok(await listed(approver, "duyet"));
  await stage.look(approver, "approvals");
  await open(approver, "duyet");
  await act(approver, "Duyệt");
  await stage.look(approver, "confirm");
  await press(approver, "Đồng ý");
  await post.news([RESIDENT, address("kiemtra")]);
});

part("the slip of a deadline is printed, and anybody counts it again", async () => {
  await triage.goto(`${portal.url}/noi-bo/hs/${number}/cach-tinh/c1/0`);
  await stage.look(triage, "slip");
  const address = await triage.locator(".addr").innerText();
  assert.ok(!address.includes(number), `no case in ${address}`);
  const days = await triage.locator("table.days").innerText();
  const pdf = await triage.request.get(`${triage.url()}/phieu.pdf`);
  assert.equal(pdf.headers()["content-type"], "application/pdf");
  const anybody = await stage.resident();
  await anybody.goto(address);
  assert.equal(await anybody.locator("table.days").innerText(), days);
  await stage.look(anybody, "count-again");
  await anybody.goto(`${portal.url}/tinh-han`);
  await press(anybody, "Tính");
  await stage.look(anybody, "count-blank");
});

part("deadlines stand in the month, and in a calendar of one's own", async () => {
  await triage.goto(`${portal.url}/noi-bo/lich-han`);
  await stage.look(triage, "month");
  await follow(triage.getByRole("link", { name: "Tháng sau" }));
  await stage.look(triage, "next-month");
  await triage.goto(`${portal.url}/noi-bo/lich-ics`);
  await press(triage, "Tạo địa chỉ");
  await stage.look(triage, "calendar-link");
  const feed = await triage.request.get(await triage.locator("[data-feed]").innerText());
  assert.ok((await feed.text()).startsWith("BEGIN:VCALENDAR\r\n"));
});

part("triage assigns the suggested officer, one level above the secretary", async () => {
  await open(triage, "viec");
  await act(triage, "Giao người giải quyết");
  const own = triage.getByRole("radio", { name: /Chi bộ 5 phường Phú Đô/u });
  assert.equal(await own.count(), 0, "his own branch is not offered");
  await stage.look(triage, "assign");
  const suggested = triage.getByRole("radio", { name: /Gợi ý/u }).first();
  const label = await triage.locator(`label[for="${await suggested.getAttribute("id")}"]`).innerText();
  assert.ok(!label.includes("Phú Đô"), `nor is the body he sits on: ${label}`);
  handlerLogin = portal.loginOf(label);
  await choose(suggested);
  await press(triage, "Giao");
  await post.news([address(handlerLogin)]);
});

part("the handler declares, and only then reads", async () => {
  handler = await stage.staff(handlerLogin);
  assert.ok(await listed(handler, "viec"));
  await stage.look(handler, "worklist");
  await open(handler, "viec");
  assert.ok(!(await handler.content()).includes("phiếu thu"), "closed before the declaration");
  await stage.look(handler, "declare");
  await press(handler, "Không vướng, mở hồ sơ");
  assert.ok((await handler.locator("main").innerText()).includes(STORY));
  await stage.look(handler, "handling");
});

part("the handler sees the photograph, with their own name in it", async () => {
  await follow(handler.getByRole("link", { name: "Chứng cứ, tệp gửi kèm (1)" }));
  await stage.look(handler, "evidence");
  await follow(handler.getByRole("link", { name: "tep-1.jpg" }));
  const picture = handler.getByRole("img", { name: /tep-1\.jpg/u });
  assert.ok(0 < (await picture.evaluate((img) => img.naturalWidth)), "the picture is shown");
  await stage.look(handler, "evidence-file");
  assert.ok(!(await handler.content()).includes("Hoa.jpg"), "what the resident calls it is not kept");
  await open(handler, "viec");
});

part("the handler drafts the conclusion and hands it over", async () => {
  await act(handler, "Dự thảo kết luận");
  await handler.getByRole("combobox", { name: "Kết quả" }).selectOption({ label: "Đúng một phần" });
  await handler.getByLabel("Chứng cứ và căn cứ").fill("Sổ thu chi năm 2026, trang 2 và trang 3.");
  for (const [label, text] of Object.entries(ANSWER)) await handler.getByLabel(label, { exact: true }).fill(text);
  await stage.look(handler, "draft");
  await press(handler, "Lưu dự thảo");
  await act(handler, "Gửi duyệt");
  await stage.look(handler, "submit");
  await press(handler, "Gửi duyệt");
  await post.news([address("pheduyet")]);
});

part("the approver concludes", async () => {
  await open(approver, "duyet");
  await act(approver, "Duyệt");
  await stage.look(approver, "conclude");
  await press(approver, "Đồng ý");
  await post.news([RESIDENT]);
});

part("the resident reads the answer with the code", async () => {
  const reader = await stage.resident();
  await reader.goto(`${portal.url}/tra-cuu`);
  await stage.look(reader, "track");
  await reader.getByLabel("Mã biên nhận").fill(receipt);
  await press(reader, "Xem hồ sơ");
  assert.equal(new URL(reader.url()).pathname, "/ho-so", await reader.locator("main").innerText());
  assert.equal(await reader.locator("[data-case-number]").innerText(), number);
  const shown = await reader.locator("main").innerText();
  assert.ok(shown.includes("Đã có kết quả"));
  for (const text of Object.values(ANSWER)) assert.ok(shown.includes(text), text);
  await stage.look(reader, "answer");
});

part("the secretary's own branch sees nothing at all", async () => {
  const accused = await stage.staff(ACCUSED);
  for (const list of ["viec", "da-xong"]) assert.equal(await listed(accused, list), false, list);
  await stage.look(accused, "accused");
  const nothing = await accused.request.get(`${portal.url}/noi-bo/hs/HS-0000-0000`);
  const hidden = await accused.request.get(`${portal.url}/noi-bo/hs/${number}`);
  assert.equal(hidden.status(), 404);
  // A case that may not be seen and one that does not exist look alike, but for the number in the address.
  const shape = async (answer) => (await answer.text()).replaceAll(/HS-\d{4}-\d{4}|value="[^"]*"/gu, "");
  assert.equal(await shape(hidden), await shape(nothing));
});

part("every mail names the case and nothing else", async () => {
  const mails = await post.all();
  assert.ok(10 <= mails.length, `${mails.length} mails`);
  for (const mail of mails) {
    assert.ok(mail.subject.includes(number), `${mail.name}: ${mail.subject}`);
    assert.notDeepEqual(mail.to, [address(ACCUSED)]);
    for (const secret of SECRETS) {
      const said = mail.words.toLowerCase().includes(secret.toLowerCase());
      assert.ok(!said, `"${secret}" in ${mail.name} to ${mail.to}:\n${mail.words}`);
    }
  }
});

part("no page carried a script; the chain of acts is whole; the program stops when asked", async () => {
  assert.equal(stage.scripts, 0);
  const audit = portal.command("audit", "verify");
  assert.equal(audit.status, 0, audit.stderr);
  assert.equal(await portal.stop(), 0);
});
