//! Who else has the page of a record open.

use app::presence::Present as PresentLine;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::Body;
use crate::listing::{Answer, Items};
use crate::wire::SubjectKey;

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(tell_presence))
}

/// A page that is open, or was closed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OpenPage {
    /// A person, a case, a contact, an order or an obligation.
    subject: SubjectKey,
    /// False when the page is closed; true when absent.
    open: Option<bool>,
}

/// Somebody else who has the page open.
#[derive(Serialize, ToSchema)]
struct Present {
    user: Uuid,
    display_name: String,
    /// The unit for which he acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Uuid>,
}

impl From<PresentLine> for Present {
    fn from(line: PresentLine) -> Self {
        Self { user: line.user.0, display_name: line.display_name, unit: line.unit.map(Into::into) }
    }
}

/// Says that one has the page of a record open, and answers who else has: those
/// who may see the record by a right of their own. To be said again every half
/// minute; it counts for a hundred seconds. It is kept in no journal and no audit.
#[utoipa::path(post, path = "/presence", tag = "presence", request_body = OpenPage,
    responses((status = 200, body = Items<Present>)))]
async fn tell_presence(Signed { app, caller }: Signed, Body(page): Body<OpenPage>) -> Answer<Items<Present>> {
    let others = app.present(&caller, page.subject.into(), page.open.unwrap_or(true)).await?;
    Ok(Items::of(others.into_iter().map(Present::from)))
}
