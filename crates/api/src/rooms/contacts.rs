//! Contacts: who met a case, or met a close contact (F05).

use app::ContactFilter;
use app::questions::Seen;
use domain::investigation::Contact as State;
use kernel::ContactId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use crate::Api;
use crate::auth::Signed;
use crate::command::{Command, Nothing};
use crate::listing::{Answer, Id, Page, Query, Versioned, list_query, maybe_path};
use crate::problem::Problem;
use crate::wire::{ContactClass, ContactClasses, Instant, Key, Receipt, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list_contacts))
        .routes(routes!(show_contact))
        .routes(routes!(reach_contact))
        .routes(routes!(end_contact))
}

/// A person's standing as contact of one case.
#[derive(Serialize, ToSchema)]
pub struct Contact {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    person: Uuid,
    case: Uuid,
    disease: String,
    class: ContactClass,
    rule: String,
    edition: String,
    /// 1 met a case, 2 met a close contact.
    order: u8,
    first_exposure_at: Instant,
    last_exposure_at: Instant,
    determined_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    reached_at: Option<Instant>,
    /// `determined`, `reached`, `under_order`, `released`, `became_case` or `retracted`.
    status: String,
}

impl From<Seen<State>> for Contact {
    fn from(seen: Seen<State>) -> Self {
        let state = seen.state;
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            person: state.person.0,
            case: state.case.0,
            disease: state.disease,
            class: state.class.into(),
            rule: state.rule,
            edition: state.edition,
            order: state.order,
            first_exposure_at: state.first_exposure.into(),
            last_exposure_at: state.last_exposure.into(),
            determined_at: state.determined_at.into(),
            reached_at: state.reached_at.map(Into::into),
            status: state.status,
        }
    }
}

list_query!(ContactQuery {
    disease: String,
    /// `close`, `secondary`, `general`, `venue` or `companion`; any of several, between commas.
    class: ContactClasses,
    /// `determined`, `reached`, `under_order`, `released`, `became_case` or `retracted`; any of several,
    /// between commas.
    status: String,
    case: Key,
    person: Key,
    /// In this area or below it.
    area: String,
});

/// The end of a contact.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContactEnd {
    /// `released`, `became_case` or `retracted`.
    outcome: String,
}

/// Contacts, newest first.
#[utoipa::path(get, path = "/contacts", tag = "contacts", params(ContactQuery),
    responses((status = 200, body = Page<Contact>)))]
async fn list_contacts(
    Signed { app, caller }: Signed,
    Query(query): Query<ContactQuery>,
) -> Answer<Page<Contact>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = ContactFilter {
        disease: query.disease,
        class: query.class.map(|classes| classes.0),
        status: query.status,
        case: id(query.case),
        person: id(query.person),
        area: maybe_path(&app, query.area.as_ref())?,
    };
    Ok(Page::of(app.contacts(&caller, &filter, as_of, &page).await?, Contact::from))
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{id}", tag = "contacts", params(Moment),
    responses((status = 200, body = Contact, headers(("ETag" = String)))))]
async fn show_contact(
    Signed { app, caller }: Signed,
    Id(contact): Id<ContactId>,
    Query(moment): Query<Moment>,
) -> Result<Versioned<Contact>, Problem> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let seen = app.contact(&caller, contact, as_of).await?;
    Ok(Versioned { version: seen.version, body: seen.into() })
}

/// Records that somebody has spoken to the contact.
#[utoipa::path(post, path = "/contacts/{id}/reach", tag = "contacts", request_body = Nothing,
    responses((status = 200, body = Receipt)))]
async fn reach_contact(
    Signed { app, caller }: Signed,
    Id(contact): Id<ContactId>,
    Command { key, .. }: Command<Nothing>,
) -> Answer<Receipt> {
    done(app.reach_contact(&caller, Some(&key), contact).await?)
}

/// Ends a contact by hand.
#[utoipa::path(post, path = "/contacts/{id}/end", tag = "contacts", request_body = ContactEnd,
    responses((status = 200, body = Receipt)))]
async fn end_contact(
    Signed { app, caller }: Signed,
    Id(contact): Id<ContactId>,
    Command { key, input, .. }: Command<ContactEnd>,
) -> Answer<Receipt> {
    done(app.end_contact(&caller, Some(&key), contact, input.outcome).await?)
}
