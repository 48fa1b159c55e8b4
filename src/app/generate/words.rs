//! The sealed words of a generated case.

use super::course::Chance;
use super::life::Life;
use super::world::Target;
use crate::app::letters::first_words;
use crate::app::words::{Answer, Content, Identity, Place};
use crate::app::{App, AppError};
use crate::demo::bulk::BulkLetter;
use crate::domain::case::State;
use crate::domain::decide::Event;
use crate::domain::ids::{CaseId, LetterId};
use crate::domain::letter::{Lang, Source};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::StepKind;
use crate::store::bulk::BulkCase;
use crate::store::letters::LetterRow;
use crate::store::parts::{MeasureRow, MessageRow};

/// What is given to a case from outside: its numbers.
pub(super) struct Numbers {
    pub letter: uuid::Uuid,
    pub number: CaseNumber,
    pub receipt_index: [u8; 32],
}

/// Seals what people wrote and puts the case together.
pub(super) fn seal(
    app: &App,
    letter: &BulkLetter,
    life: Life<'_>,
    target: &Target,
    numbers: Numbers,
    chance: Chance,
) -> Result<BulkCase, AppError> {
    let id = life.case.id;
    let sealing = Sealing { app, id, chance };
    let content = Content {
        name: letter.about.name.clone(),
        position: letter.about.position.clone(),
        unit: letter.about.unit.clone(),
        place: letter.place.clone(),
        text: letter.text.clone(),
    };
    let identity = letter.reporter_name.as_ref().map(|name| Identity {
        name: name.clone(),
        address: letter.place.clone(),
        phone: String::new(),
    });
    let identity = identity.map(|one| app.seal_value(Place::Identity, id, &one)).transpose()?;
    let whole = app.seal(Place::Allegation, id, &first_words(&letter.text));
    let drafted = life.case.allegations.iter().any(|one| one.outcome.is_some());
    let allegations = life.case.allegations.iter().map(|one| {
        let evidence = || app.seal(Place::Evidence, id, sealing.checked());
        (one.id, whole.clone(), one.outcome.map(|outcome| (outcome, evidence())))
    });
    let measures = life.case.measures.iter().map(|measure| MeasureRow {
        measure: measure.clone(),
        content: app.seal(Place::Measure, id, "Khắc phục theo kết luận và báo cáo bằng văn bản"),
    });
    let (events, messages) = sealing.history(&life.events);
    let written_on = events.iter().find(|(_, event, _)| event.step == StepKind::Draft);
    let conclusion = match written_on {
        Some((_, event, _)) if drafted => {
            Some((event.on, app.seal_value(Place::Conclusion, id, &sealing.answer())?))
        }
        _ => None,
    };
    Ok(BulkCase {
        number: numbers.number,
        receipt_index: numbers.receipt_index,
        letter: LetterRow {
            id: LetterId(numbers.letter),
            case: id,
            source: if chance.roll % 5 == 0 { Source::Api } else { Source::Web },
            lang: Lang::Vi,
            happened_on: letter.happened_on,
            received_on: letter.received_on,
            content: app.seal_value(Place::Letter, id, &content)?,
            replay: None,
        },
        identity,
        allegations: allegations.collect(),
        measures: measures.collect(),
        messages,
        conclusion,
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
    id: CaseId,
    chance: Chance,
}

impl Sealing<'_> {
    /// The history with its notes, and what of it the resident reads.
    fn history(&self, events: &[Event]) -> (Vec<Line>, Vec<MessageRow>) {
        let mut lines = Vec::with_capacity(events.len());
        let mut messages = Vec::new();
        for (revision, event) in (1..).zip(events) {
            let note = note(event.step);
            let sealed = note.map(|text| self.app.seal(Place::Note, self.id, text));
            if let Some((what, text)) = self.told(event) {
                messages.push(MessageRow {
                    on: event.on,
                    sender: "office".to_owned(),
                    what: what.to_owned(),
                    content: self.app.seal(Place::Message, self.id, &text),
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
