//! A proposal how a file is to be read.

use super::{Answer, Arc, Body, Error, Signed, TableHints, bytes_of, io, limits};
use axum::Json;
use interop::{Confidence, Question, SAMPLE_ROWS, Why, guess, open_table};
use kernel::Code;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::command::IMPORT_LIMIT;

/// Rows that are shown.
const SHOWN: usize = 20;

/// A file to be looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileSample {
    /// Its name, for the places of faults.
    name: String,
    /// What it holds, as text; or `base64`. The beginning of a text is enough.
    text: Option<String>,
    /// What it holds, in base64.
    base64: Option<String>,
}

/// A proposal: to be corrected, and never more than a proposal.
#[derive(Serialize, ToSchema)]
pub(super) struct Proposal {
    /// What the rows are.
    kind: &'static str,
    /// What the file is: `text`, `xlsx`, `json` or `ndjson`.
    container: &'static str,
    /// The mapping file (TOML), as far as it can be guessed.
    mapping: String,
    columns: Vec<ProposedColumn>,
    /// What only a person can know.
    questions: Vec<Asked>,
    /// The first rows, by column, as they were read.
    rows: Vec<Vec<String>>,
}

/// What a column was taken for.
#[derive(Serialize, ToSchema)]
pub(super) struct ProposedColumn {
    heading: String,
    /// None for a column that is kept as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// `certain`, `likely` or `none`.
    confidence: &'static str,
    /// `heading`, `part_of_heading`, `taken`, `values` or `unknown`.
    why: &'static str,
}

/// A question.
#[derive(Serialize, ToSchema)]
pub(super) struct Asked {
    /// `disease`, `date_order`, `values`, `codes`, `number`, `area` or `day`.
    question: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// The forms of a date that fit, the likeliest first; or values whose meaning is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
    /// What codes were taken for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    meanings: BTreeMap<String, String>,
}

/// Guesses how a file is to be read. Nothing is kept.
#[utoipa::path(post, path = "/imports/guess", tag = "imports", request_body = FileSample,
    responses((status = 200, body = Proposal)))]
pub(super) async fn guess_mapping(
    Signed { app, caller }: Signed,
    Body(input): Body<FileSample, IMPORT_LIMIT>,
) -> Answer<Proposal> {
    app.scope(&caller, authz::Action::ImportCases, "guess")?;
    let bytes = bytes_of(input.text, input.base64)?;
    let proposal = tokio::task::spawn_blocking(move || propose(&input.name, bytes));
    Ok(Json(proposal.await.map_err(|e| Error::new(Code::Internal).caused_by(e))??))
}

fn propose(name: &str, bytes: Arc<[u8]>) -> Result<Proposal, Error> {
    let mut table = open_table(name, Box::new(io::Cursor::new(bytes)), &TableHints::default(), &limits())?;
    let sample = table.sample(SAMPLE_ROWS)?;
    let guess = guess(&table, &sample)?;
    let columns = guess.columns.iter().map(|column| ProposedColumn {
        heading: column.heading.clone(),
        field: column.field.map(|field| field.as_str()),
        confidence: match column.confidence {
            Confidence::Certain => "certain",
            Confidence::Likely => "likely",
            Confidence::None => "none",
        },
        why: match column.why {
            Why::Heading => "heading",
            Why::PartOfHeading => "part_of_heading",
            Why::Taken(_) => "taken",
            Why::Values(_) => "values",
            Why::Unknown => "unknown",
        },
    });
    Ok(Proposal {
        kind: guess.kind.as_str(),
        container: table.recognised().container.as_str(),
        mapping: guess.mapping.to_text(),
        columns: columns.collect(),
        questions: guess.questions.into_iter().map(asked).collect(),
        rows: sample.into_iter().take(SHOWN).map(|record| record.cells).collect(),
    })
}

fn asked(question: Question) -> Asked {
    let plain = |question| Asked {
        question,
        heading: None,
        field: None,
        choices: Vec::new(),
        meanings: BTreeMap::new(),
    };
    match question {
        Question::Disease => plain("disease"),
        Question::Number => plain("number"),
        Question::Area => plain("area"),
        Question::Day => plain("day"),
        Question::DateOrder { heading, field, forms } => Asked {
            heading: Some(heading),
            field: Some(field.as_str()),
            choices: forms.iter().map(ToString::to_string).collect(),
            ..plain("date_order")
        },
        Question::Values { heading, field, values } => {
            Asked { heading: Some(heading), field: Some(field.as_str()), choices: values, ..plain("values") }
        }
        Question::Codes { heading, field, meanings } => Asked {
            heading: Some(heading),
            field: Some(field.as_str()),
            meanings: meanings.into_iter().collect(),
            ..plain("codes")
        },
    }
}
