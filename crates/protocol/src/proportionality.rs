//! What no order may do (the must-nots), and what an order does beyond the
//! regime in force (an add-on).

use std::collections::BTreeSet;

use kernel::{Error, Text};

use crate::{
    condition::Scene,
    fact_view::{Ctx, Need, View},
    protocol::Protocol,
    regime::{Regime, Stay},
    rule::Ruled,
    schema::{Effect, RegimeRule},
};

/// A must-not that an order offends.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// The must-not in words.
    pub title: Text,
    /// Whether the order is refused or only warned about.
    pub effect: Effect,
}

/// What a view must hold to ask [`check_order`].
pub fn order_needs(protocol: &Protocol) -> BTreeSet<Need> {
    protocol.must_nots.iter().flat_map(Ruled::needs).collect()
}

/// Every must-not that an order (described by the view) offends.
///
/// # Errors
/// `condition.failed`.
pub fn check_order(protocol: &Protocol, view: &View, ctx: &Ctx<'_>) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for ruled in &protocol.must_nots {
        let Some(program) = ruled.program("condition", None) else { continue };
        if program.holds(&Scene { fact: None, view, now: ctx.now }, &ruled.rule.id)? {
            findings.push(Finding {
                rule: ruled.rule.id.clone(),
                title: ruled.rule.title.clone(),
                effect: ruled.rule.effect,
            });
        }
    }
    Ok(findings)
}

/// How far an order goes beyond the regime in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddOn {
    /// Days beyond.
    pub days_beyond: u32,
    /// Tests beyond.
    pub tests_beyond: u32,
    /// Days of isolation (central or home) beyond, whether or not the whole is longer.
    pub isolation_days_beyond: u32,
    /// Days in central isolation beyond.
    pub central_days_beyond: u32,
}

/// Compares an order's own form (`C21`, `C14@1,7,14`), as the measure ordered
/// carries it out, with the regime in force; none when it does not go beyond.
///
/// A `measure` of `central_isolation` over a form that begins elsewhere counts
/// every day of isolation as one in a central site, and either isolating
/// measure over a form without isolation counts all its days as isolation. Any
/// other text leaves the form as it is.
///
/// # Errors
/// `protocol.invalid_regime`.
pub fn add_on(in_force: &RegimeRule, own_form: &str, measure: &str) -> Result<Option<AddOn>, Error> {
    let (ruled, own) = (Regime::parse(&in_force.form)?, Regime::parse(own_form)?);
    let isolates = matches!(measure, "central_isolation" | "home_isolation");
    let isolation_days = match own.isolation_days() {
        0 if isolates => own.days(),
        days => days,
    };
    let may_be_central = |stay| matches!(stay, Stay::Central | Stay::CentralOrHome);
    let begins_central = own.phases().first().is_some_and(|phase| may_be_central(phase.stay));
    let own_central =
        if measure == "central_isolation" && !begins_central { isolation_days } else { central_days(&own) };
    // Where the rule leaves the place open, the site is within it.
    let ruled_central =
        ruled.phases().iter().filter(|phase| may_be_central(phase.stay)).map(|phase| phase.days).sum();
    let beyond = AddOn {
        days_beyond: own.days().saturating_sub(ruled.days()),
        tests_beyond: own.test_count().saturating_sub(ruled.test_count()),
        isolation_days_beyond: isolation_days.saturating_sub(ruled.isolation_days()),
        central_days_beyond: own_central.saturating_sub(ruled_central),
    };
    Ok((beyond != AddOn::default()).then_some(beyond))
}

/// Days in central isolation; a phase that may be either does not count.
pub(crate) fn central_days(regime: &Regime) -> u32 {
    regime.phases().iter().filter(|phase| phase.stay == Stay::Central).map(|phase| phase.days).sum()
}
