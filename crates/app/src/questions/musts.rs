//! The four musts (H04): all who should be tested, isolated, admitted, treated;
//! counted by the database, the missing named. Each number has a filter of its
//! own, so that the list behind it is the list that was counted.

use authz::Action;
use domain::investigation::Contact;
use kernel::{
    AreaPath, AsOf, CaseId, ContactId, ObligationId, PageRequest, PersonId, Result, SubjectKind, Timestamp,
};
use store::{CaseCount, CaseFilter, ContactFilter, ObligationFilter, ObligationState, Scope};

use super::boards::TEST;
use crate::{App, Caller, rows};

/// Most people named in one list of the missing.
const MOST_NAMED: usize = 500;
/// The classes of contacts that are isolated.
const ISOLATED: &str = "close,secondary";
/// Where a contact stands who is not yet controlled.
const UNCONTROLLED: &str = "determined,reached";
/// Where one stands who is, or was.
const CONTROLLED: &str = "under_order,released,became_case";
/// The classes of cases that count as infected.
pub(super) const INFECTED: &str = "probable,asymptomatic,confirmed";
/// Where a case stands that has not ended.
pub(super) const ACTIVE: &str = "open,isolated,admitted";
/// The severities that need a plan of treatment (E02).
const SEVERE: &str = "severe,critical";

/// One of the four musts: how many should, how many are, and who is missing.
#[derive(Clone, Debug, Default)]
pub struct Must {
    /// How many should be.
    pub should: usize,
    /// How many are.
    pub done: usize,
    /// Who is missing, by name of the record: at most 500.
    pub missing: Vec<Missing>,
    /// Whether more are missing than are named.
    pub more: bool,
}

/// Somebody missing from a must.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Who.
    pub person: Option<PersonId>,
    /// As which case.
    pub case: Option<CaseId>,
    /// As which contact.
    pub contact: Option<ContactId>,
    /// Which duty stands open about it.
    pub obligation: Option<ObligationId>,
    /// Since when.
    pub since: Timestamp,
}

/// The four musts: all who should be tested, isolated, admitted, treated.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields are the four musts")]
pub struct FourMusts {
    pub tested: Must,
    pub isolated: Must,
    pub admitted: Must,
    pub treated: Must,
}

/// What a must is asked by.
#[derive(Clone, Debug)]
pub(super) struct Asked<F> {
    pub(super) should: F,
    pub(super) done: F,
    pub(super) missing: F,
}

/// How many should be, and how many are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) should: i64,
    pub(super) done: i64,
}

/// Tests of orders that have fallen due. One that was waived is no longer owed.
pub(super) fn tested(
    area: Option<AreaPath>,
    disease: Option<String>,
    as_of: AsOf,
) -> Asked<ObligationFilter> {
    use ObligationState::{Met, MetLate, Overdue};
    let of = |states: &[ObligationState]| ObligationFilter {
        area: area.clone(),
        disease: disease.clone(),
        subject_kind: Some(SubjectKind::Order),
        occurrence: Some(TEST.1),
        due_before: Some(as_of.at()),
        states: states.to_vec(),
        ..ObligationFilter::default()
    };
    Asked { should: of(&[Met, MetLate, Overdue]), done: of(&[Met, MetLate]), missing: of(&[Overdue]) }
}

/// Close contacts and those who met them.
pub(super) fn isolated(area: Option<AreaPath>, disease: Option<String>) -> Asked<ContactFilter> {
    let of = |statuses: &str| ContactFilter {
        area: area.clone(),
        disease: disease.clone(),
        class: Some(ISOLATED.to_owned()),
        status: Some(statuses.to_owned()),
        ..ContactFilter::default()
    };
    let all = format!("{UNCONTROLLED},{CONTROLLED}");
    Asked { should: of(&all), done: of(CONTROLLED), missing: of(UNCONTROLLED) }
}

/// Infected people whose case has not ended.
pub(super) fn admitted(area: Option<AreaPath>, disease: Option<String>) -> Asked<CaseFilter> {
    let of = |statuses: &str| CaseFilter {
        area: area.clone(),
        disease: disease.clone(),
        classification: Some(INFECTED.to_owned()),
        status: Some(statuses.to_owned()),
        ..CaseFilter::default()
    };
    Asked { should: of(ACTIVE), done: of("isolated,admitted"), missing: of("open") }
}

/// Those among them who are severely ill: each has a plan of treatment (E02).
pub(super) fn treated(area: Option<AreaPath>, disease: Option<String>) -> Asked<CaseFilter> {
    let of = |planned| CaseFilter {
        severity: Some(SEVERE.to_owned()),
        planned,
        ..admitted(area.clone(), disease.clone()).should
    };
    Asked { should: of(None), done: of(Some(true)), missing: of(Some(false)) }
}

/// Whether a word is one of several between commas.
pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    words.split(',').any(|one| one == word)
}

/// The infected people who have not ended, among cases that stand alike.
fn active(counts: &[CaseCount]) -> impl Iterator<Item = &CaseCount> {
    counts.iter().filter(|n| is_one_of(&n.classification, INFECTED) && is_one_of(&n.status, ACTIVE))
}

/// How many infected people should be admitted, and how many are apart at least.
pub(super) fn count_admitted(counts: &[CaseCount]) -> Counted {
    active(counts).fold(Counted::default(), |all, n| Counted {
        should: all.should + n.count,
        done: all.done + if n.status == "open" { 0 } else { n.count },
    })
}

/// How many of them need a plan of treatment, and how many have one.
pub(super) fn count_treated(counts: &[CaseCount]) -> Counted {
    let severe = |n: &&CaseCount| n.severity.as_deref().is_some_and(|word| is_one_of(word, SEVERE));
    active(counts).filter(severe).fold(Counted::default(), |all, n| Counted {
        should: all.should + n.count,
        done: all.done + if n.planned { n.count } else { 0 },
    })
}

impl App {
    /// The four musts: counted by the database, the missing named. A test that
    /// was waived is no longer owed.
    ///
    /// # Errors
    /// `access.forbidden`, those of the store.
    pub async fn four_musts(
        &self,
        caller: &Caller,
        area: Option<AreaPath>,
        disease: Option<String>,
        as_of: AsOf,
    ) -> Result<FourMusts> {
        let scope = self.scope(caller, Action::ReadCases, "four_musts")?;
        let all = CaseFilter { area: area.clone(), disease: disease.clone(), ..CaseFilter::default() };
        let cases = self.store().case_board(&scope, &all, &[], as_of).await?;
        let tested = tested(area.clone(), disease.clone(), as_of);
        let isolated = isolated(area.clone(), disease.clone());
        let mut musts = FourMusts {
            tested: Must::of(self.count_tested(&scope, &tested, as_of).await?),
            isolated: Must::of(self.count_isolated(&scope, &isolated, as_of).await?),
            admitted: Must::of(count_admitted(&cases)),
            treated: Must::of(count_treated(&cases)),
        };
        musts.tested.name(self.untested(&scope, &tested.missing, as_of).await?);
        musts.isolated.name(self.not_isolated(&scope, &isolated.missing, as_of).await?);
        let missing = admitted(area.clone(), disease.clone()).missing;
        musts.admitted.name(self.missing_cases(&scope, &missing, as_of).await?);
        musts.treated.name(self.missing_cases(&scope, &treated(area, disease).missing, as_of).await?);
        let all = [&musts.tested, &musts.isolated, &musts.admitted, &musts.treated];
        let persons = all.into_iter().flat_map(|must| &must.missing).filter_map(|missing| missing.person);
        self.saw_on_a_board(caller, "four_musts.list", persons.collect()).await?;
        Ok(musts)
    }

    pub(super) async fn count_tested(
        &self,
        scope: &Scope,
        asked: &Asked<ObligationFilter>,
        as_of: AsOf,
    ) -> Result<Counted> {
        let counts = self.store().obligation_counts(scope, &asked.should, as_of).await?;
        let done = counts.met + counts.met_late;
        Ok(Counted { should: done + counts.overdue, done })
    }

    pub(super) async fn count_isolated(
        &self,
        scope: &Scope,
        asked: &Asked<ContactFilter>,
        as_of: AsOf,
    ) -> Result<Counted> {
        let mut counted = Counted::default();
        for ([_, status], count) in self.store().contact_counts(scope, &asked.should, as_of).await? {
            counted.should += count;
            counted.done += if is_one_of(&status, UNCONTROLLED) { 0 } else { count };
        }
        Ok(counted)
    }

    async fn untested(&self, scope: &Scope, missing: &ObligationFilter, as_of: AsOf) -> Result<Vec<Missing>> {
        let found = self.store().obligations(scope, missing, as_of, &named()).await?;
        let missing = found.items.into_iter().map(|row| Missing {
            person: None,
            case: None,
            contact: None,
            obligation: Some(row.id),
            since: row.due_at,
        });
        Ok(missing.collect())
    }

    async fn not_isolated(
        &self,
        scope: &Scope,
        missing: &ContactFilter,
        as_of: AsOf,
    ) -> Result<Vec<Missing>> {
        let found = self.store().contacts(scope, missing, as_of, &named()).await?;
        let missing = |row: store::ContactRow| -> Result<Missing> {
            let contact: Contact = rows::state(&row.state)?;
            Ok(Missing {
                person: Some(contact.person),
                case: Some(contact.case),
                contact: Some(contact.id),
                obligation: None,
                since: contact.determined_at,
            })
        };
        found.items.into_iter().map(missing).collect()
    }

    async fn missing_cases(&self, scope: &Scope, missing: &CaseFilter, as_of: AsOf) -> Result<Vec<Missing>> {
        let found = self.store().cases(scope, missing, as_of, &named()).await?;
        let missing = found.items.into_iter().map(|row| Missing {
            person: Some(row.person),
            case: Some(row.id),
            contact: None,
            obligation: None,
            since: row.opened_at,
        });
        Ok(missing.collect())
    }
}

/// A page as long as the list of names.
const fn named() -> PageRequest {
    PageRequest { limit: PageRequest::MAX_LIMIT, after: None }
}

impl Must {
    fn of(counted: Counted) -> Self {
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        Self { should: count(counted.should), done: count(counted.done), ..Self::default() }
    }
    fn name(&mut self, mut missing: Vec<Missing>) {
        missing.truncate(MOST_NAMED);
        self.more = self.should - self.done > missing.len();
        self.missing = missing;
    }
}
