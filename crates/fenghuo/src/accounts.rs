//! Accounts at the machine itself: who there is, their second factors, who they are
//! to the provider of log-ins.

use crate::admin::role_named;
use crate::args::{IdentityCommand, Place, SecondFactorCommand};
use crate::config::Config;
use crate::installation::Folder;
use crate::voice::{Outcome, Voice};
use app::App;
use app::access::identity_key;
use kernel::{AreaCode, PageRequest, UserId};
use serde_json::json;

/// Lists the users with a post in an area and below, with their posts there.
pub async fn users(voice: Voice, place: &Place, area: Option<String>) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let found = list(voice, &app, area).await;
    app.store().close().await;
    let (rows, items) = found?;
    if voice.json {
        voice.print_json(&json!({ "items": items }));
    } else {
        let headings = ["cli-head-login", "cli-head-name", "cli-head-posts", "cli-head-id"];
        voice.table(&headings.map(|id| voice.words(id, &[])), &rows);
    }
    Ok(())
}

async fn list(
    voice: Voice,
    app: &App,
    area: Option<String>,
) -> Outcome<(Vec<Vec<String>>, Vec<serde_json::Value>)> {
    let within = match area {
        Some(code) => Some(app.path_of(&AreaCode::new(code)?)?),
        None => None,
    };
    let directory = app.directory();
    let Some(root) = directory.areas().first().map(|area| area.row.path.clone()) else {
        return Ok((Vec::new(), Vec::new()));
    };
    let operator = app.operator(&root);
    let mut page = PageRequest { limit: PageRequest::MAX_LIMIT, after: None };
    let (mut rows, mut items) = (Vec::new(), Vec::new());
    loop {
        let found = app.users(&operator, within.as_ref(), &page).await?;
        for line in found.items {
            let posts: Vec<String> = line
                .posts
                .iter()
                .map(|held| match &held.diseases {
                    None => format!("{} {}", held.role, held.area.code()),
                    Some(diseases) => format!("{} {} ({diseases})", held.role, held.area.code()),
                })
                .collect();
            let barred = line.disabled_at.is_some();
            let note = if barred { voice.words("cli-user-barred", &[]) } else { String::new() };
            rows.push(vec![
                line.login.clone(),
                format!("{} {note}", line.display_name).trim().to_owned(),
                posts.join("; "),
                line.user.to_string(),
            ]);
            items.push(json!({
                "user": line.user, "login": line.login, "name": line.display_name, "disabled": barred,
                "must_change_password": line.must_change, "linked": line.linked, "posts": posts,
            }));
        }
        match found.next {
            Some(next) => page.after = Some(next),
            None => return Ok((rows, items)),
        }
    }
}

/// Says which roles ask for a second factor, or takes one from a user.
pub async fn second_factor(voice: Voice, place: &Place, command: SecondFactorCommand) -> Outcome {
    let app = Folder::of(place).open(voice).await?;
    let done = match &command {
        SecondFactorCommand::Require { roles } => require(&app, roles).await,
        SecondFactorCommand::Reset { login } => reset(&app, login).await,
    };
    app.store().close().await;
    let user = done?;
    match (command, voice.json) {
        (SecondFactorCommand::Require { roles }, true) => voice.print_json(&json!({ "roles": roles })),
        (SecondFactorCommand::Require { roles }, false) => {
            voice.say("cli-second-factor-required", &[("roles", roles.join(", "))]);
        }
        (SecondFactorCommand::Reset { login }, true) => {
            voice.print_json(&json!({ "login": login, "user": user }));
        }
        (SecondFactorCommand::Reset { login }, false) => {
            voice.say("cli-second-factor-reset", &[("login", login)]);
        }
    }
    Ok(())
}

async fn require(app: &App, roles: &[String]) -> Outcome<Option<UserId>> {
    let roles = roles.iter().map(|role| role_named(role)).collect::<Result<Vec<_>, _>>()?;
    app.require_second_factor_as_operator(&roles).await?;
    Ok(None)
}

async fn reset(app: &App, login: &str) -> Outcome<Option<UserId>> {
    Ok(Some(app.reset_second_factor_as_operator(login).await?))
}

/// Links a user to an identity at the provider of log-ins that is set up, or
/// parts the two.
pub async fn identity(voice: Voice, place: &Place, config: &Config, command: IdentityCommand) -> Outcome {
    let settings = config.oidc()?;
    let app = Folder::of(place).open(voice).await?;
    let (login, linked, done) = match command {
        IdentityCommand::Link { login, subject } => {
            let key = settings.map(|settings| identity_key(&settings.issuer, &subject));
            let done = app.link_identity(None, login.as_str(), key).await;
            (login, true, done)
        }
        IdentityCommand::Unlink { login } => {
            let done = app.unlink_identity(None, login.as_str()).await;
            (login, false, done)
        }
    };
    app.store().close().await;
    let user = done?;
    if voice.json {
        voice.print_json(&json!({ "login": login, "user": user, "linked": linked }));
    } else {
        let said = if linked { "cli-identity-linked" } else { "cli-identity-unlinked" };
        voice.say(said, &[("login", login)]);
    }
    Ok(())
}
