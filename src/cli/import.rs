//! `gopy import` and `gopy export`: the register as lists.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::WrongUse;
use crate::app::organisation::{self, File, Format, MAX_FILE};
use crate::app::{App, audit};

use crate::domain::import::{self, Effect, Note, Plan};
use crate::domain::letter::Lang;
use crate::i18n::{self, Locales};

/// What a list holds.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum List {
    Units,
    Members,
    Posts,
}

impl List {
    fn kind(self) -> import::Kind {
        match self {
            Self::Units => import::Kind::Units,
            Self::Members => import::Kind::Members,
            Self::Posts => import::Kind::Posts,
        }
    }
}

/// Nhập danh sách đơn vị, đảng viên hoặc chức vụ: tất cả hoặc không dòng nào.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    #[arg(value_enum)]
    list: List,
    /// Tệp .xlsx hoặc .csv.
    file: PathBuf,
    /// Chỉ xem sẽ thay đổi gì.
    #[arg(long)]
    dry_run: bool,
    /// Ngày có hiệu lực của những thay đổi mà tệp không ghi ngày; mặc định hôm nay.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<NaiveDate>,
}

/// Xuất danh sách ra tệp .xlsx hoặc .csv; nhập lại tệp ấy không thay đổi gì.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    #[arg(value_enum)]
    list: List,
    /// Tệp .xlsx hoặc .csv chưa có.
    file: PathBuf,
}

/// Lines of each sort that are printed.
const SHOWN: usize = 10;

/// Runs `gopy import`.
///
/// # Errors
/// [`WrongUse`] for a day in the future; a failure when the file has flaws, after they were printed.
pub async fn import(args: &ImportArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    if args.from.is_some_and(|from| app.now().day < from) {
        return Err(WrongUse("--from không được sau hôm nay.".to_owned()).into());
    }
    let file = File {
        kind: args.list.kind(),
        name: args.file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        content: content(&args.file)?,
        on: args.from,
    };
    let done = match organisation::import(app, "command line", &file, args.dry_run).await {
        Err(crate::app::AppError::Stale) => {
            anyhow::bail!("sổ vừa được người khác thay đổi; chạy lại lệnh này")
        }
        done => done?,
    };
    let words = Words(Locales::embedded()?);
    words.tell(&done.plan, out)?;
    match () {
        () if !done.plan.is_sound() => {
            let n = done.plan.flaws.len();
            anyhow::bail!("chưa ghi gì vào sổ: tệp có {n} chỗ phải sửa")
        }
        () if done.carried_out => writeln!(out, "{}", words.plain("import-done")?)?,
        () if done.plan.changes.is_empty() => {
            writeln!(out, "{}", words.plain("import-no-change")?)?;
        }
        () => writeln!(out, "{}", words.plain("import-dry")?)?,
    }
    Ok(())
}

fn content(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let size = std::fs::metadata(path).with_context(|| format!("không mở được tệp {shown}"))?.len();
    if u64::try_from(MAX_FILE).is_ok_and(|most| most < size) {
        anyhow::bail!("tệp {shown} lớn hơn 16 MB; chia thành nhiều tệp");
    }
    std::fs::read(path).with_context(|| format!("không đọc được tệp {shown}"))
}

/// Runs `gopy export`. A file that exists is left alone.
///
/// # Errors
/// [`WrongUse`] for another ending; what cannot be written, in one sentence.
pub async fn export(args: &ExportArgs, app: &App, out: &mut impl Write) -> anyhow::Result<()> {
    let name = args.file.to_string_lossy();
    let format = Format::of(&name)
        .ok_or_else(|| WrongUse(format!("{name}: tên tệp phải kết thúc bằng .xlsx hoặc .csv")))?;
    let bytes = organisation::export(app, args.list.kind(), format).await?;
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .open(&args.file)
        .with_context(|| format!("không tạo được tệp mới {name}"))?;
    file.write_all(&bytes).with_context(|| format!("không ghi được tệp {name}"))?;
    audit::exported(app, "command line", args.list.kind().name()).await?;
    Ok(writeln!(out, "đã ghi {name}")?)
}

/// Everything in Vietnamese, as all that the command line says.
struct Words(Locales);

impl Words {
    fn plain(&self, key: &str) -> anyhow::Result<String> {
        Ok(self.0.plain(Lang::Vi, key)?)
    }

    fn tell(&self, plan: &Plan, out: &mut impl Write) -> anyhow::Result<()> {
        for flaw in &plan.flaws {
            let (place, what) = i18n::import::flaw(&self.0, Lang::Vi, flaw)?;
            writeln!(out, "{place}: {what}")?;
        }
        for note in &plan.notes {
            writeln!(out, "* {}", i18n::import::note(&self.0, Lang::Vi, note)?)?;
            if let Note::Decoded { samples, .. } = note {
                for (before, after) in samples {
                    writeln!(out, "    {before} → {after}")?;
                }
            }
        }
        let counts = [
            ("import-count-read", plan.read),
            ("import-count-added", plan.count(Effect::Added)),
            ("import-count-changed", plan.count(Effect::Changed)),
            ("import-count-ended", plan.count(Effect::Ended)),
            ("import-count-unchanged", plan.unchanged),
            ("import-count-vanished", plan.vanished.len()),
        ];
        for (key, count) in counts {
            writeln!(out, "{}: {count}", self.plain(key)?)?;
        }
        self.lines(plan, out)
    }

    /// The first lines of each sort.
    fn lines(&self, plan: &Plan, out: &mut impl Write) -> anyhow::Result<()> {
        for effect in Effect::ALL {
            let lines = || plan.lines.iter().filter(move |line| line.effect == effect);
            if lines().next().is_some() {
                writeln!(out, "{}:", self.plain(&format!("import-count-{}", effect.name()))?)?;
            }
            for line in lines().take(SHOWN) {
                let details = line.details.iter();
                let details = details.map(|one| match one.before.as_str() {
                    "" => format!("{}: {}", one.column, one.after),
                    before => format!("{}: {before} → {}", one.column, one.after),
                });
                let details = details.collect::<Vec<_>>().join("; ");
                writeln!(out, "  {}  {}  {details}", line.key, line.name)?;
            }
        }
        if !plan.vanished.is_empty() {
            writeln!(out, "{}:", self.plain("import-count-vanished")?)?;
        }
        for (key, name) in plan.vanished.iter().take(SHOWN) {
            writeln!(out, "  {key}  {name}")?;
        }
        Ok(())
    }
}
