//! Links between the rows of a list, recorded when everybody is there: from an
//! infector, from a case to its contact, from an event to who took part.

use domain::FactBody;
use domain::clinical::MANUAL_RULE;
use domain::investigation::{self, RecordExposure};
use futures_util::future::try_join_all;
use interop::{DateSpan, TypedRow};
use kernel::{AreaPath, CaseId, EventId, ExposureId, PersonId, Result, SubjectKind, SubjectRef, Timestamp};
use protocol::schema::ContactClass;
use std::collections::{BTreeSet, HashMap};
use store::{CaseRow as StoredCase, ListRowRow, Wanted};

use super::entry::{Entry, contact_number};
use super::take_in::Hand;
use super::{CHUNK, Desk, Stage};
use crate::Recorder;
use crate::commands::ExposureInput;

/// What is not told about an exposure.
const UNSPECIFIED: &str = "unspecified";

/// A link between two ends that are there.
#[derive(Clone, Debug)]
struct Link {
    /// Its number in the list.
    number: String,
    from: SubjectRef,
    /// The case at the beginning, where it is one.
    case: Option<CaseId>,
    to: PersonId,
    kind: String,
    setting: String,
    when: Option<DateSpan>,
    /// The infection passed here.
    transmission: bool,
    /// Whom the row makes a contact of the case.
    contact: bool,
    disease: String,
    entry: Entry,
    turn: i64,
}

/// A link as a row tells it, by numbers.
struct Told {
    from: End,
    to: String,
    kind: Option<String>,
    setting: Option<String>,
    when: Option<DateSpan>,
    transmission: bool,
    contact: bool,
    disease: Option<String>,
}

enum End {
    Listed(String),
    Event(String),
}

impl Desk {
    /// Records the links of all files.
    ///
    /// # Errors
    /// Those of the store; what is recorded by then stays.
    pub(super) async fn link(&mut self) -> Result<()> {
        let (mut done, of) = (0, self.outcome.counts.rows);
        if self.kind().exported().is_some() {
            return Ok(());
        }
        for file in self.order.clone() {
            let mut reading = self.read(file).await?;
            while let Some(batch) = reading.batches.recv().await {
                let batch = batch.map_err(|mut faults| faults.swap_remove(0))?;
                done += batch.items.len() as u64;
                let links = self.links_of(file, self.sound(file, batch.items)).await?;
                try_join_all(links.chunks(CHUNK).map(|chunk| self.record_links(file, chunk.to_vec())))
                    .await?;
                self.watch.progress(Stage::Linking, done, of);
                if self.watch.is_cancelled() {
                    self.outcome.cancelled = true;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The links of some rows that are not recorded yet and have both ends.
    async fn links_of(&self, file: usize, entries: Vec<Entry>) -> Result<Vec<Link>> {
        let told: Vec<(Entry, Told)> = entries
            .into_iter()
            .flat_map(|entry| {
                let links = told_by(&entry);
                links.into_iter().map(move |link| (entry.clone(), link))
            })
            .collect();
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let mut numbers: Vec<String> = Vec::new();
        for (_, link) in &told {
            numbers.push(number_of(link));
            // An end may be a case or a contact.
            numbers.extend([link.to.clone(), contact_number(&link.to)]);
            if let End::Listed(from) = &link.from {
                numbers.push(from.clone());
            }
        }
        numbers.sort();
        numbers.dedup();
        let asked: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let known = self.app.store().list_rows(self.list.id(), &asked).await?;
        let known: HashMap<&str, &ListRowRow> = known.iter().map(|row| (row.number.as_str(), row)).collect();
        let standing = |number: &str| known.get(number).filter(|row| row.record.is_some()).copied();
        let mut links = Vec::new();
        let mut seen = BTreeSet::new();
        for (entry, link) in &told {
            let number = number_of(link);
            let turn = match known.get(number.as_str()) {
                Some(row) if row.record.is_some() => continue,
                Some(row) => row.turn + 1,
                None => 0,
            };
            if !seen.insert(number.clone()) {
                continue;
            }
            let to = standing(&link.to).or_else(|| standing(&contact_number(&link.to)));
            let from = match &link.from {
                End::Listed(from) => standing(from).map(|row| (row.person.subject(), case_in(row))),
                End::Event(event) => Some((EventId(self.list.derived("event", event)).subject(), None)),
            };
            let (Some(to), Some((from, case))) = (to, from) else { continue };
            let disease = link.disease.clone().unwrap_or_else(|| self.hand(file).disease);
            links.push(Link {
                number,
                from,
                case,
                to: to.person,
                kind: link.kind.clone().unwrap_or_else(|| UNSPECIFIED.to_owned()),
                setting: link.setting.clone().unwrap_or_default(),
                when: link.when,
                transmission: link.transmission,
                contact: link.contact,
                disease,
                entry: entry.clone(),
                turn,
            });
        }
        Ok(links)
    }

    async fn record_links(&self, file: usize, links: Vec<Link>) -> Result<()> {
        let followed = !self.request.history;
        let wanted = links.iter().fold(Wanted::nothing(), |wanted, link| {
            let wanted = wanted.person_key(link.to);
            let wanted = if followed { wanted.person_file(link.to) } else { wanted.person(link.to) };
            let wanted = match link.from.kind {
                SubjectKind::Person if followed => wanted.person_file(link.from.id.into()),
                _ => wanted,
            };
            match link.case {
                Some(case) => wanted.current::<StoredCase>(case.0),
                None => wanted,
            }
        });
        self.app
            .run(&self.caller, None, wanted, (self.hand(file), links), |rec, (hand, links)| {
                Box::pin(async move {
                    for link in links {
                        rec.link(hand, link).await?;
                    }
                    Ok(())
                })
            })
            .await
            .map(drop)
    }
}

fn case_in(row: &ListRowRow) -> Option<CaseId> {
    row.record.filter(|_| row.record_kind == SubjectKind::Case).map(CaseId)
}

fn number_of(link: &Told) -> String {
    match &link.from {
        End::Listed(from) => format!("link {from} > {}", link.to),
        End::Event(event) => format!("event {event} > {}", link.to),
    }
}

/// The links that a row tells.
fn told_by(entry: &Entry) -> Vec<Told> {
    let link = |from: End, to: &str| Told {
        from,
        to: to.to_owned(),
        kind: None,
        setting: None,
        when: None,
        transmission: false,
        contact: false,
        disease: None,
    };
    match &entry.typed {
        TypedRow::Case(row) => {
            let certain = row.infectors.len() == 1;
            let infectors = row.infectors.iter().map(|from| Told {
                kind: row.exposure_kind.clone(),
                setting: row.person.school_class.clone(),
                when: row.onset,
                transmission: certain,
                disease: row.disease.clone(),
                ..link(End::Listed(from.clone()), &row.number)
            });
            let linked = row.linked.iter().map(|from| Told {
                when: row.onset,
                disease: row.disease.clone(),
                ..link(End::Listed(from.clone()), &row.number)
            });
            infectors.chain(linked).collect()
        }
        TypedRow::Exposure(row) => vec![Told {
            kind: row.exposure_kind.clone().or_else(|| row.relation.clone()),
            when: row.when,
            ..link(End::Listed(row.from.clone()), &row.to)
        }],
        TypedRow::Contact(row) => {
            let first = row.first_contact.or(row.last_contact).or(row.reported);
            let last = row.last_contact.or(first);
            let when = first
                .zip(last)
                .map(|(first, last)| DateSpan { from: first.from, to: last.to.max(first.from) });
            row.case
                .iter()
                .map(|case| Told {
                    kind: row.exposure_kind.clone().or_else(|| row.relation.clone()),
                    when,
                    contact: true,
                    disease: row.disease.clone(),
                    ..link(End::Listed(case.clone()), &entry.number)
                })
                .collect()
        }
        TypedRow::EventParticipant(row) => row
            .event
            .iter()
            .map(|event| Told { when: row.reported, ..link(End::Event(event.clone()), &entry.number) })
            .collect(),
        // Its links are records of their own.
        TypedRow::Exported(..) => Vec::new(),
    }
}

impl Recorder<'_> {
    async fn link(&mut self, hand: &Hand, link: &Link) -> Result<()> {
        if let Some(taking_in) = hand.taking_in {
            self.take_in_for(taking_in);
        }
        let Some(to) = self.work.person(link.to).await? else { return Ok(()) };
        if let Some(case) = link.case {
            self.case_anywhere(case).await?;
        }
        let (started_at, ended_at) = self.times_of(link, &to.area);
        if hand.taking_in.is_some_and(|taking_in| taking_in.history) {
            self.link_of_old(link, &to.area, started_at, ended_at).await?;
        } else {
            self.person_if_known(link.to).await?;
            if link.from.kind == SubjectKind::Person {
                self.person_if_known(link.from.id.into()).await?;
            }
            let input = ExposureInput {
                disease: link.disease.clone(),
                from: link.from,
                to: link.to.subject(),
                kind: link.kind.clone(),
                started_at,
                ended_at,
                protected: false,
                setting: link.setting.clone(),
                transmission: link.transmission,
            };
            self.expose(&input, &to.area).await?;
        }
        let recorded = self.receipt.facts.iter().rev().find(|fact| fact.kind == "exposure_recorded");
        let Some(exposure) = recorded.map(|fact| ExposureId(fact.subject.id)) else { return Ok(()) };
        let entry = Entry { number: link.number.clone(), ..link.entry.clone() };
        self.list_row(hand, &entry, SubjectKind::Exposure, exposure.0, link.to, link.turn).await
    }

    /// Records a link of long ago as it is told: nothing is determined from it.
    async fn link_of_old(
        &mut self,
        link: &Link,
        area: &AreaPath,
        started_at: Timestamp,
        ended_at: Timestamp,
    ) -> Result<()> {
        let command = RecordExposure {
            disease: link.disease.clone(),
            from: link.from,
            to: link.to.subject(),
            area: area.clone(),
            kind: link.kind.clone(),
            started_at,
            ended_at,
            protected: false,
            setting: link.setting.clone(),
            transmission: link.transmission,
        };
        let mut facts = vec![investigation::record_exposure(&command, &[], &mut self.ctx(area))?];
        if let (true, Some(case)) = (link.contact, link.case) {
            let id = investigation::contact_id(&self.world, link.to, case);
            let on = self.directory().zone_at(area).date_of(ended_at);
            let then = self.library().in_force(&link.disease, area, on);
            let body = FactBody::ContactDetermined {
                disease: link.disease.clone(),
                class: ContactClass::Close,
                rule: MANUAL_RULE.to_owned(),
                edition: then.map_or_else(|_| String::new(), |protocol| protocol.edition.clone()),
                first_exposure: started_at,
                last_exposure: ended_at,
                order: 1,
            };
            let refs = vec![link.to.subject(), case.subject()];
            facts.push(self.ctx(area).fact(id.subject(), refs, area, ended_at, body));
        }
        self.record(facts).await
    }

    /// From the case's onset to the own, as far as both are known.
    fn times_of(&self, link: &Link, area: &AreaPath) -> (Timestamp, Timestamp) {
        let zone = self.directory().zone_at(area);
        let own = link.entry.occurred_at;
        let case = link.case.and_then(|case| self.world.cases.get(&case));
        let of_case = case.map(|case| case.onset.map_or(case.opened_at, |onset| zone.start_of(onset)));
        let now = self.now();
        let (first, last) = match (&link.entry.typed, link.when) {
            // A case was infected between the infector's onset and its own.
            (TypedRow::Case(_), when) => {
                let own = when.map(|span| zone.start_of(span.to)).or(own).or(of_case).unwrap_or(now);
                (of_case.unwrap_or(own).min(own), own.max(of_case.unwrap_or(own)))
            }
            (_, Some(span)) => (zone.start_of(span.from), zone.start_of(span.to)),
            (_, None) => {
                let at = own.or(of_case).unwrap_or(now);
                (at, at)
            }
        };
        (first.min(now), last.min(now))
    }
}
