//! The kinds of examples that ask a calculator.

use jiff::ToSpan as _;
use kernel::{Code, Date, Error, Timestamp};
use serde_json::Value;

use super::{
    Fault, Setting, Verdict, build,
    form::{
        Becomes, ExpectChange, ExpectClassify, ExpectCluster, ExpectContact, ExpectMustNot, ExpectNotation,
        ExpectParameter, ExpectRegime, ExpectRelease, ExpectReportClock, ExpectZone, GivenChange,
        GivenCluster, GivenContact, GivenFact, GivenNotation, GivenParameter, GivenRegime, GivenRelease,
        GivenReportClock, GivenZone, NoClass, read,
    },
};
use crate::{
    change::{self, Proposal, Running},
    cluster, contact,
    fact_view::{Ctx, Need},
    proportionality,
    regime::Regime,
    schedule::{DatedPhase, Item, day_one, schedule},
    schema::{ContactClass, Effect, RegimeRule},
    zone::{self, ZoneState},
};

pub(super) fn regime(
    setting: &Setting<'_>,
    given: GivenRegime,
    expect: ExpectRegime,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let rule = find_regime(protocol.regime(&given.regime), &given.regime)?;
    let plan = schedule(rule, &Regime::parse(&rule.form)?, given.anchor, given.found, &setting.zone);
    let window = |test: &Item| {
        let last = setting.zone.date_of(Timestamp::from_micros(test.due.as_micros() - 1));
        format!("{} {}..{last}", test.occurrence, setting.zone.date_of(test.from))
    };
    let mut verdict = Verdict::default();
    verdict.list("tests", expect.tests.as_deref(), &dates(&plan.tests));
    verdict.list("windows", expect.windows.as_deref(), &plan.tests.iter().map(window).collect::<Vec<_>>());
    verdict.list("phases", expect.phases.as_deref(), &phases(&plan.phases));
    verdict.same("ends", expect.ends, plan.ends_on);
    verdict.same("checks", expect.checks, plan.checks.len());
    verdict.same("n_tests", expect.n_tests, plan.tests.len());
    verdict.same("days", expect.days, plan.days);
    Ok(verdict)
}

pub(super) fn classify(
    setting: &Setting<'_>,
    mut given: toml::Table,
    expect: ExpectClassify,
) -> Result<Verdict, Fault> {
    let stated = given.remove("fact");
    let day = setting.file.from;
    let now = moment(setting, given.remove("now"), day)?;
    let fact: GivenFact = match stated {
        Some(toml::Value::Table(table)) => read(table).map_err(Fault::form)?,
        Some(_) => return Err(Fault::form("`fact` is a table")),
        None => GivenFact {
            fact: "case_assessed".to_owned(),
            at: now,
            recorded: None,
            subject: None,
            refs: None,
            area: None,
            fields: Default::default(),
        },
    };
    let view = build::view(&given, day, &setting.zone)?;
    let mut fact = build::fact(setting, &fact, 1)?;
    if setting.file.disease != crate::schema::ANY_DISEASE {
        fact.fields.entry("disease").or_insert_with(|| Value::String(setting.file.disease.clone()));
    }
    let found = setting.protocol()?.classify(&fact, &view, now)?;
    let mut verdict = Verdict::default();
    let (class, rule) = match &found {
        Some((class, rule)) => (word(class), rule.clone()),
        None => ("none".to_owned(), "none".to_owned()),
    };
    verdict.same("classification", Some(expect.classification), class);
    verdict.same("rule", expect.rule, rule);
    Ok(verdict)
}

pub(super) fn contact(
    setting: &Setting<'_>,
    given: GivenContact,
    expect: ExpectContact,
) -> Result<Verdict, Fault> {
    let source = contact::Source {
        onset: given.onset,
        first_positive: given.first_positive,
        last_negative: given.last_negative,
        first_exposure: given.first_exposure,
        controlled_at: given.controlled_at,
    };
    let exposure = contact::Exposure {
        kind: &given.kind,
        started_at: given.started_at,
        ended_at: given.ended_at,
        protected: given.protected,
        order: given.order.unwrap_or(1),
    };
    let protocol = setting.protocol()?;
    let rules = || protocol.contact_classes.iter().map(|ruled| &*ruled.rule);
    let found = contact::classify(rules(), &source, &exposure, &setting.zone);
    let opens = match found {
        Some(found) => found.opens,
        None => contact::window_opens(rules(), &source, &exposure, &setting.zone),
    };
    let class = found.and_then(|found| found.class).map_or_else(|| "none".to_owned(), |class| word(&class));
    let rule = found.map_or_else(|| "none".to_owned(), |found| found.rule.id.clone());
    let mut verdict = Verdict::default();
    verdict.same("class", Some(expect.class), class);
    verdict.same("rule", expect.rule, rule);
    let text = |at: Option<Timestamp>| at.map_or_else(|| "without limit".to_owned(), |at| at.to_string());
    verdict.same("window_opens", expect.window_opens.map(|at| text(Some(at))), text(opens));
    Ok(verdict)
}

pub(super) fn zone(setting: &Setting<'_>, given: GivenZone, expect: ExpectZone) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let start = ZoneState { level: given.level, stepped_down: given.stepped_down, since: given.stepped_on };
    let standing = zone::step(
        protocol.zones.iter().map(|ruled| &*ruled.rule),
        start,
        &given.infections,
        &given.rounds_negative,
        given.on,
    );
    let last = standing.steps.last();
    let mut verdict = Verdict::default();
    verdict.same("level", Some(word(&expect.level)), word(&standing.state.level));
    let on = last.map_or_else(|| "no step".to_owned(), |step| step.on.to_string());
    verdict.same("on", expect.on.map(|on| on.to_string()), on);
    verdict.same("rule", expect.rule, last.map_or_else(|| "none".to_owned(), |step| step.rule.clone()));
    verdict.list("reassess", expect.reassess.as_deref(), &standing.reassess);
    Ok(verdict)
}

pub(super) fn cluster(
    setting: &Setting<'_>,
    given: GivenCluster,
    expect: ExpectCluster,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let rules = protocol.clusters.iter().map(|ruled| &*ruled.rule);
    let found = cluster::find(rules, &given.place, &given.cases);
    let mut verdict = Verdict::default();
    verdict.same("cluster", Some(expect.cluster), found.is_some());
    let rule = found.map_or_else(|| "none".to_owned(), |found| found.rule.id.clone());
    verdict.same("rule", expect.rule, rule);
    Ok(verdict)
}

pub(super) fn notation(
    setting: &Setting<'_>,
    given: GivenNotation,
    expect: ExpectNotation,
) -> Result<Verdict, Fault> {
    let area = setting.area_given.then_some(&setting.area);
    let disease = given.disease.as_deref().unwrap_or(&setting.file.disease);
    let read = setting.library.read_notation(&given.text, disease, area, setting.edition.as_deref());
    let mut verdict = Verdict::default();
    match read {
        Err(error) if error.code() == Code::ProtocolAmbiguousNotation => {
            verdict.same("ambiguous", Some(expect.ambiguous), true);
        }
        Err(error) => return Err(error.into()),
        Ok((protocol, key)) => {
            verdict.same("ambiguous", Some(expect.ambiguous), false);
            let regime = Regime::parse(&find_regime(protocol.regime(&key), &key)?.form)?;
            verdict.same("regime", expect.regime, key);
            verdict.same("days", expect.days, regime.days());
            verdict.same("tests", expect.tests, regime.test_count());
        }
    }
    Ok(verdict)
}

pub(super) fn must_not(
    setting: &Setting<'_>,
    mut given: toml::Table,
    expect: ExpectMustNot,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let day = setting.file.from;
    let now = moment(setting, given.remove("now"), day)?;
    let form = given.remove("form");
    let mut view = build::view(&given, day, &setting.zone)?;
    let rule = protocol.regime_for(view.text(Need::OrderGroup));
    if let (Some(rule), None) = (rule, view.get(Need::OrderRegimeDays)) {
        view.set(Need::OrderRegimeDays, Regime::parse(&rule.form)?.days().into());
    }
    let ctx = Ctx { now, zone: &setting.zone };
    let findings = proportionality::check_order(&protocol, &view, &ctx)?;
    let mut ids: Vec<String> = findings.iter().map(|finding| finding.rule.clone()).collect();
    ids.sort();
    let mut wanted = expect.findings;
    wanted.sort();
    let mut verdict = Verdict::default();
    verdict.list("findings", Some(&wanted), &ids);
    let blocked = findings.iter().any(|finding| finding.effect == Effect::Block);
    verdict.same("blocked", expect.blocked, blocked);
    if expect.add_on_days.or(expect.add_on_tests).or(expect.add_on_central_days).is_some() {
        let rule = find_regime(rule, view.text(Need::OrderGroup))?;
        // An order that tells only its length is compared by its length.
        let own = match &form {
            Some(toml::Value::String(form)) => form.clone(),
            _ => format!("M{}", view.int(Need::OrderDays).unwrap_or(0)),
        };
        // Only a form tells where its days are spent.
        let measure = if form.is_some() { view.text(Need::OrderMeasure) } else { "" };
        let beyond = proportionality::add_on(rule, &own, measure)?.unwrap_or_default();
        verdict.same("add_on_days", expect.add_on_days, beyond.days_beyond);
        verdict.same("add_on_tests", expect.add_on_tests, beyond.tests_beyond);
        verdict.same("add_on_central_days", expect.add_on_central_days, beyond.central_days_beyond);
    }
    Ok(verdict)
}

pub(super) fn change(
    setting: &Setting<'_>,
    given: GivenChange,
    expect: ExpectChange,
) -> Result<Verdict, Fault> {
    let edition = |edition: Option<&str>| {
        let edition = edition.unwrap_or(&setting.file.edition);
        setting.library.edition(&setting.file.disease, edition, Some(&setting.area))
    };
    let (old, new) = (edition(given.edition.as_deref())?, edition(given.to.as_deref())?);
    let rule = find_regime(old.regime(&given.regime), &given.regime)?;
    let running = Running { rule, anchor: given.anchor, on: given.on };
    let proposal = change::propose(&running, new.regime_for(&given.group), &setting.zone)?;
    let mut verdict = Verdict::default();
    verdict.same("proposal", Some(expect.proposal.as_str()), proposal.as_str());
    let (regime, ends, stay, tests) = match &proposal {
        Proposal::Keep | Proposal::Lift => (None, None, vec![], vec![]),
        Proposal::Shorten { ends_on } => (None, Some(*ends_on), vec![], vec![]),
        Proposal::Convert { regime, schedule } => {
            let (stay, tests) = (phases(&schedule.phases), dates(&schedule.tests));
            (Some(regime.clone()), Some(schedule.ends_on), stay, tests)
        }
    };
    let none = || "none".to_owned();
    verdict.same("regime", expect.regime, regime.unwrap_or_else(none));
    let ends = ends.map_or_else(none, |date| date.to_string());
    verdict.same("ends", expect.ends.map(|date| date.to_string()), ends);
    verdict.list("phases", expect.phases.as_deref(), &stay);
    verdict.list("tests", expect.tests.as_deref(), &tests);
    Ok(verdict)
}

pub(super) fn report_clock(
    setting: &Setting<'_>,
    given: GivenReportClock,
    expect: ExpectReportClock,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let rule = protocol
        .report_clock(&given.disease)
        .ok_or_else(|| Fault::form(format!("no report clock names `{}`", given.disease)))?;
    let mut verdict = Verdict::default();
    verdict.same("class", Some(expect.class), rule.class.clone());
    verdict.same("within", Some(expect.within), rule.within);
    Ok(verdict)
}

pub(super) fn parameter(
    setting: &Setting<'_>,
    given: GivenParameter,
    expect: ExpectParameter,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let rule = protocol
        .parameter(&given.name)
        .ok_or_else(|| Fault::form(format!("no parameter `{}`", given.name)))?;
    let mut verdict = Verdict::default();
    verdict.same("min", Some(expect.min), rule.min);
    verdict.same("max", Some(expect.max), rule.max);
    Ok(verdict)
}

pub(super) fn release(
    setting: &Setting<'_>,
    given: GivenRelease,
    expect: ExpectRelease,
) -> Result<Verdict, Fault> {
    let protocol = setting.protocol()?;
    let rule = find_regime(protocol.regime(&given.regime), &given.regime)?;
    let anchor = given.anchor.unwrap_or(setting.file.from);
    let day_zero = day_one(rule, anchor).saturating_sub(1.day());
    let mut view = build::view(&setting.view, day_zero, &setting.zone)?;
    let records = |tests: &[toml::Table]| -> Result<Value, Fault> {
        let records = tests.iter().map(|test| build::test_record(test, day_zero, &setting.zone));
        Ok(Value::Array(records.collect::<Result<_, _>>()?))
    };
    let own = records(&given.tests)?;
    view.set(Need::SubjectTests, own.clone()).set(Need::OrderTests, own);
    view.set(Need::IndexTests, records(&given.index_tests)?);
    // Late in the day: every test of the day has been taken.
    let now = setting.zone.at(day_zero.saturating_add(i64::from(given.on_day).days()), 20, 0);
    let served = given.on_day >= Regime::parse(&rule.form)?.days();
    let release = served && protocol.may_release(&given.regime, &view, now)?;
    let becomes: Option<ContactClass> = protocol.becomes(&given.regime, &view, now)?;
    let mut verdict = Verdict::default();
    verdict.same("release", Some(expect.release), release);
    let text = |class: Option<ContactClass>| class.map_or_else(|| "none".to_owned(), |class| word(&class));
    let wanted = expect.becomes.map(|becomes| match becomes {
        Becomes::Class(class) => text(Some(class)),
        Becomes::None(NoClass::None) => text(None),
    });
    verdict.same("becomes", wanted, text(becomes));
    Ok(verdict)
}

fn find_regime<'a>(rule: Option<&'a RegimeRule>, key: &str) -> Result<&'a RegimeRule, Fault> {
    rule.ok_or_else(|| {
        Error::new(Code::ProtocolUnknownReference).arg("kind", "regime").arg("value", key).into()
    })
}

/// The stated moment, or noon of the first day in force.
fn moment(setting: &Setting<'_>, stated: Option<toml::Value>, day: Date) -> Result<Timestamp, Fault> {
    match stated {
        Some(toml::Value::String(text)) => Ok(text.parse()?),
        Some(_) => Err(Fault::form("`now` is an instant in quotes")),
        None => Ok(setting.zone.at(day, 12, 0)),
    }
}

fn dates(items: &[Item]) -> Vec<Date> {
    items.iter().map(|item| item.on).collect()
}

fn phases(phases: &[DatedPhase]) -> Vec<String> {
    phases.iter().map(|phase| format!("{} {}..{}", phase.stay, phase.from, phase.to)).collect()
}

/// The word a file uses for a variant.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        other => format!("{other:?}"),
    }
}
