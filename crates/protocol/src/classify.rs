//! Classes of cases: the first definition whose condition holds.

use std::collections::BTreeSet;

use kernel::{Error, Timestamp};

use crate::{
    condition::Scene,
    fact_view::{FactView, Need, View},
    protocol::Protocol,
    rule::Ruled,
    schema::Classification,
};

impl Protocol {
    /// What a view must hold to ask [`Self::classify`].
    pub fn classify_needs(&self) -> BTreeSet<Need> {
        self.case_definitions.iter().flat_map(Ruled::needs).collect()
    }

    /// The class of a case and the rule that gives it, or none when no
    /// definition fits.
    ///
    /// # Errors
    /// `condition.failed`.
    pub fn classify(
        &self,
        fact: &FactView<'_>,
        view: &View,
        now: Timestamp,
    ) -> Result<Option<(Classification, String)>, Error> {
        for ruled in &self.case_definitions {
            let Some(program) = ruled.program("condition", None) else { continue };
            if program.holds(&Scene { fact: Some(fact), view, now }, &ruled.rule.id)? {
                return Ok(Some((ruled.rule.classification, ruled.rule.id.clone())));
            }
        }
        Ok(None)
    }
}
