//! What whoever an order binds is shown of it: what it asks, why, by which rule,
//! until when, what comes next, and how to object. Nobody else is named in it:
//! neither another person nor anybody who works in an office.

use domain::isolation::Order;
use kernel::{Text, Timestamp, UnitId, Zone};
use protocol::schema::Confidence;

use crate::App;

/// An order as whom it binds reads it.
#[derive(Clone, Debug)]
pub struct NoticeShown {
    /// Until when the notice is good.
    pub good_until: Timestamp,
    /// The order.
    pub order: Order,
    /// The zone in which its days are meant.
    pub zone: Zone,
    /// The edition under which it stands.
    pub edition_title: Option<Text>,
    /// The rule that permits it, where its basis names one of the rule book.
    pub rule: Option<NoticeRule>,
    /// The office that issued it.
    pub issued_by: Option<Text>,
    /// The office that carries it out.
    pub carried_out_by: Option<Text>,
    /// The office that decides objections.
    pub decided_by: Option<Text>,
    /// Until when one may object; none when the order no longer runs.
    pub object_until: Option<Timestamp>,
}

/// A rule with its source.
#[derive(Clone, Debug)]
pub struct NoticeRule {
    /// Its id in the rule book.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// The edition or overlay in which it stands.
    pub edition: Text,
    /// Where it comes from.
    pub source: String,
    /// Whether nobody has confirmed it yet.
    pub unconfirmed: bool,
    /// What it rests on.
    pub basis: Option<Text>,
    /// Who decided it, where an area did.
    pub authority: Option<Text>,
}

impl App {
    pub(super) fn shown_by_notice(&self, good_until: Timestamp, order: Order) -> NoticeShown {
        let directory = self.directory();
        let name = |unit: Option<UnitId>| {
            let unit = directory.unit(unit?).ok()?;
            Some(Text { zh: unit.name_zh.clone(), en: unit.name_en.clone() })
        };
        let zone = directory.zone_at(&order.area);
        let issued_on = zone.date_of(order.issued_at);
        let rules = self.library().binding(&order.disease, &order.edition, &order.area, issued_on);
        let editions = self.library().editions();
        let rule = rules.rules().into_iter().find(|rule| rule.id == order.basis.trim()).map(|rule| {
            let file = editions.iter().find(|edition| edition.file == rule.origin.file);
            NoticeRule {
                id: rule.id.to_owned(),
                title: rule.title.clone(),
                edition: file.map_or_else(|| rules.title.clone(), |file| file.title.clone()),
                source: rule.cites.source.clone(),
                unconfirmed: rule.cites.confidence == Confidence::C,
                basis: rule.cites.basis.clone(),
                authority: rule.origin.overlay.as_ref().map(|overlay| overlay.authority.clone()),
            }
        });
        // Whose last day is past and who was not released yet may still object.
        let today = zone.date_of(self.now());
        let object_until = order.is_running().then(|| zone.end_of(order.ends_on.max(today)));
        let decides = directory.unit_for("command_office", None, &order.area).ok();
        NoticeShown {
            good_until,
            edition_title: (rules.edition == order.edition).then(|| rules.title.clone()),
            rule,
            issued_by: name(order.history.first().and_then(|step| step.by.unit)),
            carried_out_by: name(order.unit),
            decided_by: name(decides.map(|held| held.unit)),
            object_until,
            zone,
            order,
        }
    }
}
