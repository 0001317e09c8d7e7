//! Setting up and maintaining an installation.

use crate::args::{InitOptions, Place, UserOptions};
use crate::installation::{Folder, unreadable};
use crate::voice::{Failure, Outcome, Voice};
use app::App;
use app::install::NewUser;
use authz::Role;
use kernel::{AreaCode, Classified, Code, Error, PostId, Timestamp};
use serde_json::json;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::Path;

/// Makes an installation, or completes one: a second time changes nothing.
pub async fn init(voice: Voice, place: &Place, options: InitOptions) -> Outcome {
    let divisions = match options.divisions.as_str() {
        "shipped" => interop::divisions(),
        names => match interop::shipped_divisions(names) {
            Some(divisions) => divisions,
            None => {
                let bytes = std::fs::read(names).map_err(|error| unreadable(Path::new(names), &error))?;
                interop::read_divisions(names, &bytes)?
            }
        },
    };
    let start = options.drill.as_deref().map(str::parse::<Timestamp>).transpose()?;
    let folder = Folder::of(place);
    let app = folder.create(voice).await?;
    let done = init_app(&app, &divisions, &options.zone, start).await;
    app.store().close().await;
    let areas = done?;
    let path = folder.path().display().to_string();
    if voice.json {
        voice.print_json(&json!({ "data": path, "areas": areas, "drill": start.is_some() }));
    } else {
        voice.say("cli-init-done", &[("path", path), ("areas", areas.to_string())]);
    }
    voice.tell("cli-init-next", &[]);
    Ok(())
}

async fn init_app(
    app: &App,
    divisions: &[interop::Division],
    zone: &str,
    start: Option<Timestamp>,
) -> Outcome<usize> {
    let areas = app.load_areas(divisions, &interop::unit_templates(), zone).await?;
    if let Some(start) = start
        && !app.clocks().mode().is_drill()
    {
        app.become_drill(start, 1, false).await?;
    }
    Ok(areas)
}

/// The role of a name.
///
/// # Errors
/// `value.invalid` with the names that there are.
pub fn role_named(text: &str) -> Result<Role, Error> {
    Role::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        Error::new(Code::InvalidValue)
            .arg("field", "role")
            .arg("value", text)
            .arg("expected", known.join(", "))
    })
}

/// Makes a user at a post; the password comes from the terminal or, piped, from
/// stdin. A known user gets the post besides and is asked for no password.
pub async fn user(voice: Voice, place: &Place, options: UserOptions) -> Outcome {
    let role = role_named(&options.role)?;
    let app = Folder::of(place).open(voice).await?;
    let made = make_user(voice, &app, &options, role).await;
    app.store().close().await;
    let (post, known) = made?;
    if voice.json {
        let login = &options.login;
        voice.print_json(&json!({ "login": login, "post": post, "role": role.as_str(), "known": known }));
    } else {
        let said = if known { "cli-user-known" } else { "cli-user-done" };
        voice.say(said, &[("login", options.login), ("role", role.as_str().to_owned())]);
    }
    Ok(())
}

/// Sets a user's password and ends his sessions.
pub async fn password(voice: Voice, place: &Place, login: String, must_change: bool) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let done = match read_password(voice) {
        Ok(password) => {
            app.reset_password_as_operator(login.as_str(), password, must_change).await.map_err(Failure::from)
        }
        Err(failure) => Err(failure),
    };
    app.store().close().await;
    let user = done?;
    if voice.json {
        voice.print_json(&json!({ "login": login, "user": user }));
    } else {
        voice.say("cli-password-done", &[("login", login)]);
    }
    Ok(())
}

/// The post, and whether the user was there already.
async fn make_user(voice: Voice, app: &App, options: &UserOptions, role: Role) -> Outcome<(PostId, bool)> {
    let post = find_post(app, &options.post)?;
    let area = match &options.area {
        Some(code) => Some(app.path_of(&AreaCode::new(code.clone())?)?),
        None => None,
    };
    let known = app.store().user_by_login(&options.login).await?.is_some();
    let new = NewUser {
        login: options.login.clone(),
        // That of a known user is not looked at.
        password: if known { Classified::new(String::new()) } else { read_password(voice)? },
        display_name: options.name.clone().unwrap_or_else(|| options.login.clone()),
        post,
        role,
        area,
        diseases: options.diseases.clone(),
        until: options.until.as_deref().map(str::parse::<Timestamp>).transpose()?,
        must_change: options.must_change,
    };
    app.add_user_as_operator(new).await?;
    Ok((post, known))
}

/// A post by id, or by `AREA:ROLE` of its unit (its duty post), or `AREA:ROLE:POST`.
fn find_post(app: &App, text: &str) -> Outcome<PostId> {
    if let Ok(id) = text.parse::<uuid::Uuid>() {
        return Ok(app.directory().post(PostId(id)).map(|post| post.id)?);
    }
    let refuse = || Failure::said("cli-unknown-post", &[("value", text.to_owned())]);
    let mut parts = text.split(':');
    let (Some(area), Some(role), kind) = (parts.next(), parts.next(), parts.next()) else {
        return Err(refuse());
    };
    let path = app.path_of(&AreaCode::new(area.to_owned())?)?;
    let directory = app.directory();
    let units = directory.units_at(&path, role);
    let unit = units.first().copied().ok_or_else(refuse)?;
    match kind {
        None => directory.held_by(unit).post.ok_or_else(refuse),
        Some(kind) => directory
            .posts()
            .find(|post| post.unit == unit && post.kind == kind)
            .map(|post| post.id)
            .ok_or_else(refuse),
    }
}

fn read_password(voice: Voice) -> Outcome<Classified<String>> {
    let failed = |error: std::io::Error| Failure::said("cli-no-password", &[("detail", error.to_string())]);
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password(voice.words("cli-password", &[])).map_err(failed)?;
        let second = rpassword::prompt_password(voice.words("cli-password-again", &[])).map_err(failed)?;
        if first != second {
            return Err(Failure::said("cli-passwords-differ", &[]));
        }
        return Ok(Classified::new(first));
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(Classified::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Lists the posts of an area and below: what `admin user --post` may name.
pub async fn posts(voice: Voice, place: &Place, area: Option<String>) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let within = match area {
        Some(code) => AreaCode::new(code).and_then(|code| app.path_of(&code)).map(Some),
        None => Ok(None),
    };
    let directory = app.directory();
    app.store().close().await;
    let within = within?;
    let mut rows = Vec::new();
    let mut items = Vec::new();
    for unit in directory.units().into_iter().filter(|u| within.as_ref().is_none_or(|w| u.area.is_within(w)))
    {
        for post in directory.posts().filter(|post| post.unit == unit.id) {
            let name = format!(
                "{} {}",
                voice.pick(&unit.name_zh, &unit.name_en),
                voice.pick(&post.name_zh, &post.name_en)
            );
            let short = format!("{}:{}:{}", unit.area.code(), unit.role, post.kind);
            rows.push(vec![short.clone(), name.clone(), post.id.to_string()]);
            items.push(json!({ "id": post.id, "unit": unit.id, "area": unit.area.code(), "role": unit.role, "kind": post.kind, "name": name, "short": short }));
        }
    }
    if voice.json {
        voice.print_json(&json!({ "items": items }));
    } else {
        let headings = ["cli-head-post", "cli-head-name", "cli-head-id"].map(|id| voice.words(id, &[]));
        voice.table(&headings, &rows);
    }
    Ok(())
}

/// Proves the journal from its first fact.
pub async fn verify(voice: Voice, place: &Place) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let report = app.verify().await;
    app.store().close().await;
    let report = report?;
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    if voice.json {
        let writers: Vec<_> = report
            .writers
            .iter()
            .map(|head| json!({ "writer": head.writer, "seq": head.seq, "hash": hex(&head.hash) }))
            .collect();
        let audit: Vec<_> = report
            .audit
            .writers
            .iter()
            .map(|head| json!({ "writer": head.writer, "seq": head.seq, "hash": hex(&head.hash) }))
            .collect();
        let audit = json!({ "entries": report.audit.entries, "writers": audit });
        voice
            .print_json(&json!({ "facts": report.facts, "writers": writers, "audit": audit, "sound": true }));
        return Ok(());
    }
    voice.say("cli-verify-sound", &[("facts", report.facts.to_string())]);
    for head in &report.writers {
        let args =
            [("writer", head.writer.to_string()), ("seq", head.seq.to_string()), ("hash", hex(&head.hash))];
        voice.say("cli-verify-head", &args);
    }
    voice.say("cli-verify-audit", &[("entries", report.audit.entries.to_string())]);
    for head in &report.audit.writers {
        let args =
            [("writer", head.writer.to_string()), ("seq", head.seq.to_string()), ("hash", hex(&head.hash))];
        voice.say("cli-verify-head", &args);
    }
    Ok(())
}

/// Derives every table from the journal again.
pub async fn rebuild(voice: Voice, place: &Place) -> Outcome {
    let app = Folder::of(place).open_to_rebuild(voice).await?;
    let done = rebuild_app(voice, &app).await;
    app.store().close().await;
    let facts = done?;
    if voice.json {
        voice.print_json(&json!({ "facts": facts }));
    } else {
        voice.say("cli-rebuild-done", &[("facts", facts.to_string())]);
    }
    Ok(())
}

async fn rebuild_app(voice: Voice, app: &App) -> Outcome<usize> {
    let total = usize::try_from(app.verify().await?.facts).unwrap_or(usize::MAX);
    let what = voice.words("cli-rebuild", &[]);
    Ok(app.rebuild(|done| voice.progress(&what, done, total)).await?.facts)
}

/// Files everybody in the search index again.
pub async fn reindex(voice: Voice, place: &Place) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let done = app.reindex(|_| ()).await;
    app.store().close().await;
    let persons = done?;
    if voice.json {
        voice.print_json(&json!({ "persons": persons }));
    } else {
        voice.say("cli-reindex-done", &[("persons", persons.to_string())]);
    }
    Ok(())
}
