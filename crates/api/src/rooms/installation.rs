//! The installation: live or drill, its clock, its users.

use app::Mode;
use app::install::NewUser;
use axum::Json;
use kernel::{Classified, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{Open, Signed};
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, maybe_path};
use crate::wire::{Instant, Key, Role};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(status))
        .routes(routes!(set_drill_clock))
        .routes(routes!(add_user))
        .routes(routes!(reset_password))
        .routes(routes!(disable_user))
        .routes(routes!(enable_user))
        .routes(routes!(end_post))
}

/// What runs here.
#[derive(Serialize, ToSchema)]
struct Status {
    product: &'static str,
    version: String,
    /// `live` or `drill`.
    mode: &'static str,
    /// Business time.
    now: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<DrillClock>,
}

/// How a drill's time runs.
#[derive(Serialize, ToSchema)]
struct DrillClock {
    /// Business seconds in a second.
    speed: i64,
    paused: bool,
}

impl Status {
    fn of(app: &app::App, version: &str) -> Json<Self> {
        let (mode, clock) = match app.clocks().mode() {
            Mode::Live => ("live", None),
            Mode::Drill { speed, paused, .. } => ("drill", Some(DrillClock { speed, paused })),
        };
        Json(Self { product: "fenghuo", version: version.to_owned(), mode, now: app.now().into(), clock })
    }
}

/// A drill's clock, set forward.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DrillClockInput {
    /// Business time to be.
    to: Instant,
    /// Business seconds in a second, 1 to 86,400; 1 when absent.
    speed: Option<i64>,
    /// Whether it stands still then; it does when absent.
    paused: Option<bool>,
}

/// A user at a post. A known login gets the post besides; its password and name
/// stay, and those given here are not looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UserInput {
    login: String,
    /// At least 10 characters.
    #[schema(value_type = String, format = Password)]
    password: Classified<String>,
    display_name: String,
    post: Key,
    role: Role,
    /// The unit's area when absent.
    area: Option<String>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordInput {
    /// At least 10 characters.
    #[schema(value_type = String, format = Password)]
    password: Classified<String>,
}

/// A post to be given back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndPostInput {
    post: Key,
}

/// A user.
#[derive(Serialize, ToSchema)]
struct User {
    user: Uuid,
}

/// What runs here: program, version, live or drill, business time. Open to all.
#[utoipa::path(get, path = "/status", tag = "installation", responses((status = 200, body = Status)))]
async fn status(Open { app, config }: Open) -> Json<Status> {
    Status::of(&app, &config.version)
}

/// Sets a drill's clock forward, its speed, and whether it stands.
#[utoipa::path(post, path = "/installation/drill_clock", tag = "installation", request_body = DrillClockInput,
    responses((status = 200, body = Status)))]
async fn set_drill_clock(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    Command { input, .. }: Command<DrillClockInput>,
) -> Answer<Status> {
    let (speed, paused) = (input.speed.unwrap_or(1), input.paused.unwrap_or(true));
    app.drive_drill_clock(&caller, input.to.into(), speed, paused).await?;
    Ok(Status::of(&app, &config.version))
}

/// Makes a user at a post, or gives a known one the post besides.
#[utoipa::path(post, path = "/users", tag = "installation", request_body = UserInput,
    responses((status = 200, body = User)))]
async fn add_user(Signed { app, caller }: Signed, Command { input, .. }: Command<UserInput>) -> Answer<User> {
    let new = NewUser {
        area: maybe_path(&app, input.area.as_ref())?,
        login: input.login,
        password: input.password,
        display_name: input.display_name,
        post: input.post.0.into(),
        role: input.role.into(),
    };
    Ok(Json(User { user: app.add_user(Some(&caller), new).await?.0 }))
}

/// Sets a user's password and ends his sessions. It takes the administration of
/// every area in which he holds a role.
#[utoipa::path(post, path = "/users/{id}/reset_password", tag = "installation",
    request_body = PasswordInput, responses((status = 200, body = User)))]
async fn reset_password(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    Command { input, .. }: Command<PasswordInput>,
) -> Answer<User> {
    let user = app.reset_password(&caller, user, input.password).await?;
    Ok(Json(User { user: user.0 }))
}

/// Bars a user from logging in and ends his sessions.
#[utoipa::path(post, path = "/users/{id}/disable", tag = "installation",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn disable_user(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.disable_user(&caller, user).await?.0 }))
}

/// Lets a disabled user log in again, with the password he had.
#[utoipa::path(post, path = "/users/{id}/enable", tag = "installation",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn enable_user(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.enable_user(&caller, user).await?.0 }))
}

/// Takes a post from a user, with all that it let him do.
#[utoipa::path(post, path = "/users/{id}/end_post", tag = "installation",
    request_body = EndPostInput, responses((status = 200, body = User)))]
async fn end_post(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    Command { input, .. }: Command<EndPostInput>,
) -> Answer<User> {
    let user = app.end_post(&caller, user, input.post.0.into()).await?;
    Ok(Json(User { user: user.0 }))
}
