//! Bulletins for the public (O01): numbers frozen as of a moment with a text in
//! both languages, released when two persons have approved them, corrected by
//! another one that says why. Nobody is named in them.

use kernel::{AreaPath, Code, DailyBulletinId, Error, Result, Text, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::affairs::{Heading, Record, of_kind};
use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// How many persons approve a bulletin before it is out.
const APPROVALS: usize = 2;

/// A draft as a fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulletinDrafted {
    /// What was known by then counts.
    pub as_of: Timestamp,
    /// Of which disease; of all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disease: Option<String>,
    /// The numbers.
    pub figures: Figures,
    /// Its heading.
    pub title: Text,
    /// What is said beside the numbers.
    pub text: Text,
    /// The bulletin that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<DailyBulletinId>,
    /// Why that is corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// A bulletin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DailyBulletin {
    /// Which.
    pub id: DailyBulletinId,
    /// Of which area.
    pub area: AreaPath,
    /// What it says.
    #[serde(flatten)]
    pub drafted: BulletinDrafted,
    /// Who wrote it.
    pub drafted_by: Option<UserId>,
    /// Who has approved it.
    pub approved_by: Vec<UserId>,
    /// When the second one did: since then it is out.
    pub released_at: Option<Timestamp>,
    /// The bulletin that corrects it.
    pub corrected_by: Option<DailyBulletinId>,
    /// `draft`, `released`, `corrected` or `withdrawn`.
    pub status: String,
}

impl Record for DailyBulletin {
    of_kind!(DailyBulletin);
    fn heading(&self) -> Heading {
        Heading {
            unit: None,
            parent: self.drafted.corrects.map(Into::into),
            status: self.status.clone(),
            sort: self.drafted.disease.clone(),
            at: Some(self.drafted.as_of),
        }
    }
    fn evolve(state: Option<Self>, fact: &Fact) -> Option<Self> {
        let becomes = |bulletin: Self, status: &str| Self { status: status.to_owned(), ..bulletin };
        match &fact.body {
            FactBody::BulletinDrafted(drafted) => Some(Self {
                id: fact.subject.id.into(),
                area: fact.area.clone(),
                drafted: drafted.clone(),
                drafted_by: fact.by.user,
                approved_by: Vec::new(),
                released_at: None,
                corrected_by: None,
                status: "draft".to_owned(),
            }),
            FactBody::BulletinApproved {} => state.map(|mut bulletin| {
                bulletin.approved_by.extend(fact.by.user);
                bulletin
            }),
            FactBody::BulletinReleased { .. } => {
                state.map(|it| Self { released_at: Some(fact.occurred_at), ..becomes(it, "released") })
            }
            FactBody::BulletinCorrected { by } => {
                state.map(|it| Self { corrected_by: Some(*by), ..becomes(it, "corrected") })
            }
            FactBody::BulletinWithdrawn { .. } => state.map(|it| becomes(it, "withdrawn")),
            _ => state,
        }
    }
}

/// A bulletin to be drafted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Of which area.
    pub area: AreaPath,
    /// Of which disease.
    pub disease: Option<String>,
    /// What was known by then counts.
    pub as_of: Timestamp,
    /// The numbers, as counted then.
    pub figures: Figures,
    /// Its heading.
    pub title: Text,
    /// What is said beside the numbers.
    pub text: Text,
}

/// Drafts a bulletin.
///
/// # Errors
/// `value.missing` without title or text in both languages, `value.too_long`;
/// `value.in_future`; `bulletin.names_somebody` for a text with what looks like
/// an identity or a telephone number.
pub fn draft(new: &Draft, ctx: &mut Ctx<'_>) -> Result<Fact> {
    drafted(new, None, ctx)
}

/// Drafts a bulletin in place of one that is out: once it is released, that one
/// is marked as corrected.
///
/// # Errors
/// As [`draft`]; `bulletin.wrong_state` for one that is not out;
/// `value.missing` without a reason in both languages.
pub fn correct(old: &DailyBulletin, new: &Draft, reason: Text, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(old, "released", "correct")?;
    said("reason", &reason, 1000)?;
    drafted(new, Some((old.id, reason)), ctx)
}

fn drafted(new: &Draft, corrects: Option<(DailyBulletinId, Text)>, ctx: &mut Ctx<'_>) -> Result<Fact> {
    ctx.not_in_future("as_of", new.as_of)?;
    said("title", &new.title, 200)?;
    said("text", &new.text, 10_000)?;
    let (corrects, reason) = corrects.unzip();
    let body = FactBody::BulletinDrafted(BulletinDrafted {
        as_of: new.as_of,
        disease: new.disease.clone(),
        figures: new.figures.clone(),
        title: new.title.clone(),
        text: new.text.clone(),
        corrects,
        reason,
    });
    let (now, id) = (ctx.now, DailyBulletinId::new(ctx.ids));
    Ok(ctx.fact(id.subject(), Vec::new(), &new.area, now, body))
}

/// Approves a bulletin; the second approval releases it. `counted` are the
/// numbers as the records have them now for the same moment.
///
/// # Errors
/// `bulletin.wrong_state` unless it is a draft, or where what it corrects was
/// corrected by another one meanwhile; `bulletin.same_person` for
/// whoever approved it already; `bulletin.figures_differ` where the records no
/// longer bear a number out.
pub fn approve(
    bulletin: &DailyBulletin,
    corrected: Option<&DailyBulletin>,
    counted: &Figures,
    ctx: &mut Ctx<'_>,
) -> Result<Vec<Fact>> {
    in_state(bulletin, "draft", "approve")?;
    // Of two drafts that correct one bulletin, the one that is out first does.
    corrected.map_or(Ok(()), |old| in_state(old, "released", "correct"))?;
    let Some(user) = ctx.actor.user else {
        return Err(Error::new(Code::Forbidden).arg("action", "approve"));
    };
    if bulletin.approved_by.contains(&user) {
        return Err(Error::new(Code::BulletinSamePerson));
    }
    for (name, told) in &bulletin.drafted.figures {
        let now = counted.get(name).copied().unwrap_or_default();
        if now != *told {
            return Err(Error::new(Code::BulletinFiguresDiffer)
                .arg("figure", name)
                .arg("said", told)
                .arg("counted", now));
        }
    }
    let (now, area) = (ctx.now, &bulletin.area);
    let mut facts =
        vec![ctx.fact(bulletin.id.subject(), Vec::new(), area, now, FactBody::BulletinApproved {})];
    if bulletin.approved_by.len() + 1 >= APPROVALS {
        let body = FactBody::BulletinReleased { as_of: bulletin.drafted.as_of };
        facts.push(ctx.fact(bulletin.id.subject(), Vec::new(), area, now, body));
        if let Some(old) = corrected {
            let body = FactBody::BulletinCorrected { by: bulletin.id };
            facts.push(ctx.fact(old.id.subject(), vec![bulletin.id.subject()], &old.area, now, body));
        }
    }
    Ok(facts)
}

/// Takes a draft back.
///
/// # Errors
/// `bulletin.wrong_state` for what is out: that is corrected, never withdrawn;
/// `value.missing` without a reason.
pub fn withdraw(bulletin: &DailyBulletin, reason: &str, ctx: &mut Ctx<'_>) -> Result<Fact> {
    in_state(bulletin, "draft", "withdraw")?;
    text_within("reason", reason, 500)?;
    let now = ctx.now;
    let body = FactBody::BulletinWithdrawn { reason: reason.to_owned() };
    Ok(ctx.fact(bulletin.id.subject(), Vec::new(), &bulletin.area, now, body))
}

fn in_state(bulletin: &DailyBulletin, wanted: &str, action: &str) -> Result<()> {
    if bulletin.status == wanted {
        return Ok(());
    }
    Err(Error::new(Code::BulletinState).arg("state", &bulletin.status).arg("action", action))
}

/// A text in both languages that names nobody by a number.
fn said(field: &'static str, text: &Text, max: usize) -> Result<()> {
    for words in [&text.zh, &text.en] {
        text_within(field, words, max)?;
        // Eleven digits are a telephone, fifteen or eighteen an identity number; counts are never so long.
        let longest = words.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
        if longest >= 11 {
            return Err(Error::new(Code::BulletinNames).arg("field", field));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn o01_a_text_with_a_number_of_a_person_is_refused() {
        for (words, sound) in [
            ("4,211 tests, 12 cases on 5 July 2022", true),
            ("call 13912345678", false),
            ("420106199001011234", false),
            ("hotline 12345 or 0351-7822222", true),
        ] {
            let text = Text { zh: words.to_owned(), en: words.to_owned() };
            assert_eq!(said("text", &text, 100).is_ok(), sound, "{words}");
        }
    }
}
