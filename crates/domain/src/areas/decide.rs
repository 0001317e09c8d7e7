//! What a change of areas does, and whether it can be.

use kernel::{AreaCode, AreaLevel, AreaPath, Code, Date, Error, Link, LinkKind, Result, SubjectRef, Text};
use std::collections::{BTreeMap, BTreeSet};

use super::{Area, AreaChange, AreaChanged, NewArea, Outcome, Part, Rights, Tree};
use crate::context::text_within;
use crate::{Ctx, Fact, FactBody};

/// Most areas that one change may name.
const MOST_NAMED: usize = 200;
/// Most areas that one fact may found.
pub const MOST_FOUNDED: usize = 500;

/// What a change would do on a day.
///
/// # Errors
/// `area.unknown`, `area.ended`, `area.code_used`, `area.loop`,
/// `area.children_left`, `area.no_heir`, `area.nothing_changed`,
/// `area.out_of_order` for a day before the last change of an area,
/// `value.invalid`, `value.out_of_range`, `value.missing`.
pub fn outcome(tree: &Tree, change: &AreaChange, rights: Rights, on: Date) -> Result<Outcome> {
    let mut draft = Draft { tree, on, out: Outcome::default() };
    match change {
        AreaChange::Founded(new) => draft.found(new)?,
        AreaChange::Renamed { area, name } => {
            let area = tree.standing(area)?;
            checked_name(name)?;
            if area.name == *name {
                return Err(nothing_changed(&area.code));
            }
            draft.touch(area);
            draft.replace(area, Area { name: name.clone(), ..area.clone() })?;
        }
        AreaChange::Recoded { area, code, name } => {
            let area = tree.standing(area)?;
            draft.unused(code)?;
            let name = name.clone().unwrap_or_else(|| area.name.clone());
            checked_name(&name)?;
            draft.touch(area);
            let path = beside(area, code);
            draft.carry(area, &path, Some(code), area.parent.as_ref(), Some(&name))?;
        }
        AreaChange::Moved { area, parent } => {
            let (area, above) = (tree.standing(area)?, tree.standing(parent)?);
            if area.parent.as_ref() == Some(parent) {
                return Err(nothing_changed(&area.code));
            }
            if above.path.is_within(&area.path) {
                let chain = format!("{} → {}", area.code, above.path);
                return Err(Error::new(Code::AreaLoop).arg("chain", chain));
            }
            fits_below(area.level, above)?;
            draft.touch(area);
            draft.out.touched.insert(above.path.clone());
            draft.carry(area, &above.path.child(&area.code), None, Some(parent), None)?;
        }
        AreaChange::Merged { areas, into } => draft.merge(areas, into, rights)?,
        AreaChange::Split { area, parts, heir } => draft.split(area, parts, heir.as_ref(), rights)?,
        AreaChange::Abolished { area } => {
            let area = tree.standing(area)?;
            no_children_left(area, tree.children(area))?;
            let above =
                area.path.parent().ok_or_else(|| unfit("area", &area.code, "an area below another"))?;
            no_heir_needed(area, rights)?;
            draft.touch(area);
            draft.end(area, above)?;
        }
    }
    Ok(draft.out)
}

/// Refuses what no change may be recorded by.
///
/// # Errors
/// `value.in_future` for a day that has not come yet, `value.missing` without
/// document or reason, `value.too_long`.
pub fn by_document(on: Date, document: &str, reason: &str, today: Date) -> Result<()> {
    text_within("document", document, 200)?;
    text_within("reason", reason, 500)?;
    if on > today {
        return Err(Error::new(Code::InFuture).arg("field", "on").arg("value", on).arg("now", today));
    }
    Ok(())
}

/// Decides a change: the fact, and what it does.
///
/// # Errors
/// As [`outcome`] and [`by_document`].
pub fn change(
    tree: &Tree,
    change: AreaChange,
    rights: Rights,
    on: Date,
    document: &str,
    reason: &str,
    ctx: &mut Ctx<'_>,
) -> Result<(Fact, Outcome)> {
    by_document(on, document, reason, ctx.zone.date_of(ctx.now))?;
    let outcome = outcome(tree, &change, rights, on)?;
    let named = change.named();
    let mut subjects = named.iter().take(MOST_NAMED).map(|code| SubjectRef::area(code));
    let main = subjects.next().ok_or_else(|| Error::new(Code::MissingField).arg("field", "areas"))?;
    let mut refs: Vec<SubjectRef> = subjects.filter(|subject| *subject != main).collect();
    refs.sort_unstable();
    refs.dedup();
    let area = place_of(&change, &outcome).ok_or_else(|| nothing_changed(""))?;
    let duties =
        if rights == Rights::End { outcome.ended.iter().cloned().collect() } else { BTreeMap::new() };
    let body = FactBody::AreaChanged(AreaChanged {
        change: change.kind().to_owned(),
        on,
        document: document.trim().to_owned(),
        reason: reason.trim().to_owned(),
        rights,
        duties,
        decision: change,
    });
    let now = ctx.now;
    Ok((ctx.fact(main, refs, &area, now, body), outcome))
}

/// Where the fact of a change belongs: the area that goes on, else the one above.
fn place_of(change: &AreaChange, outcome: &Outcome) -> Option<AreaPath> {
    match change {
        AreaChange::Founded(_) => outcome.touched.first().cloned(),
        AreaChange::Merged { .. } | AreaChange::Split { .. } | AreaChange::Abolished { .. } => {
            let over = outcome.ended.first().map(|(_, over)| over.clone());
            over.or_else(|| outcome.touched.first().cloned())
        }
        AreaChange::Renamed { .. } | AreaChange::Recoded { .. } | AreaChange::Moved { .. } => {
            outcome.now.iter().find(|area| area.until.is_none()).map(|area| area.path.clone())
        }
    }
}

fn nothing_changed(code: impl ToString) -> Error {
    Error::new(Code::AreaUnchanged).arg("value", code)
}

fn unfit(field: &str, code: &AreaCode, expected: &str) -> Error {
    Error::new(Code::InvalidValue).arg("field", field).arg("value", code).arg("expected", expected)
}

fn beside(area: &Area, code: &AreaCode) -> AreaPath {
    area.path.parent().map_or_else(|| AreaPath::root(code), |above| above.child(code))
}

fn checked_name(name: &Text) -> Result<()> {
    text_within("name", &name.zh, 100)?;
    text_within("name", &name.en, 100)
}

fn fits_below(level: AreaLevel, above: &Area) -> Result<()> {
    if level > above.level { Ok(()) } else { Err(unfit("parent", &above.code, "an area of a higher level")) }
}

fn no_children_left<'a>(area: &Area, left: impl IntoIterator<Item = &'a Area>) -> Result<()> {
    let left: Vec<&str> = left.into_iter().take(10).map(|child| child.code.as_str()).collect();
    if left.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::AreaChildrenLeft).arg("value", &area.code).arg("children", left.join(", ")))
}

fn no_heir_needed(area: &Area, rights: Rights) -> Result<()> {
    match rights {
        Rights::End => Ok(()),
        Rights::Follow => Err(Error::new(Code::AreaNoHeir).arg("value", &area.code)),
    }
}

struct Draft<'t> {
    tree: &'t Tree,
    on: Date,
    out: Outcome,
}

impl Draft<'_> {
    /// It takes the administration of what lies above, or of a root itself.
    fn touch(&mut self, area: &Area) {
        let above = area.path.parent().unwrap_or_else(|| area.path.clone());
        self.out.touched.insert(above);
    }
    fn unused(&self, code: &AreaCode) -> Result<()> {
        match self.tree.area(code) {
            None => Ok(()),
            Some(_) => Err(Error::new(Code::AreaCodeUsed).arg("value", code)),
        }
    }
    fn in_order(&self, area: &Area) -> Result<()> {
        match area.since.filter(|since| *since > self.on) {
            None => Ok(()),
            Some(since) => Err(Error::new(Code::AreaOutOfOrder)
                .arg("value", &area.code)
                .arg("on", self.on)
                .arg("since", since)),
        }
    }
    /// The last version of an area ends.
    fn close(&mut self, area: &Area) -> Result<()> {
        self.in_order(area)?;
        self.out.now.push(Area { until: Some(self.on), ..area.clone() });
        Ok(())
    }
    /// Puts a new version in the place of one.
    fn replace(&mut self, area: &Area, now: Area) -> Result<()> {
        self.in_order(area)?;
        // What was changed on the same day already was never the whole of a day.
        if area.since != Some(self.on) {
            self.out.was.push(Area { until: Some(self.on), ..area.clone() });
        }
        self.out.now.push(Area { since: Some(self.on), ..now });
        Ok(())
    }
    /// Gives an area another path, and all below it with it.
    fn carry(
        &mut self,
        area: &Area,
        path: &AreaPath,
        code: Option<&AreaCode>,
        parent: Option<&AreaCode>,
        name: Option<&Text>,
    ) -> Result<()> {
        for below in self.tree.below(&area.path) {
            let mut now = below.clone();
            now.path = below.path.rebased(&area.path, path).unwrap_or_else(|| path.clone());
            if below.code == area.code {
                now.parent = parent.cloned();
                now.name = name.unwrap_or(&below.name).clone();
                if let Some(code) = code {
                    // The old code ends, the same area goes on under the new one.
                    now.code = code.clone();
                    self.close(below)?;
                    self.out.now.push(Area { since: Some(self.on), ..now.clone() });
                }
            } else if now.parent.as_ref() == Some(&area.code)
                && let Some(code) = code
            {
                now.parent = Some(code.clone());
            }
            if now.code == below.code {
                self.replace(below, now.clone())?;
            }
            self.link(&below.path, &now.path, LinkKind::Same);
        }
        Ok(())
    }
    fn link(&mut self, from: &AreaPath, to: &AreaPath, kind: LinkKind) {
        self.out.links.push(Link { from: from.clone(), to: to.clone(), kind });
    }
    fn end(&mut self, area: &Area, duties: AreaPath) -> Result<()> {
        self.out.ended.push((area.path.clone(), duties));
        self.close(area)
    }
    fn found(&mut self, new: &[NewArea]) -> Result<()> {
        counted("areas", new.len(), 1, MOST_FOUNDED)?;
        let mut made: BTreeMap<&AreaCode, Area> = BTreeMap::new();
        for new in new {
            self.unused(&new.code)?;
            if made.contains_key(&new.code) {
                return Err(Error::new(Code::AreaCodeUsed).arg("value", &new.code));
            }
            checked_name(&new.name)?;
            let path = match &new.parent {
                None => {
                    self.out.touched.insert(AreaPath::root(&new.code));
                    AreaPath::root(&new.code)
                }
                Some(parent) => {
                    let above = match made.get(parent) {
                        Some(above) => above,
                        None => {
                            let above = self.tree.standing(parent)?;
                            self.out.touched.insert(above.path.clone());
                            above
                        }
                    };
                    fits_below(new.level, above)?;
                    above.path.child(&new.code)
                }
            };
            let area = Area {
                code: new.code.clone(),
                parent: new.parent.clone(),
                path,
                level: new.level,
                name: new.name.clone(),
                zone: new.zone.clone(),
                since: Some(self.on),
                until: None,
            };
            self.out.now.push(area.clone());
            made.insert(&new.code, area);
        }
        Ok(())
    }
    fn merge(&mut self, areas: &[AreaCode], into: &AreaCode, rights: Rights) -> Result<()> {
        counted("areas", areas.len(), 1, MOST_NAMED)?;
        let heir = self.tree.standing(into)?;
        let distinct: BTreeSet<&AreaCode> = areas.iter().collect();
        if distinct.len() < areas.len() || distinct.contains(into) {
            return Err(unfit("areas", into, "areas other than the one that goes on, each once"));
        }
        self.touch(heir);
        for code in areas {
            let area = self.tree.standing(code)?;
            if area.level != heir.level {
                return Err(unfit("areas", code, "areas of the level of the one that goes on"));
            }
            let nested = distinct.iter().filter_map(|other| self.tree.area(other)).chain([heir]);
            let mut nested = nested.filter(|other| other.code != area.code);
            if nested.any(|other| other.path.is_within(&area.path) || area.path.is_within(&other.path)) {
                return Err(unfit("areas", code, "areas that lie beside one another"));
            }
            self.touch(area);
            for child in self.tree.children(area) {
                self.carry(child, &heir.path.child(&child.code), None, Some(into), None)?;
            }
            self.link(&area.path, &heir.path, LinkKind::Heir { rights: rights == Rights::Follow });
            self.end(area, heir.path.clone())?;
        }
        Ok(())
    }
    fn split(
        &mut self,
        area: &AreaCode,
        parts: &[Part],
        heir: Option<&AreaCode>,
        rights: Rights,
    ) -> Result<()> {
        counted("parts", parts.len(), 2, MOST_NAMED)?;
        let area = self.tree.standing(area)?;
        let stays = parts.iter().any(|part| part.code == area.code);
        let children = self.tree.children(area);
        let mut part_of: BTreeMap<&AreaCode, &Part> = BTreeMap::new();
        for part in parts {
            for child in &part.children {
                let known = children.iter().any(|known| known.code == *child);
                if !known || part_of.insert(child, part).is_some() {
                    return Err(unfit("children", child, "areas directly below the split one, each once"));
                }
            }
        }
        if !stays {
            no_children_left(area, children.iter().copied().filter(|c| !part_of.contains_key(&c.code)))?;
        }
        if let Some(heir) = heir {
            let whole = children.iter().all(|c| part_of.get(&c.code).is_some_and(|part| part.code == *heir));
            if stays || !whole || !parts.iter().any(|part| part.code == *heir) {
                return Err(unfit("heir", heir, "a part that takes all areas below, of an area that ends"));
            }
        } else {
            no_heir_needed(area, rights)?;
        }
        self.touch(area);
        let mut codes = BTreeSet::new();
        for part in parts {
            checked_name(&part.name)?;
            if !codes.insert(&part.code) {
                return Err(unfit("parts", &part.code, "each part once"));
            }
            if part.code == area.code {
                if part.name != area.name {
                    self.replace(area, Area { name: part.name.clone(), ..area.clone() })?;
                }
                continue;
            }
            self.unused(&part.code)?;
            let path = beside(area, &part.code);
            self.out.now.push(Area {
                code: part.code.clone(),
                path: path.clone(),
                name: part.name.clone(),
                since: Some(self.on),
                ..area.clone()
            });
            let kind = if heir == Some(&part.code) {
                LinkKind::Heir { rights: rights == Rights::Follow }
            } else {
                LinkKind::Part
            };
            self.link(&area.path, &path, kind);
            for child in children.iter().filter(|child| part.children.contains(&child.code)) {
                self.carry(child, &path.child(&child.code), None, Some(&part.code), None)?;
            }
        }
        if !stays {
            let heir = heir.map(|heir| beside(area, heir));
            let above = area.path.parent().or_else(|| heir.clone());
            let above = above.ok_or_else(|| unfit("area", &area.code, "an area below another"))?;
            self.end(area, heir.unwrap_or(above))?;
        }
        Ok(())
    }
}

fn counted(field: &'static str, count: usize, min: usize, max: usize) -> Result<()> {
    if (min..=max).contains(&count) {
        return Ok(());
    }
    Err(Error::new(Code::OutOfRange).arg("field", field).arg("value", count).arg("min", min).arg("max", max))
}
