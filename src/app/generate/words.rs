//! The sealed words of a generated case.

use chrono::NaiveDate;

use super::course::Chance;
use super::life::Life;
use super::world::Target;
use crate::app::letters::first_words;
use crate::app::words::{Answer, Content, Identity, Place};
use crate::app::{App, AppError, Held};
use crate::demo::bulk::BulkLetter;
use crate::domain::case::{Allegation, Case, Measure, State};
use crate::domain::decide::Event;
use crate::domain::ids::{CaseId, LetterId};
use crate::domain::letter::{Lang, Source};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::StepKind;
use crate::store::bulk::{Alleged, BulkCase};
use crate::store::case_keys::WrappedKey;
use crate::store::letters::{LetterRow, SealedIdentity};
use crate::store::parts::{MeasureRow, MessageRow};
use crate::store::vault::VaultRow;

/// What is given to a case from outside: its numbers and its key.
pub(super) struct Numbers {
    pub letter: uuid::Uuid,
    pub number: CaseNumber,
    pub receipt_index: [u8; 32],
    pub held: Held,
    pub keys: Vec<WrappedKey>,
}

/// A letter, whom it is about, and what became of it.
pub(super) struct Story<'a> {
    pub letter: &'a BulkLetter,
    pub target: &'a Target,
    pub life: Life<'a>,
}

/// Seals what people wrote and puts the case together.
pub(super) fn seal(
    app: &App,
    vault: Option<&VaultRow>,
    story: Story<'_>,
    numbers: Numbers,
    chance: Chance,
) -> Result<BulkCase, AppError> {
    let Story { letter, target, life } = story;
    let sealing = Sealing { app, vault, held: &numbers.held, id: life.case.id, chance };
    let (events, messages) = sealing.history(&life.events);
    Ok(BulkCase {
        number: numbers.number,
        receipt_index: numbers.receipt_index,
        keys: numbers.keys,
        letter: sealing.letter(letter, numbers.letter)?,
        identity: sealing.identity(letter)?,
        allegations: sealing.allegations(&life.case, letter),
        measures: sealing.measures(&life.case),
        messages,
        conclusion: sealing.conclusion(&events)?,
        events,
        out_accounts: target.out.0.iter().map(|(one, why)| (*one, why.name())).collect(),
        out_units: target.out.1.iter().map(|(one, why)| (*one, why.name())).collect(),
        clocks: life.clocks,
        case: life.case,
    })
}

/// A line of the history with its revision and its sealed note.
type Line = (i64, Event, Option<Vec<u8>>);

struct Sealing<'a> {
    app: &'a App,
    vault: Option<&'a VaultRow>,
    held: &'a Held,
    id: CaseId,
    chance: Chance,
}

impl Sealing<'_> {
    fn letter(&self, letter: &BulkLetter, id: uuid::Uuid) -> Result<LetterRow, AppError> {
        let content = Content {
            name: letter.about.name.clone(),
            position: letter.about.position.clone(),
            unit: letter.about.unit.clone(),
            place: letter.place.clone(),
            text: letter.text.clone(),
        };
        Ok(LetterRow {
            id: LetterId(id),
            case: self.id,
            source: if self.chance.roll.is_multiple_of(5) { Source::Api } else { Source::Web },
            lang: Lang::Vi,
            happened_on: letter.happened_on,
            received_on: letter.received_on,
            content: self.held.seal_value(Place::Letter, &content)?,
            replay: None,
        })
    }

    fn identity(&self, letter: &BulkLetter) -> Result<Option<SealedIdentity>, AppError> {
        let Some(name) = letter.reporter_name.clone() else { return Ok(None) };
        let identity = Identity { name, address: letter.place.clone(), phone: String::new() };
        self.app.seal_identity(self.vault, self.id, &identity).map(Some)
    }

    fn allegations(&self, case: &Case, letter: &BulkLetter) -> Vec<Alleged> {
        let whole = first_words(&letter.text);
        let sealed = |place, text: &str| self.held.seal(place, text);
        let row = |one: &Allegation| {
            let finding =
                one.outcome.map(|outcome| (outcome, sealed(Place::Evidence, self.checked())));
            (one.id, sealed(Place::Allegation, &whole), finding)
        };
        case.allegations.iter().map(row).collect()
    }

    fn measures(&self, case: &Case) -> Vec<MeasureRow> {
        const WHAT: &str = "Khắc phục theo kết luận và báo cáo bằng văn bản";
        let row = |measure: &Measure| MeasureRow {
            measure: measure.clone(),
            content: self.held.seal(Place::Measure, WHAT),
        };
        case.measures.iter().map(row).collect()
    }

    fn conclusion(&self, events: &[Line]) -> Result<Option<(NaiveDate, Vec<u8>)>, AppError> {
        let drafted = events.iter().find(|(_, event, _)| event.step == StepKind::Draft);
        let Some((_, event, _)) = drafted else { return Ok(None) };
        let sealed = self.held.seal_value(Place::Conclusion, &self.answer())?;
        Ok(Some((event.on, sealed)))
    }

    /// The history with its notes, and what of it the resident reads.
    fn history(&self, events: &[Event]) -> (Vec<Line>, Vec<MessageRow>) {
        let mut lines = Vec::with_capacity(events.len());
        let mut messages = Vec::new();
        for (revision, event) in (1..).zip(events) {
            let note = note(event.step);
            let sealed = note.map(|text| self.held.seal(Place::Note, text));
            if let Some((what, text)) = self.told(event) {
                messages.push(MessageRow {
                    on: event.on,
                    sender: "office".to_owned(),
                    what: what.to_owned(),
                    content: self.held.seal(Place::Message, &text),
                });
            }
            lines.push((revision, event.clone(), sealed));
        }
        (lines, messages)
    }

    /// As the workflow does: questions, explanations once confirmed, and the answer.
    fn told(&self, event: &Event) -> Option<(&'static str, String)> {
        match (event.step, event.act) {
            (StepKind::Ask, _) => note(event.step).map(|text| ("question", text.to_owned())),
            (
                StepKind::Confirm,
                Some(
                    act @ (StepKind::ProposeRefuse
                    | StepKind::ProposeTransfer
                    | StepKind::ProposeRecord
                    | StepKind::ProposeHold),
                ),
            ) => note(act).map(|text| ("notice", text.to_owned())),
            (StepKind::Conclude, _) => {
                // Four strings always have a JSON form.
                Some(("answer", serde_json::to_string(&self.answer()).unwrap_or_default()))
            }
            _ => None,
        }
    }

    fn checked(&self) -> &'static str {
        const CHECKED: [&str; 4] = [
            "Đã xem sổ sách của tổ dân phố, hỏi các hộ liền kề và đi xem tại chỗ.",
            "Đã đối chiếu hồ sơ lưu với giấy tờ được nêu và gặp những người có liên quan.",
            "Đã kiểm tra biên bản các cuộc họp trong sáu tháng và lấy ý kiến của hai đơn vị.",
            "Đã xem hình ảnh, đo đạc lại tại chỗ cùng đại diện tổ dân phố.",
        ];
        CHECKED[self.chance.roll as usize % CHECKED.len()]
    }

    fn answer(&self) -> Answer {
        let number = 2 + self.chance.roll % 9;
        Answer {
            checked: self.checked().to_owned(),
            found: format!(
                "Có {number} điểm được nêu; từng điểm đã được xem và ghi kết quả ở trên."
            ),
            done: format!(
                "Đơn vị đã khắc phục trong {} ngày và dán thông báo ở nhà văn hóa.",
                number + 5
            ),
            next: "Nếu chưa đồng ý, ông/bà có thể đề nghị xem lại trước ngày ghi ở trang hồ sơ."
                .to_owned(),
        }
    }
}

/// The words that go with a step.
fn note(step: StepKind) -> Option<&'static str> {
    Some(match step {
        StepKind::Ask => "Ông/bà cho biết thêm ngày, nơi xảy ra và người chứng kiến, nếu có.",
        StepKind::ProposeAccept => "Đơn đủ nội dung để xem xét và thuộc thẩm quyền.",
        StepKind::ProposeRefuse => {
            "Đơn không thuộc trường hợp được xem xét; căn cứ ghi ở trang hồ sơ. Có tình tiết mới thì gửi lại."
        }
        StepKind::ProposeTransfer => {
            "Việc này thuộc thẩm quyền của cơ quan khác; đơn đã được chuyển."
        }
        StepKind::ProposeRecord => {
            "Nội dung được lưu để theo dõi; bổ sung thông tin thì được xem lại."
        }
        StepKind::ProposeHold => "Thời hạn tạm dừng để chờ kết quả giám định.",
        StepKind::ProposeHear => "Tóm tắt nội dung được nêu, đề nghị giải trình bằng văn bản.",
        _ => return None,
    })
}

/// Whether the case waits for somebody, for the report of a run.
pub(super) fn is_open(one: &BulkCase) -> bool {
    one.case.state.is_open() && !matches!(one.case.state, State::Concluded { .. })
}
