//! Views of lists that somebody keeps: how a list was narrowed, and which
//! columns it showed. They are his own; nobody else sees them.

use kernel::{Code, Error, Result};
use store::{AuditEntry, AuditKind, SavedViewRow, Wanted};

use crate::audit::Changes;
use crate::{App, Caller};

/// Views that one user may keep.
pub const MOST_VIEWS: i64 = 200;
/// Characters of a name.
const NAME: usize = 100;
/// Characters of what a list is narrowed by, and of the names of its columns.
const QUERY: usize = 2000;
/// Filters that look for somebody: whom one looked for is not kept.
const PERSONAL: [&str; 5] = ["name", "phone", "id_number", "address", "words"];

/// A view to be kept.
#[derive(Clone, Debug)]
pub struct ViewInput {
    /// Of which list, for example `cases`.
    pub list: String,
    /// Its name; the name of one that is there replaces it.
    pub name: String,
    /// What narrows the list: names and values, as in an address.
    pub query: Vec<(String, String)>,
    /// The columns that it shows; those that are usual when absent.
    pub columns: Option<Vec<String>>,
}

impl App {
    /// The views that the caller keeps, by list and name.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn saved_views(&self, caller: &Caller) -> Result<Vec<SavedViewRow>> {
        self.store().saved_views(caller.user).await
    }

    /// Keeps a view for the caller.
    ///
    /// # Errors
    /// `value.missing`, `value.invalid`, `value.too_long`; `value.out_of_range` beyond [`MOST_VIEWS`].
    pub async fn save_view(&self, caller: &Caller, input: ViewInput) -> Result<()> {
        let row = SavedViewRow {
            user: caller.user,
            list: word("list", &input.list)?,
            name: named(&input.name)?,
            query: query_of(&input.query)?,
            columns: input.columns.as_deref().map(columns_of).transpose()?,
            saved_at: self.inner.clocks.wall(),
        };
        let entry = AuditEntry {
            detail: Changes::default().hidden("name").new_field("list", &row.list).detail(),
            ..self.audit_entry(caller, AuditKind::Setting, "view.save")
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (row, entry) = (row.clone(), entry.clone());
                Box::pin(async move {
                    let others = work.count_other_views(&row).await?;
                    if others >= MOST_VIEWS {
                        return Err(Error::new(Code::OutOfRange)
                            .arg("field", "views")
                            .arg("value", MOST_VIEWS + 1)
                            .arg("min", 0)
                            .arg("max", MOST_VIEWS));
                    }
                    work.put(&row);
                    work.audit(entry);
                    Ok(())
                })
            })
            .await
    }

    /// Forgets a view of the caller.
    ///
    /// # Errors
    /// `record.not_found`.
    pub async fn forget_view(&self, caller: &Caller, list: String, name: String) -> Result<()> {
        let (user, told) = (caller.user, name.clone());
        let entry = self.audit_entry(caller, AuditKind::Setting, "view.forget");
        let dropped = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let (list, name, entry) = (list.clone(), name.clone(), entry.clone());
                Box::pin(async move {
                    let dropped = work.drop_view(user, &list, &name).await?;
                    if dropped {
                        work.audit(entry);
                    }
                    Ok(dropped)
                })
            })
            .await?;
        if dropped { Ok(()) } else { Err(Error::new(Code::NotFound).arg("kind", "view").arg("id", told)) }
    }
}

/// A word of the console: `cases`, `opened_from`.
fn word(field: &'static str, text: &str) -> Result<String> {
    let sound = !text.is_empty()
        && text.len() <= 60
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte));
    if sound {
        Ok(text.to_owned())
    } else {
        Err(Error::new(Code::InvalidValue)
            .arg("field", field)
            .arg("value", text.chars().take(60).collect::<String>())
            .arg("expected", "a-z 0-9 _ -"))
    }
}

fn named(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::new(Code::MissingField).arg("field", "name"));
    }
    short("name", name.to_owned(), NAME)
}

fn query_of(query: &[(String, String)]) -> Result<String> {
    for (name, value) in query {
        word("query", name)?;
        if PERSONAL.contains(&name.as_str()) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "query")
                .arg("value", name)
                .arg("expected", "a filter that names nobody"));
        }
        if value.chars().any(char::is_control) {
            return Err(Error::new(Code::InvalidValue).arg("field", name).arg("value", "").arg("expected", "text"));
        }
    }
    let text = serde_json::to_string(query).map_err(|e| Error::new(Code::Internal).caused_by(e.to_string()))?;
    short("query", text, QUERY)
}

fn columns_of(columns: &[String]) -> Result<String> {
    for column in columns {
        word("columns", column)?;
    }
    short("columns", columns.join(" "), QUERY)
}

fn short(field: &'static str, text: String, max: usize) -> Result<String> {
    let length = text.chars().count();
    if length > max {
        return Err(Error::new(Code::TooLong).arg("field", field).arg("length", length).arg("max", max));
    }
    Ok(text)
}
