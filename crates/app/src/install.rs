//! Setting up: areas, units and posts, users, the mode, a drill's clock.

use authz::{Action, Role};
use interop::{Division, UnitTemplates, expand};
use kernel::{
    AreaCode, AreaPath, Classified, Code, Error, PostId, Result, Timestamp, UnitId, UserId, Zone,
    derived_uuid,
};
use std::collections::HashMap;
use store::{AreaRow, PostRow, UnitRow, UserPostRow, UserRow, Wanted};

use crate::access::hash_password;
use crate::clock::Mode;
use crate::ids::SystemIds;
use crate::{App, Caller, rows};

/// A user to be made or given another post.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Name to log in with: 1 to 60 characters.
    pub login: String,
    /// Password, at least 10 characters.
    pub password: Classified<String>,
    /// Name to show.
    pub display_name: String,
    /// The post.
    pub post: PostId,
    /// The role that the post lets him have.
    pub role: Role,
    /// The area of the role; the unit's when absent.
    pub area: Option<AreaPath>,
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
        for division in divisions {
            let path = match &division.parent {
                None => AreaPath::root(&division.code),
                Some(parent) => match paths.get(parent) {
                    Some(path) => path.child(&division.code),
                    None => known.area(parent)?.row.path.child(&division.code),
                },
            };
            paths.insert(division.code.clone(), path.clone());
            areas.push(AreaRow {
                code: division.code.clone(),
                parent: division.parent.clone(),
                path,
                level: division.level,
                name_zh: division.name.zh.clone(),
                name_en: division.name.en.clone(),
                zone: zone.to_owned(),
                valid_from: None,
                valid_to: None,
            });
        }
        let mut units = Vec::new();
        let mut posts = Vec::new();
        for seed in expand(templates, divisions) {
            let Some(area) = paths.get(&seed.area) else { continue };
            units.push(UnitRow {
                id: seed.id,
                area: area.clone(),
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
        let count = areas.len();
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (areas, units, posts) = (areas.clone(), units.clone(), posts.clone());
                Box::pin(async move {
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

    /// Makes a user at a post. Anybody may be the first administrator of an
    /// empty installation; later it takes one.
    ///
    /// # Errors
    /// `access.forbidden`, `value.out_of_range` for a short password,
    /// `record.not_found` for an unknown post.
    pub async fn add_user(&self, caller: Option<&Caller>, new: NewUser) -> Result<UserId> {
        let directory = self.directory();
        let unit = directory.post(new.post)?.unit;
        let area = match &new.area {
            Some(area) => area.clone(),
            None => directory.unit(unit)?.area.clone(),
        };
        match caller {
            Some(caller) => caller.authority.require(Action::Administer, &area)?,
            None if self.store().users().await?.is_empty() => {}
            None => return Err(Error::new(Code::Unauthenticated)),
        }
        self.put_user(new, area).await
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
        self.put_user(new, area).await
    }

    async fn put_user(&self, new: NewUser, area: AreaPath) -> Result<UserId> {
        let length = new.login.chars().count();
        if !(1..=60).contains(&length) || new.login.chars().any(char::is_whitespace) {
            return Err(Error::new(Code::InvalidValue)
                .arg("field", "login")
                .arg("value", &new.login)
                .arg("expected", "1-60, no spaces"));
        }
        let password = new.password.clone();
        let password_hash = tokio::task::spawn_blocking(move || hash_password(&password))
            .await
            .map_err(|e| Error::new(Code::Internal).caused_by(e))??;
        let known = self.store().user_by_login(&new.login).await?;
        let id = known.as_ref().map_or_else(|| UserId::new(&mut SystemIds), |user| user.id);
        let now = self.inner.clocks.wall();
        let user = UserRow {
            id,
            login: new.login,
            password_hash,
            display_name: new.display_name,
            disabled_at: None,
            created_at: known.map_or(now, |user| user.created_at),
        };
        let post = UserPostRow {
            user: id,
            post: new.post,
            valid_from: now,
            valid_to: None,
            role: new.role.as_str().to_owned(),
            area,
        };
        self.store()
            .write(Wanted::nothing(), move |work| {
                let (user, post) = (user.clone(), post.clone());
                Box::pin(async move {
                    work.put(&user);
                    work.put(&post);
                    Ok(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Makes a new installation a drill. Only one that has recorded nothing may
    /// become one, and a drill stays a drill.
    ///
    /// # Errors
    /// `installation.wrong_mode` when facts are recorded already.
    pub async fn become_drill(&self, start: Timestamp, speed: i64, paused: bool) -> Result<()> {
        let (recorded, _) = self.store().replay(None, 1).await?;
        if !recorded.is_empty() && !self.inner.clocks.mode().is_drill() {
            return Err(Error::new(Code::WrongMode).arg("mode", "live"));
        }
        if self.inner.clocks.mode().is_drill() {
            return self.set_drill_clock(start, speed, paused).await;
        }
        self.store_mode(Mode::Drill { start, wall: self.inner.clocks.wall(), speed, paused }).await
    }

    /// Sets a drill's clock forward, its speed, and whether it stands.
    ///
    /// # Errors
    /// As [`crate::Clocks::drill_at`].
    pub async fn set_drill_clock(&self, to: Timestamp, speed: i64, paused: bool) -> Result<()> {
        let mode = self.inner.clocks.drill_at(to, speed, paused)?;
        self.store_mode(mode).await
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
        self.set_drill_clock(to, speed, paused).await
    }

    async fn store_mode(&self, mode: Mode) -> Result<()> {
        let text = serde_json::to_string(&mode).map_err(|e| Error::new(Code::Internal).caused_by(e))?;
        self.store()
            .write(Wanted::nothing(), move |work| {
                let text = text.clone();
                Box::pin(async move {
                    work.put_meta("mode", &text);
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
        caller.unit = self.first_unit(root);
        caller
    }

    fn first_unit(&self, root: &AreaPath) -> Option<UnitId> {
        let directory = self.directory();
        directory.units().into_iter().find(|u| u.area.is_within(root) && u.role == "cdc").map(|u| u.id)
    }
}

/// The stored word of a serialisable enumeration.
pub fn word_of<T: serde::Serialize>(value: &T) -> String {
    rows::word(value)
}
