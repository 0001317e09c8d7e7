//! Situation reports of units (A03, C05) and bulletins for the public (O01).

use authz::Action;
use domain::affairs::Record as _;
use domain::reporting::{self, DailyBulletin, Draft, Figures, ReportSent, SituationReport};
use kernel::{
    AreaPath, AsOf, Code, DailyBulletinId, Date, Error, Result, SituationReportId, Span, Text, Timestamp,
    UnitId,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{AffairRow, Wanted};

use crate::questions::SituationQuery;
use crate::{App, Caller, Key, Receipt, Recorder};

/// Reports that are asked for.
#[derive(Clone, Debug)]
pub struct ReportsWanted {
    /// Of which units.
    pub units: Vec<UnitId>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The hour of the cut-off, by the calendar of each unit; 24 is the end of the day.
    pub cut_off_hour: i8,
    /// How long after that the report is due.
    pub within: Span,
}

/// What a unit says beside its records.
#[derive(Clone, Debug, Default)]
pub struct ReportInput {
    /// Its own numbers, where they are others.
    pub said: Figures,
    /// Why, by number.
    pub explained: BTreeMap<String, String>,
    /// Problems and requests.
    pub problems: String,
}

/// A bulletin to be drafted.
#[derive(Clone, Debug)]
pub struct BulletinInput {
    /// Of which area.
    pub area: AreaPath,
    /// Of which disease.
    pub disease: Option<String>,
    /// What was known by then counts; now when absent.
    pub as_of: Option<Timestamp>,
    /// Its heading.
    pub title: Text,
    /// What is said beside the numbers.
    pub text: Text,
}

/// What is said in place of a bulletin that is out.
#[derive(Clone, Debug)]
pub struct Correction {
    /// What was known by then counts; now when absent.
    pub as_of: Option<Timestamp>,
    /// Its heading.
    pub title: Text,
    /// What is said beside the numbers.
    pub text: Text,
    /// Why the other one is corrected.
    pub reason: Text,
}

impl App {
    /// Asks units for a report of every day.
    ///
    /// # Errors
    /// As [`reporting::require`]; `record.not_found` or `access.forbidden` for a unit outside
    /// the caller's areas.
    pub async fn require_reports(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: ReportsWanted,
    ) -> Result<Receipt> {
        self.run(caller, key, Wanted::nothing(), input, |rec, input| {
            Box::pin(async move {
                rec.areas_for(Action::IssueDirectives)?;
                let mut units = Vec::with_capacity(input.units.len());
                let mut known = BTreeSet::new();
                let mut looked = 0;
                for unit in &input.units {
                    let area = rec.unit_in_sight(*unit)?.area.clone();
                    rec.require(Action::IssueDirectives, &area)?;
                    // More than may be asked for at once is refused whole, and need not be looked up.
                    let mut day = Some(input.from);
                    while let Some(on) = day.filter(|on| *on <= input.until && looked < reporting::MOST) {
                        looked += 1;
                        known.extend(rec.report_of(*unit, on).await?.map(|report| report.id));
                        day = on.tomorrow().ok();
                    }
                    let zone = rec.directory().zone_at(&area);
                    units.push((*unit, area, zone));
                }
                let Some((_, area, _)) = units.first().cloned() else {
                    return Err(Error::new(Code::MissingField).arg("field", "units"));
                };
                let (days, hours) = ((input.from, input.until), (input.cut_off_hour, input.within));
                let mut ctx = rec.ctx(&area);
                let facts = reporting::require(&units, days, hours, |id| known.contains(&id), &mut ctx)?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Sends a report: its numbers are counted as they were known at its cut-off.
    ///
    /// # Errors
    /// As [`reporting::send`]; `record.not_found`.
    pub async fn send_report(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: SituationReportId,
        input: ReportInput,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::Rectify)?;
        let report = self.situation_report(caller, id, AsOf::Now(self.now())).await?.state;
        // Before the cut-off nothing can be counted as of it; the decision refuses it.
        let at = report.cut_off_at.min(self.now());
        let figures = self.figures(caller, &report.area, None, at).await?;
        let wanted = Wanted::nothing().current::<AffairRow>(id.0).open_obligations(id.subject());
        self.run(caller, key, wanted, (id, input, figures), |rec, (id, input, figures)| {
            Box::pin(async move {
                let report: SituationReport = rec.affair(id.0, Action::Rectify).await?;
                let before = rec.last_before(report.unit, report.on).await?;
                let sent = ReportSent {
                    unit: report.unit,
                    figures: figures.clone(),
                    said: input.said.clone(),
                    explained: input.explained.clone(),
                    problems: input.problems.clone(),
                };
                let before = before.as_ref().map(|sent| &sent.figures);
                let fact = reporting::send(&report, sent, before, &mut rec.ctx(&report.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Drafts a bulletin, with the numbers as they were known at its moment.
    ///
    /// # Errors
    /// As [`reporting::draft`]; `access.forbidden`.
    pub async fn draft_bulletin(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: BulletinInput,
    ) -> Result<Receipt> {
        let draft = self.drafted(caller, input).await?;
        self.run(caller, key, Wanted::nothing(), draft, |rec, draft| {
            Box::pin(async move {
                rec.require(Action::IssueDirectives, &draft.area)?;
                let fact = reporting::draft(draft, &mut rec.ctx(&draft.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Drafts a bulletin in place of one that is out.
    ///
    /// # Errors
    /// As [`reporting::correct`]; `record.not_found`.
    pub async fn correct_bulletin(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: DailyBulletinId,
        correction: Correction,
    ) -> Result<Receipt> {
        caller.authority.reaches_for(Action::IssueDirectives)?;
        let old = self.daily_bulletin(caller, id, AsOf::Now(self.now())).await?;
        let Correction { as_of, title, text, reason } = correction;
        let disease = old.state.drafted.disease;
        let draft =
            self.drafted(caller, BulletinInput { area: old.area, disease, as_of, title, text }).await?;
        let wanted = Wanted::nothing().current::<AffairRow>(id.0);
        self.run(caller, key, wanted, (id, draft, reason), |rec, (id, draft, reason)| {
            Box::pin(async move {
                let old: DailyBulletin = rec.affair(id.0, Action::IssueDirectives).await?;
                let fact = reporting::correct(&old, draft, reason.clone(), &mut rec.ctx(&old.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    /// Approves a bulletin; the second approval, by somebody else, releases it.
    ///
    /// # Errors
    /// As [`reporting::approve`]; `record.not_found`.
    pub async fn approve_bulletin(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: DailyBulletinId,
    ) -> Result<Receipt> {
        // Who may not hears so, whether it exists or not.
        caller.authority.reaches_for(Action::ReleaseBulletins)?;
        let drafted = self.daily_bulletin(caller, id, AsOf::Now(self.now())).await?;
        let (area, said) = (&drafted.area, &drafted.state.drafted);
        let counted = self.figures(caller, area, said.disease.clone(), said.as_of).await?;
        let wanted = Wanted::nothing().current::<AffairRow>(id.0);
        self.run(caller, key, wanted, (id, counted), |rec, (id, counted)| {
            Box::pin(async move {
                let bulletin: DailyBulletin = rec.affair(id.0, Action::ReleaseBulletins).await?;
                let corrected = match bulletin.drafted.corrects {
                    Some(old) => Some(rec.affair::<DailyBulletin>(old.0, Action::ReleaseBulletins).await?),
                    None => None,
                };
                let mut ctx = rec.ctx(&bulletin.area);
                let facts = reporting::approve(&bulletin, corrected.as_ref(), counted, &mut ctx)?;
                rec.record(facts).await
            })
        })
        .await
    }

    /// Takes a draft back.
    ///
    /// # Errors
    /// As [`reporting::withdraw_bulletin`]; `record.not_found`.
    pub async fn withdraw_bulletin(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        id: DailyBulletinId,
        reason: String,
    ) -> Result<Receipt> {
        let wanted = Wanted::nothing().current::<AffairRow>(id.0);
        self.run(caller, key, wanted, (id, reason), |rec, (id, reason)| {
            Box::pin(async move {
                let bulletin: DailyBulletin = rec.affair(id.0, Action::IssueDirectives).await?;
                let fact = reporting::withdraw_bulletin(&bulletin, reason, &mut rec.ctx(&bulletin.area))?;
                rec.record(vec![fact]).await
            })
        })
        .await
    }

    async fn drafted(&self, caller: &Caller, input: BulletinInput) -> Result<Draft> {
        caller.authority.require(Action::IssueDirectives, &input.area)?;
        let now = self.now();
        let as_of = input.as_of.unwrap_or(now);
        let figures = self.figures(caller, &input.area, input.disease.clone(), as_of.min(now)).await?;
        let BulletinInput { area, disease, title, text, .. } = input;
        Ok(Draft { area, disease, as_of, figures, title, text })
    }

    /// The numbers of an area as they were known at a moment.
    async fn figures(
        &self,
        caller: &Caller,
        area: &AreaPath,
        disease: Option<String>,
        at: Timestamp,
    ) -> Result<Figures> {
        let query = SituationQuery { area: Some(area.clone()), disease, days: None };
        let situation = self.situation(caller, &query, AsOf::Known(at)).await?;
        Ok(situation.named().into_iter().map(|(name, figure)| (name, figure.count)).collect())
    }
}

impl Recorder<'_> {
    /// The report of a unit for a day, if it was asked for.
    async fn report_of(&mut self, unit: UnitId, on: Date) -> Result<Option<SituationReport>> {
        let known = self.affair_anywhere(SituationReport::id_of(unit, on).0).await?;
        Ok(known.as_ref().and_then(SituationReport::of).cloned())
    }
    /// The last report that a unit sent before a day, within the days that are asked for at once.
    async fn last_before(&mut self, unit: UnitId, on: Date) -> Result<Option<ReportSent>> {
        let mut day = on;
        for _ in 0..reporting::MOST_DAYS {
            let Ok(before) = day.yesterday() else { break };
            day = before;
            let sent = self.report_of(unit, day).await?.and_then(|report| report.sent);
            if sent.is_some() {
                return Ok(sent);
            }
        }
        Ok(None)
    }
}
