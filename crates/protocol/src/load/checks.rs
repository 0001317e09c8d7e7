//! What must hold inside one file beyond its form.

use std::collections::BTreeMap;

use kernel::{Code, Error, SubjectKind};

use super::{Source, Step};
use crate::{
    catalogue::{self, FactKind, GROUPS, ROLES, Type},
    regime::Regime,
    rule::{Rule, Section},
    schema::{ANY_DISEASE, Evidence, ObligationRule, ProtocolFile, RegimeRule},
};

/// The version of the form that this program reads.
const SCHEMA: u32 = 1;

/// Checks the head of the file.
pub(super) fn header(file: &ProtocolFile, source: &Source<'_>, faults: &mut Vec<Error>) {
    if file.schema != SCHEMA {
        faults.push(
            Error::new(Code::InvalidValue)
                .arg("field", "schema")
                .arg("value", file.schema)
                .arg("expected", SCHEMA)
                .at(source.at(&[Step::Key("schema")])),
        );
    }
    for (field, value) in [("disease", &file.disease), ("edition", &file.edition)] {
        if value.is_empty() {
            faults
                .push(Error::new(Code::MissingField).arg("field", field).at(source.at(&[Step::Key(field)])));
        }
    }
    if let Some(until) = file.until.filter(|until| *until < file.from) {
        faults.push(
            Error::new(Code::DatesOutOfOrder)
                .arg("earlier_field", "from")
                .arg("earlier", file.from)
                .arg("later_field", "until")
                .arg("later", until)
                .at(source.at(&[Step::Key("until")])),
        );
    }
    if file.overlay.is_some() && file.area.is_none() {
        faults
            .push(Error::new(Code::MissingField).arg("field", "area").at(source.at(&[Step::Key("overlay")])));
    }
}

/// Checks every rule of the file; conditions are checked where they are compiled.
pub(super) fn rules(file: &ProtocolFile, source: &Source<'_>, faults: &mut Vec<Error>) {
    let mut check = Check { file, source, faults, seen: BTreeMap::new() };
    check.common(&file.case_definition);
    check.common(&file.contact_class);
    check.common(&file.regime);
    check.common(&file.zone);
    check.common(&file.cluster);
    check.common(&file.notation);
    check.common(&file.report_clock);
    check.common(&file.parameter);
    check.common(&file.obligation);
    check.common(&file.must_not);
    for (index, rule) in file.contact_class.iter().enumerate() {
        if !(1..=2).contains(&rule.order) {
            check.range(Section::ContactClass, index, "order", rule.order, "1", "2");
        }
    }
    for (index, rule) in file.regime.iter().enumerate() {
        check.regime(index, rule);
    }
    for (index, rule) in file.cluster.iter().enumerate() {
        if rule.min_cases == 0 {
            check.range(Section::Cluster, index, "min_cases", 0, "1", "");
        }
    }
    for (index, rule) in file.report_clock.iter().enumerate() {
        if rule.within.as_micros() <= 0 {
            check.range(Section::ReportClock, index, "within", rule.within, "1m", "");
        }
    }
    for (index, rule) in file.parameter.iter().enumerate() {
        if rule.min.is_nan() || rule.max.is_nan() || rule.min > rule.max {
            check.range(Section::Parameter, index, "min", rule.min, "", &rule.max.to_string());
        }
    }
    for (index, rule) in file.obligation.iter().enumerate() {
        check.obligation(index, rule);
    }
}

struct Check<'a> {
    file: &'a ProtocolFile,
    source: &'a Source<'a>,
    faults: &'a mut Vec<Error>,
    seen: BTreeMap<String, Section>,
}

impl Check<'_> {
    fn push(&mut self, section: Section, index: usize, path: &[Step], error: Error) {
        let mut full = vec![Step::Key(section.as_str()), Step::Index(index)];
        full.extend_from_slice(path);
        self.faults.push(error.at(self.source.at(&full)));
    }

    fn range(
        &mut self,
        section: Section,
        index: usize,
        field: &'static str,
        value: impl ToString,
        min: &str,
        max: &str,
    ) {
        let error = Error::new(Code::OutOfRange)
            .arg("field", field)
            .arg("value", value)
            .arg("min", min)
            .arg("max", max);
        self.push(section, index, &[Step::Key(field)], error);
    }

    fn unknown(&mut self, index: usize, path: &[Step], kind: &str, value: &str, known: &str) {
        let error = Error::new(Code::ProtocolUnknownReference)
            .arg("kind", kind)
            .arg("value", value)
            .arg("known", known);
        self.push(Section::Obligation, index, path, error);
    }

    fn common<T: Rule>(&mut self, rules: &[T]) {
        for (index, rule) in rules.iter().enumerate() {
            if self.seen.insert(rule.id().to_owned(), T::SECTION).is_some() {
                let error = Error::new(Code::ProtocolDuplicateRule).arg("rule", rule.id());
                self.push(T::SECTION, index, &[Step::Key("id")], error);
            }
            let cites = rule.cites();
            let title = rule.title();
            for (field, value, path) in [
                ("id", rule.id(), vec![Step::Key("id")]),
                ("title.zh", &title.zh, vec![Step::Key("title"), Step::Key("zh")]),
                ("title.en", &title.en, vec![Step::Key("title"), Step::Key("en")]),
                ("cites.requirement", &cites.requirement, vec![Step::Key("cites"), Step::Key("requirement")]),
                ("cites.source", &cites.source, vec![Step::Key("cites"), Step::Key("source")]),
            ] {
                if value.trim().is_empty() {
                    let error =
                        Error::new(Code::ProtocolIncompleteRule).arg("rule", rule.id()).arg("field", field);
                    self.push(T::SECTION, index, &path, error);
                }
            }
        }
    }

    fn regime(&mut self, index: usize, rule: &RegimeRule) {
        if let Err(error) = Regime::parse(&rule.form) {
            self.push(Section::Regime, index, &[Step::Key("form")], error);
        }
        if rule.groups.is_empty() {
            let error = Error::new(Code::MissingField).arg("field", "for");
            self.push(Section::Regime, index, &[Step::Key("for")], error);
        }
        for (at, group) in rule.groups.iter().enumerate() {
            if !GROUPS.contains(&group.as_str()) {
                let error = Error::new(Code::ProtocolUnknownReference)
                    .arg("kind", "group")
                    .arg("value", group)
                    .arg("known", GROUPS.join(", "));
                self.push(Section::Regime, index, &[Step::Key("for"), Step::Index(at)], error);
            }
        }
        if self.file.regime[..index].iter().any(|earlier| earlier.key == rule.key) {
            let error = Error::new(Code::ProtocolDuplicateRule).arg("rule", &rule.key);
            self.push(Section::Regime, index, &[Step::Key("key")], error);
        }
    }

    fn obligation(&mut self, index: usize, rule: &ObligationRule) {
        let kind = catalogue::fact_kind(&rule.on);
        match kind {
            None => {
                self.unknown(index, &[Step::Key("on")], "fact kind", &rule.on, &catalogue::known_kinds());
            }
            Some(kind) => self.opening(index, rule, kind),
        }
        let given = [rule.due.is_some(), rule.due_field.is_some(), rule.by_report_clock, rule.each.is_some()];
        let given = given.into_iter().filter(|given| *given).count();
        if given != 1 {
            let error = Error::new(Code::InvalidValue)
                .arg("field", "due")
                .arg("value", format!("{given} of due, due_field, by_report_clock, each"))
                .arg("expected", "exactly one");
            self.push(Section::Obligation, index, &[], error);
        }
        if rule.holder.unit_field.is_none() && rule.holder.role.is_none() {
            let error = Error::new(Code::MissingField).arg("field", "holder.unit_field or holder.role");
            self.push(Section::Obligation, index, &[Step::Key("holder")], error);
        }
        if let Some(role) = &rule.holder.role {
            self.role(index, &[Step::Key("holder"), Step::Key("role")], role);
        }
        if let Some(percent) = rule.warn_percent.filter(|percent| !(1..=99).contains(percent)) {
            self.range(Section::Obligation, index, "warn_percent", percent, "1", "99");
        }
        for (field, empty) in
            [("closed_by", rule.closed_by.is_empty()), ("escalate", rule.escalate.is_empty())]
        {
            if empty {
                let error =
                    Error::new(Code::ProtocolIncompleteRule).arg("rule", &rule.id).arg("field", field);
                self.push(Section::Obligation, index, &[Step::Key(field)], error);
            }
        }
        for (at, step) in rule.escalate.iter().enumerate() {
            self.role(index, &[Step::Key("escalate"), Step::Index(at), Step::Key("role")], &step.role);
        }
        for (field, list) in [("closed_by", &rule.closed_by), ("voided_by", &rule.voided_by)] {
            for (at, evidence) in list.iter().enumerate() {
                self.evidence(index, [Step::Key(field), Step::Index(at)], evidence, rule.subject);
            }
        }
    }

    fn opening(&mut self, index: usize, rule: &ObligationRule, kind: &'static FactKind) {
        if !kind.has_subject(rule.subject) {
            let known: Vec<_> = kind.subjects.iter().chain(kind.refs).map(|k| k.as_str()).collect();
            self.unknown(index, &[Step::Key("subject")], "subject", rule.subject.as_str(), &known.join(", "));
        }
        // Which edition holds is asked with the fact's disease, so rules of one
        // disease never see facts that carry none.
        let own_disease = self.file.disease != ANY_DISEASE;
        if (own_disease || rule.by_report_clock) && kind.field("disease").is_none() {
            self.unknown(index, &[Step::Key("on")], "fact kind with a disease", kind.name, "rules of `any`");
        }
        for (name, field, ty) in [
            ("clock_field", &rule.clock_field, Type::Instant),
            ("due_field", &rule.due_field, Type::Instant),
            ("each", &rule.each, Type::Items),
        ] {
            if let Some(field) = field {
                self.field(index, &[Step::Key(name)], kind, field, ty);
            }
        }
        if let Some(field) = &rule.holder.unit_field {
            self.field(index, &[Step::Key("holder"), Step::Key("unit_field")], kind, field, Type::Text);
        }
    }

    fn evidence(&mut self, index: usize, path: [Step; 2], evidence: &Evidence, subject: SubjectKind) {
        let under = |key| [path[0], path[1], Step::Key(key)];
        let Some(kind) = catalogue::fact_kind(&evidence.fact) else {
            let known = catalogue::known_kinds();
            return self.unknown(index, &under("fact"), "fact kind", &evidence.fact, &known);
        };
        if !kind.has_subject(subject) {
            let value = format!("{} about a {subject}", kind.name);
            self.unknown(index, &under("fact"), "evidence", &value, "facts that carry the rule's subject");
        }
        if let Some(field) = &evidence.at_field {
            self.field(index, &under("at_field"), kind, field, Type::Instant);
        }
        // What makes a duty pointless does so whenever it happens.
        if evidence.within_window && matches!(path[0], Step::Key("voided_by")) {
            let error = Error::new(Code::InvalidValue)
                .arg("field", "within_window")
                .arg("value", true)
                .arg("expected", "closed_by");
            self.push(Section::Obligation, index, &under("within_window"), error);
        }
    }

    fn field(&mut self, index: usize, path: &[Step], kind: &FactKind, name: &str, ty: Type) {
        if kind.field(name).is_some_and(|field| field.ty == ty) {
            return;
        }
        let known: Vec<_> =
            kind.fields.iter().filter(|field| field.ty == ty).map(|field| field.name).collect();
        self.unknown(index, path, &format!("{ty:?} field of {}", kind.name), name, &known.join(", "));
    }

    fn role(&mut self, index: usize, path: &[Step], role: &str) {
        if !ROLES.contains(&role) {
            self.unknown(index, path, "role", role, &ROLES.join(", "));
        }
    }
}
