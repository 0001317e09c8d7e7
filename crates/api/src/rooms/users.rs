//! Users: who there is, their posts, passwords and bars.

use app::access::identity_key;
use app::accounts::UserLine;
use app::install::NewUser;
use axum::Json;
use kernel::{Classified, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::{Open, Signed};
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, maybe_path, page};
use crate::wire::{Instant, Key, Role, area};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_users, add_user))
        .routes(routes!(show_user))
        .routes(routes!(reset_password))
        .routes(routes!(disable_user))
        .routes(routes!(enable_user))
        .routes(routes!(end_post))
        .routes(routes!(end_user_sessions))
        .routes(routes!(reset_second_factor))
        .routes(routes!(link_identity))
        .routes(routes!(unlink_identity))
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
    /// The diseases that the role holds for; all when absent.
    #[serde(default)]
    diseases: Vec<String>,
    /// When the role ends by itself.
    until: Option<Instant>,
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

/// Whose sessions are to end, and what besides.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndSessionsInput {
    /// Whether the keys of his programs are revoked as well.
    #[serde(default)]
    api_keys: bool,
}

/// Who a user is to the provider of log-ins.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IdentityInput {
    /// The provider's own name for him (`sub`).
    subject: String,
}

/// A user.
#[derive(Serialize, ToSchema)]
struct User {
    user: Uuid,
}

/// A user with the posts that he holds or will hold, in the areas of whoever asks.
#[derive(Serialize, ToSchema)]
struct UserDetail {
    user: Uuid,
    login: String,
    display_name: String,
    created_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    disabled_at: Option<Instant>,
    /// Whether he must change a password that another has set.
    must_change_password: bool,
    /// Whether he is linked to an identity at the provider of log-ins.
    linked: bool,
    posts: Vec<HeldPost>,
}

/// A post that is held.
#[derive(Serialize, ToSchema)]
struct HeldPost {
    post: Uuid,
    role: String,
    area: String,
    /// The diseases it holds for; all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    diseases: Option<Vec<String>>,
    from: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Instant>,
}

impl From<UserLine> for UserDetail {
    fn from(line: UserLine) -> Self {
        let posts = line.posts.into_iter().map(|held| HeldPost {
            post: held.post.0,
            role: held.role,
            area: area(&held.area),
            diseases: held.diseases.map(|words| words.split_whitespace().map(str::to_owned).collect()),
            from: held.valid_from.into(),
            until: held.valid_to.map(Into::into),
        });
        Self {
            user: line.user.0,
            login: line.login,
            display_name: line.display_name,
            created_at: line.created_at.into(),
            disabled_at: line.disabled_at.map(Into::into),
            must_change_password: line.must_change,
            linked: line.linked,
            posts: posts.collect(),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UserQuery {
    /// With a post in this area or below it.
    area: Option<String>,
    limit: Option<u32>,
    after: Option<String>,
}

/// The users who have, had or will have a post in one's administered areas,
/// newest first; of their posts those that lie there.
#[utoipa::path(get, path = "/users", tag = "users", params(UserQuery),
    responses((status = 200, body = Page<UserDetail>)))]
async fn list_users(
    Signed { app, caller }: Signed,
    Query(query): Query<UserQuery>,
) -> Answer<Page<UserDetail>> {
    let page = page(query.limit, query.after.as_ref())?;
    let within = maybe_path(&app, query.area.as_ref())?;
    Ok(Page::of(app.users(&caller, within.as_ref(), &page).await?, UserDetail::from))
}

/// One user.
#[utoipa::path(get, path = "/users/{id}", tag = "users", responses((status = 200, body = UserDetail)))]
async fn show_user(Signed { app, caller }: Signed, Id(user): Id<UserId>) -> Answer<UserDetail> {
    Ok(Json(app.user(&caller, user).await?.into()))
}

/// Makes a user at a post, or gives a known one the post besides.
#[utoipa::path(post, path = "/users", tag = "users", request_body = UserInput,
    responses((status = 200, body = User)))]
async fn add_user(Signed { app, caller }: Signed, Command { input, .. }: Command<UserInput>) -> Answer<User> {
    let new = NewUser {
        area: maybe_path(&app, input.area.as_ref())?,
        login: input.login,
        password: input.password,
        display_name: input.display_name,
        post: input.post.0.into(),
        role: input.role.into(),
        diseases: input.diseases,
        until: input.until.map(Into::into),
        must_change: true,
    };
    Ok(Json(User { user: app.add_user(Some(&caller), new).await?.0 }))
}

/// Sets a user's password, which he must change when he logs in, and ends his
/// sessions. It takes the administration of
/// every area in which he holds a role.
#[utoipa::path(post, path = "/users/{id}/reset_password", tag = "users",
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
#[utoipa::path(post, path = "/users/{id}/disable", tag = "users",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn disable_user(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.disable_user(&caller, user).await?.0 }))
}

/// Lets a disabled user log in again, with the password he had.
#[utoipa::path(post, path = "/users/{id}/enable", tag = "users",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn enable_user(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.enable_user(&caller, user).await?.0 }))
}

/// Takes a post from a user, with all that it let him do.
#[utoipa::path(post, path = "/users/{id}/end_post", tag = "users",
    request_body = EndPostInput, responses((status = 200, body = User)))]
async fn end_post(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    Command { input, .. }: Command<EndPostInput>,
) -> Answer<User> {
    let user = app.end_post(&caller, user, input.post.0.into()).await?;
    Ok(Json(User { user: user.0 }))
}

/// Ends all sessions of a user, and revokes the keys of his programs if asked.
#[utoipa::path(post, path = "/users/{id}/end_sessions", tag = "users",
    request_body = EndSessionsInput, responses((status = 200, body = User)))]
async fn end_user_sessions(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    Command { input, .. }: Command<EndSessionsInput>,
) -> Answer<User> {
    Ok(Json(User { user: app.end_sessions_of(&caller, user, input.api_keys).await?.0 }))
}

/// Takes the second factor from a user who has lost device and recovery codes,
/// and ends his sessions.
#[utoipa::path(post, path = "/users/{id}/reset_second_factor", tag = "users",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn reset_second_factor(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.reset_second_factor(&caller, user).await?.0 }))
}

/// Links a user to an identity at the provider of log-ins, and ends his sessions.
/// It takes the administration of every area in which he holds a role.
#[utoipa::path(post, path = "/users/{id}/link_identity", tag = "users",
    request_body = IdentityInput, responses((status = 200, body = User)))]
async fn link_identity(
    Signed { app, caller }: Signed,
    Open { config, .. }: Open,
    Id(user): Id<UserId>,
    Command { input, .. }: Command<IdentityInput>,
) -> Answer<User> {
    let issuer = config.oidc.as_ref().map(|provider| provider.settings().issuer.as_str());
    let key = issuer.map(|issuer| identity_key(issuer, &input.subject));
    Ok(Json(User { user: app.link_identity(Some(&caller), user, key).await?.0 }))
}

/// Parts a user from his identity at the provider, and ends his sessions.
#[utoipa::path(post, path = "/users/{id}/unlink_identity", tag = "users",
    request_body = Nothing, responses((status = 200, body = User)))]
async fn unlink_identity(
    Signed { app, caller }: Signed,
    Id(user): Id<UserId>,
    _: Command<Nothing>,
) -> Answer<User> {
    Ok(Json(User { user: app.unlink_identity(Some(&caller), user).await?.0 }))
}
