//! Records out on the command line: asks for an export, waits for it, and
//! fetches its files.

use crate::args::{ExportOptions, Place};
use crate::installation::unwritable;
use crate::records::without_nulls;
use crate::transport::Transport;
use crate::voice::{Failure, Outcome, Voice};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// How often a job is asked how far it is.
const LOOK: Duration = Duration::from_millis(500);

/// Exports records into a folder.
pub async fn run(voice: Voice, place: &Place, options: ExportOptions) -> Outcome {
    let body = without_nulls(json!({
        "kinds": options.kinds, "format": options.format, "purpose": options.purpose,
        "identified": options.identified, "fields": options.fields, "bom": options.bom,
        "as_of": options.as_of,
        "filter": without_nulls(json!({
            "disease": options.disease, "area": options.area, "status": options.status,
            "classification": options.classification, "class": options.class,
        })),
    }));
    std::fs::create_dir_all(&options.out).map_err(|error| unwritable(&options.out, &error))?;
    let transport = Transport::open(voice, place, &options.reach).await?;
    let done = export(voice, &transport, &body, &options.out).await;
    transport.close().await;
    let done = done?;
    if voice.json {
        voice.print_json(&done);
    }
    Ok(())
}

async fn export(voice: Voice, transport: &Transport, body: &Value, out: &Path) -> Outcome<Value> {
    let working = transport.work_off_jobs();
    let done = async {
        let job = transport.post(voice, "/exports", body).await?;
        let job = waited_for(voice, transport, job, "cli-job-moves").await?;
        for file in job.get("files").and_then(Value::as_array).into_iter().flatten() {
            let of = |field: &str| file.get(field).and_then(Value::as_str).unwrap_or_default();
            // A name with folders in it would lead elsewhere.
            let name = Path::new(of("name")).file_name().unwrap_or_default();
            let path = out.join(name);
            transport.download(&format!("/files/{}", of("id")), &path).await?;
            voice.tell("cli-exported", &[("path", path.display().to_string())]);
        }
        Ok(job)
    }
    .await;
    if let Some(working) = working {
        working.end().await;
    }
    done
}

/// Waits until a job has ended well, and says how far it is in a sentence with
/// `done`.
pub(crate) async fn waited_for(
    voice: Voice,
    transport: &Transport,
    mut job: Value,
    sentence: &'static str,
) -> Outcome<Value> {
    let id = job.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut told = None;
    loop {
        let of = |field: &str| job.get(field).and_then(Value::as_str).unwrap_or_default();
        let done = job.get("done").and_then(Value::as_i64).unwrap_or_default();
        if told.replace(done) != Some(done) {
            voice.tell(sentence, &[("done", done.to_string())]);
        }
        match of("state") {
            "done" => return Ok(job),
            "cancelled" => return Err(Failure::said("job-cancelled", &[])),
            "failed" => {
                let detail = job.pointer("/fault/detail").and_then(Value::as_str).unwrap_or_default();
                return Err(Failure::Answered(detail.to_owned()));
            }
            _ => {}
        }
        tokio::time::sleep(LOOK).await;
        job = transport.get(voice, &format!("/jobs/{id}"), &[]).await?;
    }
}
