//! Who acts in a demo: a user at each post that has something to do.

use crate::voice::{Outcome, Voice};
use app::install::NewUser;
use app::{App, Caller};
use authz::Role;
use kernel::{AreaPath, Classified, Code, Error, PostId, UnitId};
use serde_json::json;
use std::collections::BTreeMap;

/// Somebody at a post, logged in.
#[derive(Clone, Debug)]
pub struct Actor {
    /// What he may do.
    pub caller: Caller,
    /// His unit.
    pub unit: UnitId,
    /// His post.
    pub post: PostId,
}

/// A line of the list of logins.
struct Login {
    post: (String, String),
    login: String,
}

/// Everybody.
pub struct Cast {
    actors: BTreeMap<String, Actor>,
    logins: Vec<Login>,
    password: String,
}

/// A part to be given to somebody.
pub struct Part<'a> {
    /// Name in the play, and to log in with.
    pub login: &'a str,
    /// Where the unit stands.
    pub area: &'a AreaPath,
    /// Role of the unit.
    pub unit: &'a str,
    /// Kind of facility, where an area has several units of the role.
    pub facility: Option<&'a str>,
    /// Kind of post.
    pub post: &'a str,
    /// What the user is.
    pub role: Role,
    /// Where he is that; in the area of the unit when absent.
    pub over: Option<&'a AreaPath>,
}

impl Cast {
    /// Nobody yet. One password is drawn for all: the demo is on loopback, and
    /// its password is told on the screen anyway.
    pub fn new() -> Self {
        let drawn: String = app::ids::random_bytes::<5>().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { actors: BTreeMap::new(), logins: Vec::new(), password: format!("drill-{drawn}") }
    }

    /// Makes the user and logs in.
    pub async fn add(&mut self, app: &App, part: Part<'_>) -> Outcome {
        let missing = || Error::new(Code::HolderUnresolved).arg("role", part.unit).arg("area", part.area);
        let directory = app.directory();
        let unit = directory
            .units_at(part.area, part.unit)
            .iter()
            .filter_map(|id| directory.unit(*id).ok())
            .find(|unit| part.facility.is_none() || unit.facility.as_deref() == part.facility)
            .ok_or_else(missing)?;
        let post = directory
            .posts()
            .find(|post| post.unit == unit.id && post.kind == part.post)
            .ok_or_else(missing)?;
        let name = |unit: &str, post: &str| format!("{unit} · {post}");
        let new = NewUser {
            login: part.login.to_owned(),
            password: Classified::new(self.password.clone()),
            display_name: part.login.to_owned(),
            post: post.id,
            role: part.role,
            area: part.over.cloned(),
            diseases: Vec::new(),
            until: None,
            must_change: false,
        };
        app.add_user_as_operator(new).await?;
        let session = app.log_in(part.login, Classified::new(self.password.clone())).await?;
        let actor = Actor { caller: session.caller, unit: unit.id, post: post.id };
        self.actors.insert(part.login.to_owned(), actor);
        self.logins.push(Login {
            post: (name(&unit.name_zh, &post.name_zh), name(&unit.name_en, &post.name_en)),
            login: part.login.to_owned(),
        });
        Ok(())
    }

    /// Somebody by name.
    ///
    /// # Errors
    /// `record.not_found` for a name that was never cast.
    pub fn actor(&self, login: &str) -> Outcome<&Actor> {
        let missing = || Error::new(Code::NotFound).arg("kind", "user").arg("id", login);
        Ok(self.actors.get(login).ok_or_else(missing)?)
    }

    /// The list of logins.
    pub fn print(&self, voice: Voice) {
        if voice.json {
            let name = |login: &Login| voice.pick(&login.post.0, &login.post.1).to_owned();
            let line = |login: &Login| json!({ "post": name(login), "login": login.login, "password": self.password });
            let logins: Vec<_> = self.logins.iter().map(line).collect();
            voice.print_json(&json!({ "logins": logins }));
            return;
        }
        voice.print("");
        voice.say("demo-logins", &[]);
        let headings =
            ["demo-head-post", "demo-head-login", "demo-head-password"].map(|id| voice.words(id, &[]));
        let rows: Vec<Vec<String>> = self
            .logins
            .iter()
            .map(|login| {
                let post = voice.pick(&login.post.0, &login.post.1).to_owned();
                vec![post, login.login.clone(), self.password.clone()]
            })
            .collect();
        voice.table(&headings, &rows);
    }
}
