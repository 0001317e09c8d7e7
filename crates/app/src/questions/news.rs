//! What has changed, for those who listen.

use kernel::{Result, SubjectRef};
use std::collections::BTreeMap;
use store::OutboxRow;
use uuid::Uuid;

use super::sight::Sight;
use crate::{App, Caller};

/// How far somebody has listened, by writer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsCursor(BTreeMap<Uuid, i64>);

impl NewsCursor {
    /// The text that a client sends back: `writer.place` pairs joined by `,`.
    pub fn to_text(&self) -> String {
        let pairs: Vec<_> = self.0.iter().map(|(writer, seq)| format!("{}.{seq}", writer.simple())).collect();
        pairs.join(",")
    }
    /// Reads that text; what makes no sense is left out, which only repeats news.
    pub fn from_text(text: &str) -> Self {
        let pair = |part: &str| {
            let (writer, seq) = part.split_once('.')?;
            Some((Uuid::parse_str(writer).ok()?, seq.parse().ok()?))
        };
        Self(text.split(',').take(64).filter_map(pair).collect())
    }
}

impl App {
    /// Changes after a place, of what the caller may read where it belongs;
    /// from now on when no place is named.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn news(
        &self,
        caller: &Caller,
        after: Option<NewsCursor>,
        limit: u32,
    ) -> Result<(Vec<OutboxRow>, NewsCursor)> {
        let sight = Sight::of(caller)?;
        let scope = sight.scope(caller, "news");
        let heads = self.store().outbox_heads().await?;
        let Some(mut cursor) = after else {
            return Ok((Vec::new(), NewsCursor(heads.into_iter().collect())));
        };
        let mut news = Vec::new();
        for (writer, head) in heads {
            let place = cursor.0.entry(writer).or_insert(0);
            if *place >= head {
                continue;
            }
            let rows = self.store().outbox_after(&scope, writer, *place, limit).await?;
            // Fewer than asked for: whatever lies between is not for him.
            *place = match rows.last() {
                Some(last) if rows.len() == limit as usize => last.seq,
                _ => head,
            };
            let about = |row: &OutboxRow| SubjectRef { kind: row.subject_kind, id: row.subject_id };
            let known = self.diseases(&sight, rows.iter().map(about)).await?;
            let disease = |row: &OutboxRow| known.get(&row.subject_id).map(String::as_str);
            news.extend(rows.into_iter().filter(|row| sight.sees(&row.topic, &row.area, disease(row))));
        }
        Ok((news, cursor))
    }
}
