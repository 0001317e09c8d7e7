//! What the drill has shown.

use super::drill::{DISEASE, Drill};
use crate::voice::{Outcome, Voice};
use app::questions::ScheduleLine;
use app::{App, Caller, Warning};
use authz::Action;
use kernel::{AreaPath, Date, Error, OrderId, PageRequest, ProblemId, Timestamp};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::{ContactFilter, EscalationRow, ObligationCounts, ObligationFilter, ProblemFilter, ShiftFilter};

/// What the drill has met on its way.
#[derive(Default)]
pub struct Highlights {
    /// Contacts who turned case under order.
    pub turned_case: Vec<usize>,
    /// Contacts who were released.
    pub released: Vec<usize>,
    /// Orders lifted because the conditions of release did not come.
    pub lifted: usize,
    /// Orders for close contacts issued so far.
    pub close_orders: usize,
    /// Times that a running order came to stand for a further contact.
    pub covered: usize,
    /// The order that a must-not forbade.
    pub blocked: Option<Error>,
    /// The order that was an add-on, with its warnings.
    pub add_on: Option<(OrderId, Vec<Warning>)>,
    /// Problems of the directive.
    pub problems: Vec<ProblemId>,
    /// A day's tests and checks.
    pub schedule: Option<(Date, Vec<ScheduleLine>)>,
}

/// Most lines of the day's schedule that are printed.
const LINES: usize = 40;

/// The words for the numbers of obligations.
pub fn counts(voice: Voice, counts: &ObligationCounts) -> String {
    let opened = counts.open
        + counts.warned
        + counts.overdue
        + counts.met
        + counts.met_late
        + counts.waived
        + counts.void;
    voice.words(
        "demo-obligations",
        &[
            ("opened", opened.to_string()),
            ("met", counts.met.to_string()),
            ("late", counts.met_late.to_string()),
            ("overdue", counts.overdue.to_string()),
            ("escalated", counts.escalated.to_string()),
            ("running", (counts.open + counts.warned).to_string()),
            ("waived", counts.waived.to_string()),
            ("void", counts.void.to_string()),
        ],
    )
}

/// The same as JSON.
pub fn counts_json(counts: &ObligationCounts) -> Value {
    json!({
        "open": counts.open, "warned": counts.warned, "overdue": counts.overdue, "met": counts.met,
        "met_late": counts.met_late, "waived": counts.waived, "void": counts.void, "escalated": counts.escalated,
    })
}

/// A list of numbers.
pub fn numbers<T: ToString>(numbers: &[T]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Steps that were told to units of an area itself.
async fn told_to(app: &App, caller: &Caller, area: &AreaPath) -> Outcome<Vec<EscalationRow>> {
    let scope = app.scope(caller, Action::ReadObligations, "demo")?;
    let mut steps = Vec::new();
    for unit in app.directory().units().into_iter().filter(|unit| unit.area == *area) {
        steps.extend(
            app.store().escalations_to(&scope, unit.id, Timestamp::from_micros(i64::MIN), 500).await?,
        );
    }
    Ok(steps)
}

impl Drill<'_> {
    /// Prints what has happened.
    pub async fn print(&self) -> Outcome {
        let voice = self.voice;
        let province = self.actor("province")?.caller;
        let cdc = self.actor("cdc")?.caller;
        let now = self.app.as_of(None);
        let chains = self.app.chains(&cdc, DISEASE, now).await?;
        let counted = self.app.obligation_counts(&province, &ObligationFilter::default(), now).await?;
        let own =
            self.county.parent().and_then(|prefecture| prefecture.parent()).unwrap_or(self.county.clone());
        let told = told_to(self.app, &province, &own).await?;
        let mut climbed: BTreeMap<String, (usize, String)> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for step in told.iter().filter(|step| seen.insert(step.obligation)) {
            let line = self.app.obligation(&province, step.obligation, now).await?.line;
            let duty = voice.pick(&line.row.duty_zh, &line.row.duty_en).to_owned();
            climbed.entry(line.row.rule).or_insert((0, duty)).0 += 1;
        }
        let healthy =
            self.highlights.released.iter().filter(|person| self.truth.infection(**person).is_none()).count();
        if voice.json {
            let blocked = self
                .highlights
                .blocked
                .as_ref()
                .map(|e| json!({ "rule": e.argument("rule"), "text": voice.fault(e) }));
            voice.print_json(&json!({
                "cases": chains.cases, "generations": chains.generations, "components": chains.components,
                "unlinked": chains.unlinked, "obligations": counts_json(&counted),
                "escalated_to_province": climbed.iter().map(|(rule, (n, _))| json!({ "rule": rule, "count": n })).collect::<Vec<_>>(),
                "blocked": blocked, "released_healthy": healthy, "turned_case": self.highlights.turned_case.len(),
                "covered": self.highlights.covered,
                "add_on": self.highlights.add_on.as_ref().map(|(order, _)| order),
            }));
            return Ok(());
        }
        voice.print("");
        voice.say("demo-drill", &[]);
        let args = [
            ("cases", chains.cases.to_string()),
            ("generations", numbers(&chains.generations)),
            ("unlinked", chains.unlinked.to_string()),
        ];
        voice.say("demo-cases", &args);
        voice.print(&counts(voice, &counted));
        for (rule, (count, duty)) in &climbed {
            voice.say(
                "demo-to-province",
                &[("rule", rule.clone()), ("count", count.to_string()), ("duty", duty.clone())],
            );
        }
        self.print_contacts(&cdc, healthy).await?;
        if let Some(blocked) = &self.highlights.blocked {
            let rule = blocked.argument("rule").unwrap_or_default().to_owned();
            voice.say("demo-blocked", &[("rule", rule), ("text", voice.fault(blocked))]);
        }
        if let Some((order, warnings)) = &self.highlights.add_on {
            let of = |code: &str, arg: &str| {
                warnings
                    .iter()
                    .find(|w| w.code == code)
                    .and_then(|w| w.args.get(arg))
                    .cloned()
                    .unwrap_or_default()
            };
            let args = [
                ("order", short(order.0)),
                ("days", of("order.add_on", "days")),
                ("regime", of("order.add_on", "rule")),
                ("rule", of("order.warned", "rule")),
            ];
            voice.say("demo-add-on", &args);
        }
        self.print_supervision().await?;
        self.print_schedule();
        Ok(())
    }

    async fn print_contacts(&self, cdc: &Caller, healthy: usize) -> Outcome {
        let voice = self.voice;
        let page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let contacts = self.app.contacts(cdc, &ContactFilter::default(), self.app.as_of(None), &page).await?;
        let people: BTreeSet<_> = contacts.items.iter().map(|c| c.state.person).collect();
        let args = [
            ("contacts", people.len().to_string()),
            ("released", self.highlights.released.len().to_string()),
            ("healthy", healthy.to_string()),
            ("turned", self.highlights.turned_case.len().to_string()),
        ];
        voice.say("demo-contacts", &args);
        if self.highlights.covered > 0 {
            voice.say("demo-covered", &[("count", self.highlights.covered.to_string())]);
        }
        let turned: Vec<String> =
            self.highlights.turned_case.iter().map(|person| pseudonym(*person)).collect();
        if !turned.is_empty() {
            voice.say("demo-turned-case", &[("persons", turned.join(", "))]);
        }
        Ok(())
    }

    async fn print_supervision(&self) -> Outcome {
        let voice = self.voice;
        let caller = self.actor("prefecture")?.caller;
        let page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
        let now = self.app.as_of(None);
        let problems = self.app.problems(&caller, &ProblemFilter::default(), now, &page).await?;
        for problem in problems.items.iter().rev() {
            let state = &problem.state;
            let word = match state.status.as_str() {
                "closed" => "verified",
                _ if state.due_at < self.app.now() => "overdue",
                other => other,
            };
            let args = [("title", state.title.clone()), ("state", voice.word("state", word))];
            voice.say("demo-problem", &args);
        }
        let shifts = self.app.shifts(&caller, &ShiftFilter::default(), now, &page).await?;
        for turn in shifts
            .items
            .iter()
            .rev()
            .map(|s| &s.state)
            .filter(|t| matches!(t.status.as_str(), "gap" | "filled"))
        {
            let args = [
                ("from", self.local(turn.from)),
                ("until", self.local(turn.until)),
                ("state", voice.word("state", if turn.status == "gap" { "overdue" } else { "filled" })),
            ];
            voice.say("demo-gap", &args);
        }
        Ok(())
    }

    fn print_schedule(&self) {
        let voice = self.voice;
        let Some((day, lines)) = &self.highlights.schedule else { return };
        voice.print("");
        voice.say("demo-schedule", &[("date", day.to_string()), ("count", lines.len().to_string())]);
        let headings = ["person", "order", "measure", "regime", "due", "state"]
            .map(|id| voice.words(&format!("demo-head-{id}"), &[]));
        // One line for each order: what is due that day, and how it stands.
        let mut rows: Vec<(OrderId, Vec<String>)> = Vec::new();
        for line in lines {
            let what = voice.words(&format!("demo-due-{}", line.kind), &[]);
            let stands = format!("{what}: {}", voice.word("state", line.state.as_str()));
            match rows.last_mut().filter(|(order, _)| *order == line.order) {
                Some((_, cells)) => {
                    if let Some(last) = cells.last_mut() {
                        last.push_str(&format!(" · {stands}"));
                    }
                }
                None => {
                    let person = line.person.and_then(|p| self.index.get(&p)).map(|p| pseudonym(*p));
                    let cells = vec![
                        person.unwrap_or_default(),
                        short(line.order.0),
                        voice.word("measure", &line.measure),
                        line.regime.clone(),
                        self.local(line.due),
                        stands,
                    ];
                    rows.push((line.order, cells));
                }
            }
        }
        let shown: Vec<Vec<String>> = rows.iter().take(LINES).map(|(_, cells)| cells.clone()).collect();
        voice.table(&headings, &shown);
        if rows.len() > LINES {
            voice.say("demo-more", &[("count", (rows.len() - LINES).to_string())]);
        }
    }

    fn local(&self, at: Timestamp) -> String {
        let minutes = at.since(self.zone.start_of(self.zone.date_of(at))).as_micros() / 60_000_000;
        format!("{} {:02}:{:02}", self.zone.date_of(at), minutes / 60, minutes % 60)
    }
}

/// What a person is called where nobody may be named.
fn pseudonym(person: usize) -> String {
    format!("P-{:03}", person + 1)
}

/// The last digits of an id: enough to tell one from another on a screen.
fn short(id: uuid::Uuid) -> String {
    let text = id.simple().to_string();
    text[text.len() - 8..].to_owned()
}
