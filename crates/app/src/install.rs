//! Setting up: areas, units and posts, users, the mode, a drill's clock.

use authz::{Action, Role};
use interop::{Division, UnitTemplates};
use kernel::{
    AreaCode, AreaPath, Classified, Code, Error, IdSource as _, PostId, Result, Span, Timestamp, UnitId,
    UserId, Zone, derived_uuid,
};
use std::collections::HashMap;
use store::{AreaRow, AuditEntry, AuditKind, UserPostRow, UserRow, Wanted};

use crate::audit::Changes;
use crate::clock::{Clocks, Mode};
use crate::ids::SystemIds;
use crate::{App, Caller, DIRECTORY, MODE, rows};

/// A user to be made, or a known one to be given another post.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Name to log in with: 1 to 60 characters.
    pub login: String,
    /// Password, at least 10 characters; not looked at for a known user.
    pub password: Classified<String>,
    /// Name to show; not looked at for a known user.
    pub display_name: String,
    /// The post.
    pub post: PostId,
    /// The role that the post lets him have.
    pub role: Role,
    /// The area of the role; the unit's when absent.
    pub area: Option<AreaPath>,
    /// The diseases it holds for; all when empty.
    pub diseases: Vec<String>,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
    /// Whether a new user must change the password when he logs in.
    pub must_change: bool,
}

impl App {
    /// Loads a division tree with its units and posts. What is there already
    /// stays, with the same ids; a second time changes nothing.
    ///
    /// # Errors
    /// `area.unknown` for a parent that the tree lacks, `value.invalid_zone`.
    pub async fn load_areas(
        &self,
        divisions: &[Division],
        templates: &UnitTemplates,
        zone: &str,
    ) -> Result<usize> {
        Zone::named(zone)?;
        let known = self.directory();
        let mut paths: HashMap<AreaCode, AreaPath> = HashMap::new();
        let mut areas = Vec::with_capacity(divisions.len());
        let mut standing = Vec::new();
        for division in divisions {
            if let Ok(area) = known.area(&division.code) {
                // It may have been changed since: a table of today does not undo that.
                paths.insert(division.code.clone(), area.row.path.clone());
                if area.row.valid_to.is_none() {
                    standing.push(division.clone());
                }
                continue;
            }
            let path = match &division.parent {
                None => AreaPath::root(&division.code),
                Some(parent) => match paths.get(parent) {
                    Some(path) => path.child(&division.code),
                    None => known.area(parent)?.row.path.child(&division.code),
                },
            };
            paths.insert(division.code.clone(), path.clone());
            standing.push(division.clone());
            areas.push(AreaRow {
                code: division.code.clone(),
                parent: division.parent.clone(),
                path,
                level: division.level,
                name_zh: division.name.zh.clone(),
                name_en: division.name.en.clone(),
                zone: division.zone.clone().unwrap_or_else(|| zone.to_owned()),
                valid_from: None,
                valid_to: None,
            });
        }
        let (mut units, mut posts) =
            crate::areas::seeds(templates, &standing, |code| paths.get(code).cloned());
        units.retain(|unit| known.unit(unit.id).is_err());
        posts.retain(|post| known.post(post.id).is_err());
        let count = divisions.len();
        let revision = SystemIds.next_uuid().to_string();
        let mut entry = self.audit_by(None, AuditKind::Setting, "areas.load");
        entry.area = areas.first().map_or(entry.area, |area| area.path.clone());
        entry.count = i64::try_from(count).unwrap_or(i64::MAX);
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (areas, units, posts) = (areas.clone(), units.clone(), posts.clone());
                let (revision, entry) = (revision.clone(), entry.clone());
                Box::pin(async move {
                    work.audit(entry);
                    work.put_meta(DIRECTORY, &revision);
                    areas.iter().for_each(|row| work.put(row));
                    units.iter().for_each(|row| work.put(row));
                    posts.iter().for_each(|row| work.put(row));
                    Ok(())
                })
            })
            .await?;
        self.reload_directory().await?;
        Ok(count)
    }

    /// Makes a user at a post, or gives a known one the post besides: his
    /// password, his name and whether he may log in stay as they are. A password
    /// that somebody else has set must be changed first. It takes
    /// the administration of the role's area and of the unit's. Anybody may be
    /// the first administrator of an empty installation.
    ///
    /// # Errors
    /// `access.forbidden`, `value.out_of_range` for a short password of a new
    /// user, `record.not_found` for an unknown post.
    pub async fn add_user(&self, caller: Option<&Caller>, new: NewUser) -> Result<UserId> {
        let directory = self.directory();
        let seat = &directory.unit(directory.post(new.post)?.unit)?.area;
        let area = new.area.as_ref().unwrap_or(seat);
        Self::require_standing(&directory, area)?;
        match caller {
            Some(caller) => {
                caller.authority.areas_for(Action::Administer)?;
                if !caller.sees(seat) {
                    return Err(Error::new(Code::NotFound).arg("kind", "post").arg("id", new.post));
                }
                caller.authority.require(Action::Administer, area)?;
                caller.authority.require(Action::Administer, seat)?;
            }
            None if self.store().users().await?.is_empty() => {}
            None => return Err(Error::new(Code::Unauthenticated)),
        }
        let area = area.clone();
        let must_change = caller.is_some();
        self.put_user(caller, NewUser { must_change, ..new }, area).await
    }

    /// As [`Self::add_user`], for the operator at the machine itself.
    ///
    /// # Errors
    /// As [`Self::add_user`], but for the permission.
    pub async fn add_user_as_operator(&self, new: NewUser) -> Result<UserId> {
        let directory = self.directory();
        let unit = directory.post(new.post)?.unit;
        let area = match &new.area {
            Some(area) => area.clone(),
            None => directory.unit(unit)?.area.clone(),
        };
        self.put_user(None, new, area).await
    }

    /// The diseases of a grant as they are stored.
    fn disease_words(&self, diseases: &[String]) -> Result<Option<String>> {
        let known: std::collections::BTreeSet<String> =
            self.inner.library.editions().into_iter().map(|edition| edition.disease).collect();
        if let Some(unknown) = diseases.iter().find(|disease| !known.contains(*disease)) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "diseases")
                .arg("value", unknown)
                .arg("expected", known.into_iter().collect::<Vec<_>>().join(", ")));
        }
        let mut words = diseases.to_vec();
        words.sort();
        words.dedup();
        Ok(if words.is_empty() { None } else { Some(words.join(" ")) })
    }

    async fn put_user(&self, by: Option<&Caller>, new: NewUser, area: AreaPath) -> Result<UserId> {
        let length = new.login.chars().count();
        if !(1..=60).contains(&length) || new.login.chars().any(char::is_whitespace) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "login")
                .arg("value", &new.login)
                .arg("expected", "1-60, no spaces"));
        }
        let now = self.inner.clocks.wall();
        let diseases = self.disease_words(&new.diseases)?;
        if let Some(until) = new.until.filter(|until| *until <= now) {
            return Err(Error::new(Code::DatesOutOfOrder)
                .arg("earlier_field", "now")
                .arg("earlier", now)
                .arg("later_field", "until")
                .arg("later", until));
        }
        let known = self.store().user_by_login(&new.login).await?;
        let (id, made) = match known {
            Some(user) => (user.id, None),
            None => {
                let id = UserId::new(&mut SystemIds);
                let password_hash = self.hashed(new.password).await?;
                let user = UserRow {
                    id,
                    login: new.login,
                    password_hash,
                    display_name: new.display_name,
                    disabled_at: None,
                    created_at: now,
                    must_change: new.must_change,
                    subject: None,
                };
                (id, Some(user))
            }
        };
        let post = UserPostRow {
            user: id,
            post: new.post,
            valid_from: now,
            valid_to: new.until,
            role: new.role.as_str().to_owned(),
            area,
            diseases,
        };
        let entry = |kind, action| AuditEntry {
            subject: Some(("user".to_owned(), id.0)),
            area: post.area.clone(),
            ..self.audit_by(by, kind, action)
        };
        let entries = (entry(AuditKind::Account, "user.make"), entry(AuditKind::Grant, "post.give"));
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (made, mut post, entries) = (made.clone(), post.clone(), entries.clone());
                Box::pin(async move {
                    match &made {
                        // Should somebody have taken the name meanwhile, this is refused.
                        Some(user) => {
                            work.put_user(user);
                            let changes = Changes::default()
                                .hidden("login")
                                .hidden("display_name")
                                .hidden("password")
                                .new_field("must_change", &user.must_change);
                            work.audit(AuditEntry { detail: changes.detail(), ..entries.0 });
                        }
                        None => {
                            work.hold_user(id).await?;
                            let held = work.posts_of_user(id).await?;
                            if held.iter().any(|known| gives_the_same(known, &post)) {
                                return Ok(());
                            }
                            // A post is held once from one moment on: nothing is written over.
                            while held
                                .iter()
                                .any(|known| (known.post, known.valid_from) == (post.post, post.valid_from))
                            {
                                post.valid_from = post.valid_from.plus(Span::from_micros(1));
                            }
                        }
                    }
                    let changes = Changes::default()
                        .new_field("post", &post.post)
                        .new_field("role", &post.role)
                        .new_field("area", &post.area.code())
                        .new_field("diseases", &post.diseases)
                        .new_field("valid_to", &post.valid_to);
                    work.audit(AuditEntry { detail: changes.detail(), ..entries.1 });
                    work.put_user_post(&post);
                    Ok(())
                })
            })
            .await?;
        self.inner.attempts.forget(id);
        Ok(id)
    }

    /// Makes a new installation a drill. Only one that has recorded nothing may
    /// become one, and a drill stays a drill.
    ///
    /// # Errors
    /// `installation.wrong_mode` when facts are recorded already.
    pub async fn become_drill(&self, start: Timestamp, speed: i64, paused: bool) -> Result<()> {
        self.refresh().await?;
        if self.inner.clocks.mode().is_drill() {
            return self.set_drill_clock(start, speed, paused).await;
        }
        let (recorded, _) = self.store().replay(None, 1).await?;
        if !recorded.is_empty() {
            return Err(Error::new(Code::WrongMode).arg("mode", "live"));
        }
        let wall = self.inner.clocks.wall();
        self.store_mode(None, |_| Ok(Mode::Drill { start, wall, speed, paused })).await
    }

    /// Sets a drill's clock forward, its speed, and whether it stands.
    ///
    /// # Errors
    /// As [`crate::Clocks::drill_at`]; `record.edit_conflict` when another
    /// process set it at the same time.
    pub async fn set_drill_clock(&self, to: Timestamp, speed: i64, paused: bool) -> Result<()> {
        // Another process may have set the clock a moment ago.
        self.refresh().await?;
        self.store_mode(None, |clocks| clocks.drill_at(to, speed, paused)).await
    }

    /// As [`Self::set_drill_clock`], for somebody logged in.
    ///
    /// # Errors
    /// As [`Self::set_drill_clock`]; `access.forbidden`.
    pub async fn drive_drill_clock(
        &self,
        caller: &Caller,
        to: Timestamp,
        speed: i64,
        paused: bool,
    ) -> Result<()> {
        caller.authority.areas_for(Action::Administer)?;
        self.refresh().await?;
        self.store_mode(Some(caller), |clocks| clocks.drill_at(to, speed, paused)).await
    }

    async fn store_mode(
        &self,
        by: Option<&Caller>,
        next: impl FnOnce(&Clocks) -> Result<Mode>,
    ) -> Result<()> {
        let _alone = self.inner.settings.lock().await;
        let before = self.inner.clocks.mode();
        let mode = next(&self.inner.clocks)?;
        let text = serde_json::to_string(&mode).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        let entry = AuditEntry {
            detail: Changes::default().field("mode", &before, &mode).detail(),
            ..self.audit_by(by, AuditKind::Setting, "drill_clock.set")
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (text, entry) = (text.clone(), entry.clone());
                Box::pin(async move {
                    let stored = work.meta(MODE).await?;
                    let stored = stored.map_or(Ok(Mode::Live), |text| rows::state::<Mode>(&text))?;
                    if stored != before {
                        return Err(Error::new(Code::EditConflict)
                            .arg("kind", "installation")
                            .arg("id", "")
                            .arg("fields", MODE));
                    }
                    work.put_meta(MODE, &text);
                    work.audit(entry);
                    Ok(())
                })
            })
            .await?;
        self.inner.clocks.set_mode(mode);
        Ok(())
    }

    /// The operator's own hand: may do everything an epidemiologist, commander,
    /// sentinel, laboratory and clinician may do, everywhere. For the demo and
    /// for imports at the machine; its name stands in every fact.
    pub fn operator(&self, root: &AreaPath) -> Caller {
        let user = UserId(derived_uuid(&["operator"]));
        let roles: Vec<Role> = Role::ALL.to_vec();
        let mut caller = Caller::system(root.clone(), user, &roles);
        let grants = self.directory().followed(caller.authority.grants().to_vec());
        caller.authority = authz::Authority::at(grants, Timestamp::from_micros(0));
        caller.unit = self.first_unit(root);
        caller
    }

    fn first_unit(&self, root: &AreaPath) -> Option<UnitId> {
        let directory = self.directory();
        directory.units().into_iter().find(|u| u.area.is_within(root) && u.role == "cdc").map(|u| u.id)
    }
}

/// Whether a post is held already, now and as long, as it would be given.
fn gives_the_same(known: &UserPostRow, new: &UserPostRow) -> bool {
    let held = known.valid_from <= new.valid_from && known.valid_to == new.valid_to;
    let same = known.post == new.post && known.role == new.role && known.area == new.area;
    held && same && known.diseases == new.diseases
}

/// The stored word of a serialisable enumeration.
pub fn word_of<T: serde::Serialize>(value: &T) -> String {
    rows::word(value)
}
