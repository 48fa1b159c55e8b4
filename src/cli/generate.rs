//! `gopy generate`: fills a demonstration or test database with letters.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use clap::Args;

use super::WrongUse;
use crate::app::App;
use crate::app::generate::{self, Wanted};

/// Tạo hàng loạt đơn thư giả để thử tải; chỉ dùng với dữ liệu trình diễn hoặc thử nghiệm.
#[derive(Debug, Clone, Args)]
pub struct GenerateArgs {
    /// Số đơn cần tạo; chạy nhiều lần thì cộng thêm.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    letters: Option<u32>,
    /// Thêm quận giả cho đến khi danh sách có ít nhất N đảng viên (để đo tốc độ tìm người).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    members: Option<u32>,
    /// Ngày nhận sớm nhất: YYYY-MM-DD (mặc định: hai năm trước ngày cuối).
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
    /// Ngày nhận muộn nhất: YYYY-MM-DD (mặc định: hôm nay).
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<NaiveDate>,
    /// Ghi số hồ sơ và mã biên nhận của 100 đơn cuối vào tệp này, mỗi dòng một đơn, cách nhau bằng dấu tab.
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
}

/// Days between the first and the last day of receipt where only one is given.
const TWO_YEARS: Days = Days::new(730);

/// Letters between two lines of progress.
const STRIDE: u32 = 50_000;

/// Generates, and tells how far it has come.
///
/// # Errors
/// [`WrongUse`] for days in the wrong order or ahead, else in plain words what went wrong.
pub async fn run(args: &GenerateArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    if args.letters.is_none() && args.members.is_none() {
        return Err(WrongUse("Thiếu --letters N hoặc --members N.".to_owned()).into());
    }
    if let Some(wanted) = args.members {
        members(wanted, app, out).await?;
    }
    match args.letters {
        Some(wanted) => letters(wanted, args, app, out).await,
        None => Ok(()),
    }
}

async fn members(wanted: u32, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let (started, mut failed) = (Instant::now(), Ok(()));
    let done = generate::members::run(app, wanted, |members| {
        failed = writeln!(out, "{members}/{wanted}").and_then(|()| out.flush());
    });
    let done = done.await?;
    failed?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(writeln!(out, "danh sách có {done} đảng viên, thêm trong {seconds:.1} giây")?)
}

async fn letters(
    letters: u32,
    args: &GenerateArgs,
    app: &App,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let today = app.now().day;
    let to = args.to.unwrap_or(today);
    let from = args.from.unwrap_or(to - TWO_YEARS);
    if to < from || today < to {
        let sentence = "--from phải trước hoặc bằng --to, và --to không được sau hôm nay.";
        return Err(WrongUse(sentence.to_owned()).into());
    }
    // Made first: a file that cannot be written must not cost a million letters.
    let file = args
        .receipts
        .as_ref()
        .map(|path| File::create(path).with_context(|| format!("cannot write {}", path.display())));
    let file = file.transpose()?;
    let wanted = Wanted { letters, from, to, receipts: file.is_some() };
    let started = Instant::now();
    let (mut told, mut failed) = (0, Ok(()));
    let done = generate::run(app, wanted, |stored| {
        if told + STRIDE <= stored {
            told = stored;
            failed = writeln!(out, "{stored}/{letters}").and_then(|()| out.flush());
        }
    });
    let done = done.await?;
    failed?;
    if let Some(mut file) = file {
        for (number, receipt) in &done.receipts {
            writeln!(file, "{number}\t{}", receipt.digits())?;
        }
        file.sync_all()?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let pace = f64::from(done.letters) / seconds.max(0.001);
    writeln!(
        out,
        "đã tạo {} đơn ({} đang chờ xử lý) trong {seconds:.1} giây: {pace:.0} đơn/giây",
        done.letters, done.open
    )?;
    Ok(())
}
