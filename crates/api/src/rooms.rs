//! The rooms of the interface, one file each, named as everywhere.

mod api_keys;
mod areas;
mod audit;
mod boards;
mod break_glass;
mod bulletins;
mod cases;
mod chains;
mod contacts;
mod curves;
mod delegations;
mod directives;
mod directory;
mod duty;
mod events;
mod exports;
mod exposures;
mod facts;
mod files;
mod handovers;
mod imports;
mod installation;
mod jobs;
mod law;
mod leaves;
mod major_events;
mod meetings;
mod notices;
mod obligations;
mod occasions;
mod orders;
mod outside;
mod people;
mod places;
mod posture;
mod presence;
mod protocols;
mod reporting;
mod roll_calls;
mod second_factor;
mod sentinel;
mod sessions;
mod sign_in;
mod situation;
mod supervision;
mod tasks;
mod testing;
mod trials;
mod users;
mod views;
mod zones;

use utoipa_axum::router::OpenApiRouter;

use crate::{Api, PREFIX};

/// Every operation.
pub fn all() -> OpenApiRouter<Api> {
    let rooms = [
        sessions::routes(),
        sign_in::routes(),
        second_factor::routes(),
        api_keys::routes(),
        installation::routes(),
        users::routes(),
        directory::routes(),
        areas::routes(),
        places::routes(),
        people::routes(),
        sentinel::routes(),
        testing::routes(),
        cases::routes(),
        chains::routes(),
        exposures::routes(),
        contacts::routes(),
        orders::routes(),
        notices::routes(),
        situation::routes(),
        curves::routes(),
        boards::routes(),
        obligations::routes(),
        handovers::routes(),
        break_glass::routes(),
        delegations::routes(),
        facts::routes(),
        presence::routes(),
        meetings::routes(),
        directives::routes(),
        tasks::routes(),
        posture::routes(),
        supervision::routes(),
        duty::routes(),
        roll_calls::routes(),
        occasions::routes(),
        leaves::routes(),
        major_events::routes(),
        reporting::routes(),
        bulletins::routes(),
        zones::routes(),
        protocols::routes(),
        trials::routes(),
        imports::routes(),
        exports::routes(),
        files::routes(),
        jobs::routes(),
        audit::routes(),
        law::routes(),
        views::routes(),
        events::routes(),
    ];
    let all = rooms.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge);
    OpenApiRouter::new().nest(PREFIX, all)
}
