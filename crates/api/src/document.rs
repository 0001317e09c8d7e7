//! The OpenAPI document: what the handlers say of themselves, and what is the
//! same for all of them.

use std::collections::BTreeSet;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::{At, Fault, ProblemDocument};
use crate::rooms;
use crate::wire::{Classes, ContactClasses};

/// Operations that need no log-in.
const OPEN: [&str; 4] = ["log_in", "status", "read_notice", "object_by_notice"];
/// Posts that record nothing twice, or answer what is shown once, and need no key.
const KEYLESS: [&str; 19] = [
    "log_in",
    "log_out",
    "read_personal",
    "find_duplicates",
    "read_addresses",
    "change_password",
    "device_secret",
    "enrol_second_factor",
    "confirm_second_factor",
    "remove_second_factor",
    "make_api_key",
    "upload_file",
    "guess_mapping",
    "make_notice",
    "read_notice",
    "object_by_notice",
    "try_protocol",
    "read_bulletin",
    "tell_presence",
];
/// Commands that heed `If-Match`.
const GUARDED: [&str; 10] = [
    "assess_case",
    "classify_case",
    "report_case",
    "revise_card",
    "investigate_case",
    "isolate_case",
    "admit_case",
    "plan_treatment",
    "end_case",
    "amend_order",
];

/// The OpenAPI 3.1 document of the interface as JSON, the same on every run.
pub fn openapi() -> String {
    let mut document = rooms::all().into_openapi();
    document.info.title = "Fenghuo".to_owned();
    document.info.version = "v1".to_owned();
    document.info.description = Some("What is the same for all operations: docs/api.md.".to_owned());
    document.info.license = Some(utoipa::openapi::LicenseBuilder::new().name("Apache-2.0").build());
    document.info.contact = None;
    common(&mut document);
    for (path, item) in &mut document.paths.paths {
        let names: Vec<String> =
            path.split('{').skip(1).filter_map(|p| p.split('}').next()).map(str::to_owned).collect();
        for (operation, posts) in [(&mut item.get, false), (&mut item.post, true)] {
            if let Some(operation) = operation {
                complete(operation, &names, posts);
            }
        }
    }
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

fn common(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    for (name, schema) in [
        (ProblemDocument::name(), ProblemDocument::schema()),
        (Fault::name(), Fault::schema()),
        (At::name(), At::schema()),
        // Parameters of queries do not bring their schemas along.
        (Classes::name(), Classes::schema()),
        (ContactClasses::name(), ContactClasses::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("session", SecurityScheme::Http(bearer));
}

fn complete(operation: &mut Operation, names: &[String], posts: bool) {
    let id = operation.operation_id.clone().unwrap_or_default();
    let parameters = operation.parameters.get_or_insert_default();
    let said: BTreeSet<String> = parameters
        .iter()
        .filter_map(|p| match p {
            RefOr::T(parameter) => Some(parameter.name.clone()),
            RefOr::Ref(_) => None,
        })
        .collect();
    for name in names.iter().filter(|name| !said.contains(*name)) {
        let format = (name == "id").then_some(SchemaFormat::KnownFormat(KnownFormat::Uuid));
        let parameter = parameter(name, ParameterIn::Path, Required::True, format);
        parameters.insert(0, RefOr::T(parameter.build()));
    }
    if posts && !KEYLESS.contains(&id.as_str()) {
        let key = parameter("Idempotency-Key", ParameterIn::Header, Required::True, None);
        let key = key.description(Some(
            "Chosen by the client, 1 to 100 printable ASCII characters; the same key gets the same answer.",
        ));
        parameters.push(RefOr::T(key.build()));
    }
    if GUARDED.contains(&id.as_str()) {
        let version = parameter("If-Match", ParameterIn::Header, Required::False, None);
        let version = version
            .description(Some("The version that was read, in quotes; 409 when the record has moved on."));
        parameters.push(RefOr::T(version.build()));
    }
    if parameters.is_empty() {
        operation.parameters = None;
    }
    if !OPEN.contains(&id.as_str()) {
        operation.security = Some(vec![SecurityRequirement::new("session", [""; 0])]);
    }
    // A response must be described; what it is stands in its schema.
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = "Done".to_owned();
        }
    }
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemDocument::name()))).build();
    let refused =
        ResponseBuilder::new().description("Refused").content("application/problem+json", problem).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(refused));
}

fn parameter(
    name: &str,
    place: ParameterIn,
    required: Required,
    format: Option<SchemaFormat>,
) -> ParameterBuilder {
    let schema = ObjectBuilder::new().schema_type(Type::String).format(format).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .schema(Some(Schema::Object(schema)))
}
