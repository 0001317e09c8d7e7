//! A bulletin on the command line: needs no database.

use std::io::Read as _;
use std::path::Path;

use kernel::{Code, Error};
use text::bulletin::{self, Bulletin, MAX_BULLETIN};

use crate::installation::unreadable;
use crate::protocols::heads;
use crate::voice::{Outcome, Voice};

/// Reads a file, or standard input where the file is `-`, and prints what was read.
pub fn read(voice: Voice, file: &Path, cut: bool) -> Outcome {
    // One byte more than is read: the reader says that it is too long.
    let most = u64::try_from(MAX_BULLETIN + 1).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let taken = if file.as_os_str() == "-" {
        std::io::stdin().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes))
    };
    taken.map_err(|error| unreadable(file, &error))?;
    let read = bulletin::read(&bulletin::decode(&bytes), cut)
        .map_err(|error| error.in_source(file.display().to_string()))?;
    if voice.json {
        let json =
            serde_json::to_value(&read).map_err(|error| Error::new(Code::Internal).caused_by(error))?;
        voice.print_json(&json);
    } else {
        say(voice, &read);
    }
    Ok(())
}

fn say(voice: Voice, read: &Bulletin) {
    let meeting = &read.meeting;
    let unsaid = || voice.words("cli-bulletin-unsaid", &[]);
    voice.say(
        "cli-bulletin-meeting",
        &[
            ("name", meeting.name.clone().unwrap_or_else(unsaid)),
            ("date", meeting.date.as_ref().map_or_else(unsaid, |date| date.value.to_string())),
            ("place", meeting.place.as_ref().map_or_else(unsaid, |place| place.name.clone())),
            ("chair", meeting.chair.as_ref().and_then(|chair| chair.name.clone()).unwrap_or_else(unsaid)),
        ],
    );
    let speaker = |at: Option<usize>| {
        let speaker = at.and_then(|at| read.speakers.get(at));
        speaker
            .and_then(|speaker| speaker.name.clone())
            .unwrap_or_else(|| voice.words("cli-bulletin-itself", &[]))
    };
    let rows: Vec<Vec<String>> = read
        .directives
        .iter()
        .map(|draft| {
            vec![
                draft.number.to_string(),
                draft.mechanisms.join(" "),
                speaker(draft.speaker),
                draft.clocks.iter().map(|clock| clock.said.as_str()).collect::<Vec<_>>().join(" "),
                draft.passage.line.to_string(),
                draft.action.clone(),
            ]
        })
        .collect();
    voice.table(&heads(voice, &["draft", "mechanisms", "speaker", "clock", "line", "demand"]), &rows);
    for doubt in &read.doubts {
        voice.tell("cli-bulletin-doubt", &[("text", voice.text(&doubt.text).to_owned())]);
    }
    let changes = read.changes.len();
    voice.tell("cli-bulletin-changes", &[("changes", changes.to_string())]);
}
