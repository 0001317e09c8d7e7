//! The values that name people: shown to those who may see them, for a named
//! purpose, and never without a trace.

use authz::Action;
use kernel::{Classified, Code, Error, IdSource, PersonId, PersonalField, Result, SubjectKind};
use serde_json::json;
use store::{AuditKind, AuditNote, PersonRow, Scope};

use crate::audit::detail;
use crate::ids::SystemIds;
use crate::recorder::not_found;
use crate::{App, Caller};

/// Longest purpose, in characters.
const MAX_PURPOSE: usize = 200;

/// What is known of a person without naming him.
#[derive(Clone, Debug)]
pub struct PersonTrace {
    /// The person as he was taken in.
    pub row: PersonRow,
    /// As whom he is known.
    pub merged_into: Option<PersonId>,
    /// Who is known as him.
    pub merged: Vec<PersonId>,
}

/// What names one person.
#[derive(Clone, Debug)]
pub struct PersonalLine {
    /// Who.
    pub person: PersonId,
    /// His values.
    pub values: Vec<(PersonalField, Classified<String>)>,
}

impl App {
    /// Reads values that name people; every look is in the audit before it is answered.
    ///
    /// # Errors
    /// `access.forbidden`, `value.missing` without a purpose, those of the store.
    pub async fn personal(
        &self,
        caller: &Caller,
        people: &[PersonId],
        fields: &[PersonalField],
        purpose: &str,
    ) -> Result<Vec<PersonalLine>> {
        checked_purpose(purpose)?;
        let scope = self.scope(caller, Action::ReadPersonal, purpose)?;
        let note = AuditNote {
            id: SystemIds.next_uuid(),
            // When somebody really looked; a drill's clock shows another time.
            at: self.inner.clocks.wall(),
            post: caller.post,
            kind: AuditKind::Look,
            action: "person.read".to_owned(),
            detail: detail(&json!({ "fields": fields })),
        };
        let found = self.store().personal(&scope, people, fields, note).await?;
        let mut lines: Vec<_> =
            found.into_iter().map(|(person, values)| PersonalLine { person, values }).collect();
        let missing: Vec<PersonId> =
            people.iter().copied().filter(|id| lines.iter().all(|line| line.person != *id)).collect();
        if !missing.is_empty() {
            let seen = self.personal_through_glass(caller, missing.into_iter(), fields, purpose).await?;
            lines.extend(seen);
        }
        Ok(lines)
    }
    /// A person, as whom he is known, and who is known as him.
    ///
    /// # Errors
    /// `access.forbidden`, `record.not_found`, those of the store.
    pub async fn person_trace(&self, caller: &Caller, id: PersonId) -> Result<PersonTrace> {
        let scope = self.scope(caller, Action::ReadCases, "records")?;
        let row = self.store().person(&scope, id).await?;
        let row = row.ok_or_else(|| not_found(SubjectKind::Person, id))?;
        let (everywhere, now) = (Scope::system(), self.as_of(None));
        let merged_into = self.store().merge_of(&everywhere, id, now).await?.and_then(|merge| merge.into);
        let merged = self.store().merged_into(&everywhere, id, now).await?;
        self.saw(caller, "person.trace", id.subject(), &row.area, vec![id]).await?;
        Ok(PersonTrace { row, merged_into, merged: merged.into_iter().map(|merge| merge.id).collect() })
    }
}

/// Refuses a purpose that says nothing, or more than the audit holds.
///
/// # Errors
/// `value.missing`, `value.too_long`.
pub(crate) fn checked_purpose(purpose: &str) -> Result<()> {
    if purpose.trim().is_empty() {
        return Err(Error::new(Code::MissingField).arg("field", "purpose"));
    }
    let length = purpose.chars().count();
    if length > MAX_PURPOSE {
        return Err(Error::new(Code::TooLong)
            .arg("field", "purpose")
            .arg("length", length)
            .arg("max", MAX_PURPOSE));
    }
    Ok(())
}
