//! Changes of areas: decided by the rules, folded into the tables in the same
//! transaction as their facts. Who may see what afterwards follows from the
//! links ([`kernel::Lineage`]): nothing that is recorded is rewritten.

mod edition;
mod places;

use authz::Action;
use domain::Fact;
use domain::areas::{self, Area as Version, AreaChange, Outcome, Rights, Tree};
use interop::{Division, UnitTemplates, expand};
use kernel::{AreaCode, AreaPath, Code, Date, Error, IdSource as _, Result, UnitId, Zone};
use std::collections::BTreeMap;
use store::{AreaLinkRow, AreaPastRow, PostRow, UnitRow, UserPostRow, Wanted};

pub use edition::{EditionInput, EditionReport};
pub use places::{AreaWithBoundary, Band, Population};

use crate::directory::Directory;
use crate::ids::SystemIds;
use crate::{App, Caller, DIRECTORY, Key, Receipt, Recorder};

/// A change of areas.
#[derive(Clone, Debug)]
pub struct AreaChangeInput {
    /// What becomes of them.
    pub change: AreaChange,
    /// What becomes of rights in those that end.
    pub rights: Rights,
    /// From which day, not later than today.
    pub on: Date,
    /// The document by which it happens.
    pub document: String,
    /// Why.
    pub reason: String,
}

/// Units and posts of new areas.
pub(crate) fn seeds(
    templates: &UnitTemplates,
    divisions: &[Division],
    paths: impl Fn(&AreaCode) -> Option<AreaPath>,
) -> (Vec<UnitRow>, Vec<PostRow>) {
    let (mut units, mut posts) = (Vec::new(), Vec::new());
    for seed in expand(templates, divisions) {
        let Some(area) = paths(&seed.area) else { continue };
        units.push(UnitRow {
            id: seed.id,
            area,
            role: seed.role,
            name_zh: seed.name.zh,
            name_en: seed.name.en,
            facility: seed.facility,
        });
        posts.extend(seed.posts.into_iter().map(|post| PostRow {
            id: post.id,
            unit: seed.id,
            kind: post.key,
            name_zh: post.name.zh,
            name_en: post.name.en,
            all_day: post.all_day,
        }));
    }
    (units, posts)
}

/// The areas that a change brings into the world: a recoded one is no new one.
fn born<'o>(change: &AreaChange, outcome: &'o Outcome) -> Vec<&'o Version> {
    let new: Vec<&AreaCode> = match change {
        AreaChange::Founded(new) => new.iter().map(|area| &area.code).collect(),
        AreaChange::Split { area, parts, .. } => {
            parts.iter().map(|part| &part.code).filter(|code| *code != area).collect()
        }
        _ => Vec::new(),
    };
    let by_code: BTreeMap<&AreaCode, &Version> = outcome.now.iter().map(|area| (&area.code, area)).collect();
    new.into_iter().filter_map(|code| by_code.get(code).copied()).collect()
}

impl Recorder<'_> {
    /// Open duties of units in areas that ended go to the units that have the
    /// same role in the area that takes over, or above it.
    pub(crate) async fn hand_duties_over(&mut self, ended: &BTreeMap<AreaPath, AreaPath>) -> Result<()> {
        for (from, to) in ended {
            let of: BTreeMap<UnitId, String> = self
                .directory()
                .units()
                .into_iter()
                .filter(|unit| unit.area == *from)
                .map(|unit| (unit.id, unit.role.clone()))
                .collect();
            let ids: Vec<UnitId> = of.keys().copied().collect();
            for owed in self.work.open_obligations_of(&ids).await? {
                let Some(role) = of.get(&owed.holder_unit) else { continue };
                let Ok(holder) = self.directory().unit_for(role, None, to) else { continue };
                self.work.set_holder(owed.id, holder.unit, holder.post);
            }
        }
        Ok(())
    }

    async fn change_areas(
        &mut self,
        tree: &mut Tree,
        input: &AreaChangeInput,
        templates: &UnitTemplates,
    ) -> Result<()> {
        let place = place_of(tree, &input.change);
        let (fact, outcome) = {
            let (rights, on) = (input.rights, input.on);
            let change = input.change.clone();
            areas::change(tree, change, rights, on, &input.document, &input.reason, &mut self.ctx(&place))?
        };
        require_touched(&self.caller, tree, &outcome)?;
        self.fold(&fact, &outcome, input).await?;
        let new: Vec<Division> = born(&input.change, &outcome).into_iter().map(division_of).collect();
        let path =
            |code: &AreaCode| outcome.now.iter().find(|area| area.code == *code).map(|a| a.path.clone());
        let (units, posts) = seeds(templates, &new, path);
        units.iter().for_each(|row| self.work.put(row));
        posts.iter().for_each(|row| self.work.put(row));
        tree.apply(&outcome);
        self.record(vec![fact]).await
    }

    async fn fold(&mut self, fact: &Fact, outcome: &Outcome, input: &AreaChangeInput) -> Result<()> {
        for was in &outcome.was {
            self.work.put(&AreaPastRow {
                code: was.code.clone(),
                valid_to: was.until.unwrap_or(input.on),
                valid_from: was.since,
                parent: was.parent.clone(),
                path: was.path.clone(),
                level: was.level,
                name_zh: was.name.zh.clone(),
                name_en: was.name.en.clone(),
                zone: was.zone.clone(),
                fact: fact.id,
            });
        }
        for area in &outcome.now {
            self.work.put(&crate::directory::row_of(area));
        }
        let recorded_at = fact.recorded_at.max(self.now());
        for (place, link) in (0_i64..).zip(&outcome.links) {
            self.work.put(&AreaLinkRow {
                fact: fact.id,
                place,
                from: link.from.clone(),
                to: link.to.clone(),
                kind: link.kind,
                changed_on: input.on,
                recorded_at,
            });
        }
        if input.rights == Rights::Follow {
            return Ok(());
        }
        let now = self.wall();
        for (ended, _) in &outcome.ended {
            let mut at = self.directory().lineage().leading_to(ended);
            at.push(ended.clone());
            for held in self.work.posts_held_at(&at, now).await? {
                let valid_to = Some(now.max(held.valid_from));
                self.work.put_user_post(&UserPostRow { valid_to, ..held });
            }
        }
        Ok(())
    }
}

fn division_of(area: &Version) -> Division {
    Division {
        code: area.code.clone(),
        parent: area.parent.clone(),
        level: area.level,
        name: area.name.clone(),
        zone: Some(area.zone.clone()),
    }
}

/// The area whose calendar says which day it is.
fn place_of(tree: &Tree, change: &AreaChange) -> AreaPath {
    let named = match change {
        AreaChange::Founded(new) => new.first().and_then(|area| area.parent.as_ref()),
        other => other.named().first().copied(),
    };
    let known = named.and_then(|code| tree.area(code)).or_else(|| tree.all().next());
    known.map_or_else(|| AreaPath::from_stored(String::new()), |area| area.path.clone())
}

/// Refuses whoever does not administer all that a change touches. A new root
/// takes the administration of every root.
fn require_touched(caller: &Caller, tree: &Tree, outcome: &Outcome) -> Result<()> {
    for path in &outcome.touched {
        let known = AreaCode::new(path.code()).ok().and_then(|code| tree.area(&code).map(|area| &area.path));
        if known == Some(path) {
            caller.authority.require(Action::Administer, path)?;
        } else {
            for root in tree.all().filter(|area| area.parent.is_none()) {
                caller.authority.require(Action::Administer, &root.path)?;
            }
        }
    }
    Ok(())
}

fn known_zones(change: &AreaChange) -> Result<()> {
    let AreaChange::Founded(new) = change else { return Ok(()) };
    new.iter().try_for_each(|area| Zone::named(&area.zone).map(drop))
}

/// What a command that changes areas is given.
struct Changing {
    changes: Vec<AreaChangeInput>,
    templates: UnitTemplates,
    revision: String,
}

impl App {
    /// Changes areas. It takes the administration of the areas above all that
    /// change, and of the new ones above them.
    ///
    /// # Errors
    /// As [`areas::change`]; `access.forbidden`; `record.edit_conflict` when
    /// another process has changed areas at the same time.
    pub async fn change_area(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        input: AreaChangeInput,
    ) -> Result<Receipt> {
        self.change_areas(caller, key, vec![input]).await
    }

    /// Changes areas one after another, all or none.
    pub(crate) async fn change_areas(
        &self,
        caller: &Caller,
        key: Option<&Key>,
        changes: Vec<AreaChangeInput>,
    ) -> Result<Receipt> {
        caller.authority.areas_for(Action::Administer)?;
        changes.iter().try_for_each(|input| known_zones(&input.change))?;
        self.refresh().await?;
        let input = Changing {
            changes,
            templates: interop::unit_templates(),
            revision: SystemIds.next_uuid().to_string(),
        };
        let receipt = self
            .run(caller, key, Wanted::nothing(), input, |rec, input| {
                Box::pin(async move {
                    let read = rec.directory().revision().map(str::to_owned);
                    let turned = match &read {
                        Some(read) => rec.work.turn_meta(DIRECTORY, read, &input.revision).await?,
                        None => false,
                    };
                    if !turned {
                        return Err(Error::new(Code::EditConflict)
                            .arg("kind", "area")
                            .arg("id", "")
                            .arg("fields", DIRECTORY));
                    }
                    let mut tree = rec.directory().tree();
                    for change in &input.changes {
                        rec.change_areas(&mut tree, change, &input.templates).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.reload_directory().await?;
        // What somebody may do is asked anew.
        self.inner.attempts.forget_all();
        Ok(receipt)
    }

    /// Refuses an area that ended, for what is given there from now on.
    ///
    /// # Errors
    /// `area.unknown`, `area.ended`.
    pub(crate) fn require_standing(directory: &Directory, area: &AreaPath) -> Result<()> {
        let found = directory.area_at(area)?;
        match found.row.valid_to {
            None => Ok(()),
            Some(on) => Err(Error::new(Code::AreaEnded).arg("value", &found.row.code).arg("on", on)),
        }
    }
}
