//! The drill: a seeded outbreak in a county of Shanxi under the 9th edition.
//! What happens by itself comes from the simulation; whatever people do about
//! it is done here, as commands of users at their posts, in the order of the
//! business clock.

use super::acts::Act;
use super::cast::{Actor, Cast, Part};
use super::summary::Highlights;
use crate::voice::{Outcome, Voice};
use app::{App, Receipt};
use authz::Role;
use kernel::{
    AreaCode, AreaPath, CaseId, ContactId, Date, OrderId, PersonId, Span, SubjectKind, Timestamp, VisitId,
    Zone,
};
use sim::{Outbreak, SimPlan, county_outbreak};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The county: Qingxu, of Taiyuan.
const COUNTY: &str = "140121000000";
const PREFECTURE: &str = "140100000000";
const PROVINCE: &str = "140000000000";
const COUNTRY: &str = "CN";
/// Its townships where the people of the drill live.
const TOWNSHIPS: [&str; 3] = ["140121100000", "140121101000", "140121102000"];
/// The disease.
pub const DISEASE: &str = "covid19";
/// Shortest time between two sweeps of the timers.
const SWEEP_EVERY: Span = Span::minutes(30);
/// The day whose schedule is shown, from 0.
const SHOWN_DAY: i64 = 9;

/// The drill on its way.
pub struct Drill<'a> {
    pub voice: Voice,
    pub app: &'a App,
    pub cast: Cast,
    pub truth: Outbreak,
    pub zone: Zone,
    pub county: AreaPath,
    pub start: Date,
    /// What is still to be done, by time, then in the order in which it was planned.
    queue: BTreeMap<(Timestamp, usize), Act>,
    planned: usize,
    swept: Timestamp,
    end: Timestamp,
    /// Who is on record, by index in the simulation, and back.
    pub people: BTreeMap<usize, PersonId>,
    pub index: HashMap<PersonId, usize>,
    pub visits: HashMap<usize, VisitId>,
    pub cases: BTreeMap<usize, CaseId>,
    /// Running orders by person, each with the number of its present schedule:
    /// acts planned for an older one are dropped.
    pub orders: HashMap<usize, (OrderId, u32)>,
    /// Contacts of further cases whose person is under order already.
    pub also_contact: HashMap<usize, Vec<ContactId>>,
    /// Contacts who have told with whom they live.
    pub asked: BTreeSet<usize>,
    /// Infector and infected whose link is on record.
    pub linked: BTreeSet<(usize, usize)>,
    pub highlights: Highlights,
}

/// Shows the drill; the clock stands at its end.
pub async fn show(voice: Voice, app: &App, seed: u64) -> Outcome<Cast> {
    voice.tell("demo-preparing", &[]);
    app.load_areas(&interop::divisions(), &interop::unit_templates(), "Asia/Shanghai").await?;
    let code = |code: &str| AreaCode::new(code);
    let county = app.path_of(&code(COUNTY)?)?;
    let zone = app.directory().zone_at(&county);
    let start = kernel::parse_date("2022-07-01")?;
    app.become_drill(zone.start_of(start), 1, true).await?;
    let townships = TOWNSHIPS.iter().map(|t| code(t)).collect::<kernel::Result<Vec<_>>>()?;
    let cast = cast(app, &county, &townships).await?;
    let plan = SimPlan::new(townships, zone.clone(), start);
    let end = zone.start_of(start).plus(Span::days(i64::from(plan.days)));
    let drill = Drill {
        voice,
        app,
        cast,
        truth: county_outbreak(seed, &plan),
        start,
        queue: BTreeMap::new(),
        planned: 0,
        swept: zone.start_of(start),
        end,
        zone,
        county,
        people: BTreeMap::new(),
        index: HashMap::new(),
        visits: HashMap::new(),
        cases: BTreeMap::new(),
        orders: HashMap::new(),
        also_contact: HashMap::new(),
        asked: BTreeSet::new(),
        linked: BTreeSet::new(),
        highlights: Highlights::default(),
    };
    drill.run(i64::from(plan.days)).await
}

async fn cast(app: &App, county: &AreaPath, townships: &[AreaCode]) -> Outcome<Cast> {
    let prefecture = app.path_of(&AreaCode::new(PREFECTURE)?)?;
    let province = app.path_of(&AreaCode::new(PROVINCE)?)?;
    let mut cast = Cast::new();
    // The offices of two counties beside the one that is shown: directives go to several.
    let yangqu = app.path_of(&AreaCode::new("140122000000")?)?;
    let loufan = app.path_of(&AreaCode::new("140123000000")?)?;
    type Who<'a> = (&'a str, &'a AreaPath, &'a str, Option<&'a str>, &'a str, Role);
    let parts: [Who<'_>; 14] = [
        ("province", &province, "command_office", None, "duty", Role::Commander),
        ("prefecture", &prefecture, "command_office", None, "duty", Role::Supervisor),
        ("yangqu", &yangqu, "command_office", None, "leader", Role::Office),
        ("loufan", &loufan, "command_office", None, "leader", Role::Office),
        ("admin", county, "command_office", None, "leader", Role::Administrator),
        ("commander", county, "command_office", None, "duty", Role::Commander),
        ("cdc", county, "cdc", None, "duty", Role::Epidemiologist),
        ("fever-clinic", county, "hospital", None, "duty", Role::Clinician),
        ("laboratory", county, "laboratory", None, "duty", Role::Laboratory),
        ("site", county, "isolation_site", None, "duty", Role::IsolationSite),
        ("township-hospital", county, "sentinel", Some("township_hospital"), "duty", Role::Sentinel),
        ("pharmacy", county, "sentinel", Some("pharmacy"), "leader", Role::Sentinel),
        ("village-clinic", county, "sentinel", Some("village_clinic"), "leader", Role::Sentinel),
        ("cdc-leader", county, "cdc", None, "leader", Role::Auditor),
    ];
    for (login, area, unit, facility, post, role) in parts {
        cast.add(app, Part { login, area, unit, facility, post, role, over: None }).await?;
    }
    // Who looks after all of it: settings, health and purges are nobody's in a part.
    let country = app.path_of(&AreaCode::new(COUNTRY)?)?;
    let operator = Part {
        login: "operator",
        area: &province,
        unit: "command_office",
        facility: None,
        post: "leader",
        role: Role::Administrator,
        over: Some(&country),
    };
    cast.add(app, operator).await?;
    for township in townships {
        let area = app.path_of(township)?;
        let login = format!("community-{}", &township.as_str()[6..9]);
        let part = Part {
            login: &login,
            area: &area,
            unit: "community",
            facility: None,
            post: "duty",
            role: Role::CommunityWorker,
            over: None,
        };
        cast.add(app, part).await?;
    }
    Ok(cast)
}

impl Drill<'_> {
    async fn run(mut self, days: i64) -> Outcome<Cast> {
        for (index, event) in self.truth.events.iter().map(|event| event.at).enumerate().collect::<Vec<_>>() {
            self.plan(event, Act::Happens(index));
        }
        self.plan_script();
        let shown = self.zone.at(self.day(SHOWN_DAY), 12, 0);
        self.plan(shown, Act::LookAtSchedule);
        let what = self.voice.words("demo-replaying", &[]);
        let total = usize::try_from(days).unwrap_or(1);
        let mut told = 0;
        while let Some(((at, _), act)) = self.queue.pop_first() {
            if at >= self.end {
                break;
            }
            self.move_to(at).await?;
            self.act(act).await?;
            let day = usize::try_from(at.since(self.zone.start_of(self.start)).as_micros() / 86_400_000_000)
                .unwrap_or(0);
            if day > told {
                told = day;
                self.voice.progress(&what, day, total);
            }
        }
        self.move_to(self.end).await?;
        self.app.sweep().await?;
        self.voice.progress(&what, total, total);
        self.print().await?;
        Ok(self.cast)
    }

    /// Plans an act; what lies in the past is done next.
    pub fn plan(&mut self, at: Timestamp, act: Act) {
        let at = at.max(self.app.now());
        self.queue.insert((at, self.planned), act);
        self.planned += 1;
    }

    /// The n-th day, from 0.
    pub fn day(&self, n: i64) -> Date {
        self.zone.date_of(self.zone.start_of(self.start).plus(Span::days(n)).plus(Span::hours(12)))
    }

    /// Sets the business clock forward; the timers run as they would have.
    async fn move_to(&mut self, at: Timestamp) -> Outcome {
        if at > self.app.now() {
            self.app.set_drill_clock(at, 1, true).await?;
        }
        if at.since(self.swept) >= SWEEP_EVERY {
            self.app.sweep().await?;
            self.swept = at;
        }
        Ok(())
    }

    /// Somebody of the cast.
    pub fn actor(&self, login: &str) -> Outcome<Actor> {
        self.cast.actor(login).cloned()
    }

    /// Who looks after the homes where a person lives.
    pub fn community_of(&self, person: usize) -> Outcome<Actor> {
        let area = self.truth.persons[person].area.as_str();
        self.actor(&format!("community-{}", &area[6..9]))
    }

    /// Plans what follows for the contacts that a command has found.
    pub async fn follow(&mut self, receipt: &Receipt) -> Outcome {
        let found: Vec<_> = receipt
            .facts
            .iter()
            .filter(|fact| fact.subject.kind == SubjectKind::Contact)
            .filter(|fact| matches!(fact.kind.as_str(), "contact_determined" | "contact_reclassified"))
            .map(|fact| (fact.kind == "contact_reclassified", kernel::ContactId(fact.subject.id)))
            .collect();
        for (again, contact) in found {
            let seen = self.app.contact(&self.actor("cdc")?.caller, contact, self.app.as_of(None)).await?;
            let Some(person) = self.index.get(&seen.state.person).copied() else { continue };
            let now = self.app.now();
            let late = if lot(person, 7) % 9 == 4 { Span::hours(10) } else { Span::ZERO };
            if again {
                self.plan(now.plus(Span::hours(1)), Act::OrderAgain { contact, person });
            } else {
                self.plan(now.plus(Span::minutes(60 + lot(person, 1) % 90)), Act::Order { contact, person });
                let reached = now.plus(Span::hours(2)).plus(late).plus(Span::minutes(lot(person, 2) % 120));
                self.plan(reached, Act::Reach { contact });
            }
        }
        Ok(())
    }
}

/// A number that depends on a person and a purpose alone (SplitMix64), so that
/// the same drill is played each time.
pub fn lot(person: usize, purpose: u64) -> i64 {
    let mut z = (person as u64)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(purpose.wrapping_mul(0xD1B5_4A32_D192_ED03));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    i64::try_from((z ^ (z >> 31)) >> 33).unwrap_or(0)
}
