//! Files of a list taken in, tried, listed and taken back.

use crate::args::{ImportOptions, ImportsCommand, Place};
use crate::exports::waited_for;
use crate::installation::{unreadable, unwritable};
use crate::transport::Transport;
use crate::voice::{Failure, Outcome, Voice};
use app::App;
use app::imports::{FileInput, ImportOutcome, ImportRequest, OpenFile, Stage, Watch};
use interop::{Mapping, Question, Record, RejectedWriter, SAMPLE_ROWS, TableHints, TableLimits, open_table};
use kernel::{AreaCode, Code, Error};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Takes in files of a list.
pub async fn import(voice: Voice, place: &Place, options: ImportOptions) -> Outcome {
    if !options.mapping.is_empty() && options.mapping.len() != options.files.len() {
        return Err(Failure::said("cli-import-mappings", &[]));
    }
    let mut files = Vec::with_capacity(options.files.len());
    for (at, path) in options.files.iter().enumerate() {
        let mapping = mapping_for(voice, path, options.mapping.get(at), options.disease.as_deref())?;
        files.push((path.clone(), mapping));
    }
    let stem = options.files.first().and_then(|file| file.file_stem());
    let list =
        options.list.clone().or(stem.map(|stem| stem.to_string_lossy().into_owned())).unwrap_or_default();
    for path in &options.files {
        voice.tell("cli-importing", &[("file", path.display().to_string())]);
    }
    let transport = Transport::open(voice, place, &options.reach).await?;
    let done = match &transport {
        Transport::Here { app } => here(voice, app, &options, &list, files).await,
        Transport::Server { .. } => elsewhere(voice, &transport, &options, &list, files).await,
    };
    transport.close().await;
    let (answer, faults) = done?;
    if voice.json {
        voice.print_json(&answer);
    } else {
        let counts = answer.get("counts").cloned().unwrap_or_default();
        let of = |name: &str| counts.get(name).map_or_else(String::new, ToString::to_string);
        let names = ["rows", "rejected", "new", "kept", "changed", "status_changes", "missing", "links"];
        let mut args: Vec<(&'static str, String)> = names.map(|name| (name, of(name))).to_vec();
        args.extend(["unlisted_links", "unlisted_ends", "unlisted_numbers"].map(|name| (name, of(name))));
        voice.say(if options.dry_run { "cli-import-checked" } else { "cli-import-done" }, &args);
        if counts.get("unlisted_links").and_then(Value::as_u64).is_some_and(|links| links > 0) {
            voice.say("cli-import-unlisted", &args);
        }
        if let Some(id) = answer.get("import").and_then(Value::as_str) {
            voice.tell("cli-import-undo", &[("id", id.to_owned())]);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Answered(faults.join("\n"))) }
}

/// What is answered, and the sentences of the faults.
type Answered = (Value, Vec<String>);

async fn here(
    voice: Voice,
    app: &App,
    options: &ImportOptions,
    list: &str,
    files: Vec<(PathBuf, Mapping)>,
) -> Outcome<Answered> {
    let mut inputs = Vec::with_capacity(files.len());
    for (path, mapping) in &files {
        let (path, name) = (path.clone(), path.display().to_string());
        let open: OpenFile = Arc::new(move || {
            let file = File::open(&path)
                .map_err(|e| Error::new(Code::ImportUnreadable).arg("detail", &e).caused_by(e))?;
            Ok(Box::new(std::io::BufReader::new(file)))
        });
        inputs.push(FileInput { name, open, mapping: mapping.clone() });
    }
    let request = ImportRequest {
        area: options.area.clone().map(AreaCode::new).transpose()?,
        history: options.history,
        leave_out: options.leave_out,
        dry_run: options.dry_run,
        ..ImportRequest::new(list, inputs)
    };
    let root = app.directory().areas().first().map(|area| area.row.path.clone());
    let root = root.ok_or_else(|| Error::new(Code::AreaUnknown).arg("value", ""))?;
    let watch = Arc::new(Watching {
        voice,
        folder: options.rejected.clone(),
        files: files.iter().map(|(path, _)| path.clone()).collect(),
        writers: Mutex::new(HashMap::new()),
        failed: Mutex::new(None),
        told: Mutex::new(None),
    });
    let done: ImportOutcome = app.import(&app.operator(&root), None, request, watch.clone()).await?;
    watch.finish()?;
    let refused = done.counts.rejected > 0 && !options.dry_run && !options.leave_out;
    let faults = done.faults.iter().map(|fault| voice.fault(fault)).collect();
    let answer = json!({
        "import": done.import, "dry_run": options.dry_run, "refused": refused,
        "counts": serde_json::to_value(&done.counts).unwrap_or_default(),
    });
    Ok((answer, faults))
}

/// Sends the files to the server, which takes them in as a job.
async fn elsewhere(
    voice: Voice,
    transport: &Transport,
    options: &ImportOptions,
    list: &str,
    files: Vec<(PathBuf, Mapping)>,
) -> Outcome<Answered> {
    let mut sent = Vec::with_capacity(files.len());
    for (path, mapping) in &files {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = transport.upload(path, &name).await?;
        sent.push(json!({ "file": file.get("id"), "mapping": mapping.to_text() }));
    }
    let mut body = json!({
        "list": list, "files": sent, "history": options.history, "leave_out": options.leave_out,
        "dry_run": options.dry_run,
    });
    if let Some(area) = &options.area {
        body["area"] = json!(area);
    }
    let job = transport.post(voice, "/imports/jobs", &body).await?;
    let job = waited_for(voice, transport, job, "cli-import-job-moves").await?;
    let answer = job.get("result").cloned().unwrap_or_default();
    let of = |value: &Value| {
        let at = value.get("of").and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| files.get(at)).map(|(path, _)| path.clone()).unwrap_or_default()
    };
    let listed = |name: &str| answer.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(folder) = &options.rejected {
        for file in listed("rejected") {
            std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
            let id = file.get("file").and_then(Value::as_str).unwrap_or_default();
            transport.download(&format!("/files/{id}"), &rejected_path(folder, &of(&file))).await?;
        }
    }
    let places = listed("faults");
    let faults = places.iter().map(|fault| {
        let text = |name: &str| fault.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let row = fault.get("row").map_or_else(String::new, ToString::to_string);
        let args = [("file", of(fault).display().to_string()), ("row", row), ("field", text("field"))];
        voice.words("cli-import-fault", &[&args[..], &[("code", text("type"))]].concat())
    });
    let mut faults: Vec<String> = faults.collect();
    if !faults.is_empty() && options.rejected.is_none() {
        faults.push(voice.words("cli-import-see-rejected", &[]));
    }
    Ok((answer, faults))
}

/// The mapping named, or the one that is guessed when nothing has to be asked.
fn mapping_for(
    voice: Voice,
    file: &Path,
    mapping: Option<&PathBuf>,
    disease: Option<&str>,
) -> Outcome<Mapping> {
    let mut mapping = match mapping {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            Mapping::parse(&path.display().to_string(), &text)?
        }
        None => {
            let (mapping, mut questions) = guessed(file)?;
            questions.retain(|question| match question {
                Question::Disease => disease.is_none(),
                // Whoever was not asked sees the mapping's answer in the outcome.
                Question::Codes { .. } | Question::Number | Question::Area | Question::Day => false,
                Question::DateOrder { .. } | Question::Values { .. } => true,
            });
            if !questions.is_empty() {
                let asked: Vec<String> = questions.iter().map(|question| sentence(voice, question)).collect();
                let args = [("file", file.display().to_string()), ("questions", asked.join("\n"))];
                return Err(Failure::said("cli-import-questions", &args));
            }
            mapping
        }
    };
    if let (true, Some(disease)) = (mapping.disease.is_empty(), disease) {
        mapping.disease = disease.to_owned();
    }
    Ok(mapping)
}

fn guessed(file: &Path) -> Outcome<(Mapping, Vec<Question>)> {
    let opened = File::open(file).map_err(|error| unreadable(file, &error))?;
    let name = file.display().to_string();
    let input = Box::new(std::io::BufReader::new(opened));
    let mut table = open_table(&name, input, &TableHints::default(), &TableLimits::default())?;
    let sample = table.sample(SAMPLE_ROWS)?;
    let guess = interop::guess(&table, &sample)?;
    Ok((guess.mapping, guess.questions))
}

fn sentence(voice: Voice, question: &Question) -> String {
    let heading = |heading: &str| ("heading", heading.to_owned());
    match question {
        Question::Disease => voice.words("cli-ask-disease", &[]),
        Question::Number => voice.words("cli-ask-number", &[]),
        Question::Area => voice.words("cli-ask-area", &[]),
        Question::Day => voice.words("cli-ask-day", &[]),
        Question::DateOrder { heading: h, forms, .. } => {
            let forms: Vec<String> = forms.iter().map(ToString::to_string).collect();
            voice.words("cli-ask-date-order", &[heading(h), ("forms", forms.join(" / "))])
        }
        Question::Values { heading: h, values, .. } => {
            voice.words("cli-ask-values", &[heading(h), ("values", values.join(", "))])
        }
        Question::Codes { heading: h, meanings, .. } => {
            let told: Vec<String> =
                meanings.iter().map(|(code, means)| format!("{code} = {means}")).collect();
            voice.words("cli-ask-codes", &[heading(h), ("meanings", told.join(", "))])
        }
    }
}

/// Imports and mappings.
pub async fn imports(voice: Voice, place: &Place, command: ImportsCommand) -> Outcome {
    match command {
        ImportsCommand::List { limit, after, reach } => {
            let transport = Transport::open(voice, place, &reach).await?;
            let query = [("limit", Some(limit.to_string())), ("after", after)];
            let found = transport.get(voice, "/imports", &query).await;
            transport.close().await;
            let found = found?;
            if voice.json {
                voice.print_json(&found);
                return Ok(());
            }
            let heads = ["started", "list", "state", "rows", "id"];
            let headings: Vec<String> =
                heads.iter().map(|name| voice.words(&format!("cli-head-{name}"), &[])).collect();
            let items = found.get("items").and_then(Value::as_array).into_iter().flatten();
            let text = |item: &Value, name: &str| {
                item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            let rows: Vec<Vec<String>> = items
                .map(|item| {
                    let rows = item.get("counts").and_then(|counts| counts.get("rows"));
                    vec![
                        text(item, "started_at"),
                        text(item, "list"),
                        voice.word("import", &text(item, "state")),
                        rows.map_or_else(String::new, ToString::to_string),
                        text(item, "id"),
                    ]
                })
                .collect();
            voice.table(&headings, &rows);
            Ok(())
        }
        ImportsCommand::Undo { id, reason, reach } => {
            let transport = Transport::open(voice, place, &reach).await?;
            let done =
                transport.post(voice, &format!("/imports/{id}/undo"), &json!({"reason": reason})).await;
            transport.close().await;
            let done = done?;
            if voice.json {
                voice.print_json(&done);
            } else {
                let of = |name: &str| done.get(name).map_or_else(String::new, ToString::to_string);
                voice.say("cli-import-undone", &[("taken", of("taken_back")), ("stayed", of("stayed"))]);
            }
            Ok(())
        }
        ImportsCommand::Guess { file, .. } => {
            let (mapping, questions) = guessed(&file)?;
            for question in &questions {
                voice.print(&format!("# {}", sentence(voice, question)));
            }
            voice.print(&mapping.to_text());
            Ok(())
        }
    }
}

/// Progress on the terminal, refused rows into files.
struct Watching {
    voice: Voice,
    folder: Option<PathBuf>,
    files: Vec<PathBuf>,
    writers: Mutex<HashMap<usize, RejectedWriter<BufWriter<File>>>>,
    failed: Mutex<Option<Failure>>,
    /// The stage and fifth that were told last, where there is no terminal to rewrite.
    told: Mutex<Option<(Stage, u64)>>,
}

fn rejected_path(folder: &Path, file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    folder.join(format!("{stem}-rejected.csv"))
}

impl Watching {
    fn write(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) -> Outcome {
        let (Some(folder), Some(input)) = (&self.folder, self.files.get(file)) else { return Ok(()) };
        let path = rejected_path(folder, input);
        let failed = |error: std::io::Error| unwritable(&path, &error);
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match writers.entry(file) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(place) => {
                std::fs::create_dir_all(folder).map_err(failed)?;
                let out = BufWriter::new(File::create(&path).map_err(failed)?);
                place.insert(RejectedWriter::new(out, headings, self.voice.language.tag()).map_err(failed)?)
            }
        };
        writer.write(record, faults, |fault| self.voice.fault(fault)).map_err(failed)
    }

    fn finish(&self) -> Outcome {
        if let Some(failure) = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(failure);
        }
        let mut writers = self.writers.lock().unwrap_or_else(PoisonError::into_inner);
        for (file, writer) in writers.drain() {
            writer.finish().map_err(|error| unwritable(&self.files[file], &error))?;
        }
        Ok(())
    }
}

impl Watch for Watching {
    fn progress(&self, stage: Stage, done: u64, of: u64) {
        let what = self.voice.words(
            match stage {
                Stage::Checking => "cli-import-checking",
                Stage::Recording => "cli-import-recording",
                Stage::Linking => "cli-import-linking",
            },
            &[],
        );
        let of = of.max(1);
        if std::io::stderr().is_terminal() {
            let clipped = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
            return self.voice.progress(&what, clipped(done), clipped(of));
        }
        let fifth = done.saturating_mul(5) / of;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != Some((stage, fifth)) {
            *told = Some((stage, fifth));
            self.voice.tell("cli-import-progress", &[("what", what), ("percent", (fifth * 20).to_string())]);
        }
    }
    fn rejected(&self, file: usize, headings: &[String], record: &Record, faults: &[Error]) {
        if let Err(failure) = self.write(file, headings, record, faults) {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        }
    }
}
