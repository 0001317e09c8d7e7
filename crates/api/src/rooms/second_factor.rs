//! The second factor: codes of a device besides the password.

use app::access::{Enrolment, SecondFactor};
use authz::Role as AuthzRole;
use axum::Json;
use axum::http::StatusCode;
use kernel::Classified;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Api;
use crate::auth::{Entrant, Signed};
use crate::command::{Body, Command};
use crate::listing::{Answer, Items};
use crate::problem::Problem;
use crate::wire::Role;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(show_second_factor))
        .routes(routes!(enrol_second_factor))
        .routes(routes!(confirm_second_factor))
        .routes(routes!(remove_second_factor))
        .routes(routes!(list_second_factor_roles))
        .routes(routes!(require_second_factor))
}

/// How one's second factor stands.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondFactor)]
struct State {
    /// Whether it is asked for at every log-in.
    active: bool,
    recovery_codes_left: i64,
}

impl From<SecondFactor> for State {
    fn from(state: SecondFactor) -> Self {
        Self { active: state.active, recovery_codes_left: state.recovery_codes_left }
    }
}

/// One's password, to be asked once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnrolInput {
    /// Absent by whoever has logged in through the provider within ten minutes.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Classified<String>>,
}

/// A secret for a device. It counts when its first code was given back.
#[derive(Serialize, ToSchema)]
struct Secret {
    /// In Base32; shown this once.
    secret: String,
    /// The same as an `otpauth:` address, which devices read from a picture.
    url: String,
}

impl From<Enrolment> for Secret {
    fn from(made: Enrolment) -> Self {
        Self { secret: made.secret.into_exposed(), url: made.url.into_exposed() }
    }
}

/// The first code of a device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeInput {
    #[schema(value_type = String, format = Password)]
    code: Classified<String>,
}

/// Codes for whoever has lost the device, each good once.
#[derive(Serialize, ToSchema)]
struct RecoveryCodes {
    /// Shown this once.
    recovery_codes: Vec<String>,
}

/// Password and code, to take the second factor away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemoveInput {
    /// Absent by whoever has logged in through the provider within ten minutes.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Classified<String>>,
    /// A code or a recovery code; needed once the second factor is active.
    #[schema(value_type = Option<String>, format = Password)]
    code: Option<Classified<String>>,
}

/// Roles that ask for a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolesInput {
    roles: Vec<Role>,
}

/// How one's second factor stands.
#[utoipa::path(get, path = "/second_factor", tag = "sessions", responses((status = 200, body = State)))]
async fn show_second_factor(Entrant { app, caller, .. }: Entrant) -> Answer<State> {
    Ok(Json(app.second_factor(&caller).await?.into()))
}

/// Makes a second factor for oneself; one that is not confirmed is replaced.
#[utoipa::path(post, path = "/second_factor/enrol", tag = "sessions", request_body = EnrolInput,
    responses((status = 200, body = Secret)))]
async fn enrol_second_factor(
    Entrant { app, caller, .. }: Entrant,
    Body(input): Body<EnrolInput>,
) -> Answer<Secret> {
    Ok(Json(app.enrol_second_factor(&caller, input.password).await?.into()))
}

/// Proves the new second factor by its first code; from now on it is asked for.
#[utoipa::path(post, path = "/second_factor/confirm", tag = "sessions", request_body = CodeInput,
    responses((status = 200, body = RecoveryCodes)))]
async fn confirm_second_factor(
    Entrant { app, caller, .. }: Entrant,
    Body(input): Body<CodeInput>,
) -> Answer<RecoveryCodes> {
    let codes = app.confirm_second_factor(&caller, &input.code).await?;
    Ok(Json(RecoveryCodes { recovery_codes: codes.into_iter().map(Classified::into_exposed).collect() }))
}

/// Takes one's own second factor away.
#[utoipa::path(post, path = "/second_factor/remove", tag = "sessions", request_body = RemoveInput,
    responses((status = 204)))]
async fn remove_second_factor(
    Entrant { app, caller, .. }: Entrant,
    Body(input): Body<RemoveInput>,
) -> Result<StatusCode, Problem> {
    app.remove_second_factor(&caller, input.password, input.code.as_ref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The roles that ask for a second factor.
#[utoipa::path(get, path = "/installation/second_factor_roles", tag = "installation",
    responses((status = 200, body = Items<Role>)))]
async fn list_second_factor_roles(Signed { app, .. }: Signed) -> Answer<Items<Role>> {
    Ok(Items::of(app.second_factor_roles().await?.into_iter().map(Role::from)))
}

/// Says which roles ask for a second factor: who holds one of them and has none
/// may do nothing until he has. It takes the administration of every root area.
#[utoipa::path(post, path = "/installation/require_second_factor", tag = "installation",
    request_body = RolesInput, responses((status = 200, body = Items<Role>)))]
async fn require_second_factor(
    Signed { app, caller }: Signed,
    Command { input, .. }: Command<RolesInput>,
) -> Answer<Items<Role>> {
    let roles: Vec<AuthzRole> = input.roles.into_iter().map(Into::into).collect();
    app.require_second_factor(&caller, &roles).await?;
    Ok(Items::of(roles.into_iter().map(Role::from)))
}
