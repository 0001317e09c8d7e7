//! Views of lists that somebody keeps: how a list was narrowed, and which
//! columns it showed. They are his own, unless he shares one with the people of
//! his unit: they may show it, he alone changes it. A view opens nothing: what
//! it shows is asked by whoever shows it.

use kernel::{Code, Error, Result, UnitId, UserId};
use std::collections::HashMap;
use store::{AuditEntry, AuditKind, SavedViewRow, Wanted};

use crate::audit::Changes;
use crate::{App, Caller};

/// Views that one user may keep.
pub const MOST_VIEWS: i64 = 200;
/// Characters of a name.
const NAME: usize = 100;
/// Characters of what a list is narrowed by, and of the names of its columns.
const QUERY: usize = 2000;
/// Filters that look for somebody or for one record: whom one looked for is not kept.
const PERSONAL: [&str; 11] = [
    "name",
    "phone",
    "id_number",
    "address",
    "words",
    "person",
    "number",
    "case",
    "contact",
    "subject",
    "user",
];

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
    /// Whether the people of the caller's unit may show it.
    pub shared: bool,
}

/// A view that somebody may show.
#[derive(Clone, Debug)]
pub struct ViewLine {
    /// The view.
    pub row: SavedViewRow,
    /// Who shares it, by name; none for the caller's own.
    pub by: Option<String>,
}

impl App {
    /// The views that the caller keeps, and those that are shared with his unit,
    /// by list and name.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn saved_views(&self, caller: &Caller) -> Result<Vec<ViewLine>> {
        let rows = self.store().saved_views(caller.user, caller.unit).await?;
        let mut names: HashMap<UserId, String> = HashMap::new();
        for row in rows.iter().filter(|row| row.user != caller.user) {
            if !names.contains_key(&row.user)
                && let Some(user) = self.store().user(row.user).await?
            {
                names.insert(user.id, user.display_name);
            }
        }
        let line = |row: SavedViewRow| {
            let by = (row.user != caller.user).then(|| names.get(&row.user).cloned().unwrap_or_default());
            ViewLine { row, by }
        };
        Ok(rows.into_iter().map(line).collect())
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
            shared_with: if input.shared { Some(own_unit(caller)?) } else { None },
        };
        let entry = AuditEntry {
            detail: Changes::default()
                .hidden("name")
                .new_field("list", &row.list)
                .new_field("shared", &input.shared)
                .detail(),
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

    /// Gives a view of the caller another name.
    ///
    /// # Errors
    /// `record.not_found`; `value.invalid` for a name that another of his views of the
    /// list has; `value.missing`, `value.too_long`.
    pub async fn rename_view(&self, caller: &Caller, list: String, name: String, to: &str) -> Result<()> {
        let (user, told, to) = (caller.user, name.clone(), named(to)?);
        let entry = self.audit_entry(caller, AuditKind::Setting, "view.rename");
        let found = self
            .store()
            .write(Wanted::nothing(), move |work| {
                let (list, name, to, entry) = (list.clone(), name.clone(), to.clone(), entry.clone());
                Box::pin(async move {
                    let Some(row) = work.view(user, &list, &name).await? else { return Ok(false) };
                    if name != to {
                        if work.view(user, &list, &to).await?.is_some() {
                            return Err(Error::new(Code::InvalidValue)
                                .arg("field", "to")
                                .arg("value", to)
                                .arg("expected", "a name that no other view of this list has"));
                        }
                        work.drop_view(user, &list, &name).await?;
                        work.put(&SavedViewRow { name: to, ..row });
                        work.audit(entry);
                    }
                    Ok(true)
                })
            })
            .await?;
        if found { Ok(()) } else { Err(Error::new(Code::NotFound).arg("kind", "view").arg("id", told)) }
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

/// The unit for which the caller acts: who acts for none shares with nobody.
fn own_unit(caller: &Caller) -> Result<UnitId> {
    caller.unit.ok_or_else(|| {
        Error::new(Code::InvalidValue).arg("field", "shared").arg("value", "true").arg("expected", "false")
    })
}

/// A word of the console: `cases`, `opened_from`.
fn word(field: &'static str, text: &str) -> Result<String> {
    let sound = !text.is_empty()
        && text.len() <= 60
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte));
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
        // Codes, words of the product, days and regimes are all that lists are narrowed by; a name
        // would be of other characters. What was refused is not told again, it may be one.
        if !value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) || looks_personal(value) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", name)
                .arg("value", "…")
                .arg("expected", "a code, a word or a day"));
        }
    }
    let text =
        serde_json::to_string(query).map_err(|e| Error::new(Code::Internal).caused_by(e.to_string()))?;
    short("query", text, QUERY)
}

/// Whether a value has the form of a number of a phone or of an identity: areas
/// have codes of twelve digits.
fn looks_personal(value: &str) -> bool {
    let body = value.strip_suffix(['x', 'X']).unwrap_or(value);
    let digits = body.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!(value.len(), 11 | 15 | 18)
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
