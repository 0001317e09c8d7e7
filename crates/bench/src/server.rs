//! The server under measurement: the interface that users have, on loopback,
//! in this process.

use app::App;
use app::install::NewUser;
use authz::Role;
use kernel::{AreaPath, Classified, PostId, UnitId};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Outcome;
use crate::client::{Connection, Request};
use crate::plan::Plan;

/// The password of everybody.
pub const PASSWORD: &str = "bench-password";
/// Sentinels that report, each of another county.
const SENTINELS: usize = 32;

/// A running server with the sessions of those who use it.
pub struct Server {
    /// Its port on loopback.
    pub port: u16,
    /// The epidemiologist of the province.
    pub province: String,
    /// The epidemiologist of the county with most cases.
    pub county: String,
    /// Sentinels with the code of their county.
    pub sentinels: Vec<(String, String)>,
}

fn sentinel_counties(plan: &Plan) -> impl Iterator<Item = usize> {
    let count = plan.counties.len();
    (0..SENTINELS).map(move |n| n * count / SENTINELS)
}

/// The first post of a unit.
pub fn post_of(app: &App, unit: UnitId) -> Outcome<PostId> {
    let directory = app.directory();
    let found = directory.posts().find(|post| post.unit == unit).map(|post| post.id);
    found.ok_or_else(|| "a unit without posts".into())
}

/// Makes the users of the measurement.
pub async fn add_users(app: &App, plan: &Plan) -> Outcome {
    let province = plan.province()?;
    let first = |path: &AreaPath, role: &str| app.directory().units_at(path, role).first().copied();
    let cdc = first(&province, "cdc").ok_or("the province has no cdc")?;
    let worst = &plan.counties[plan.worst_county()];
    let mut users = vec![
        ("province".to_owned(), cdc, Role::Epidemiologist, province),
        ("county".to_owned(), worst.cdc, Role::Epidemiologist, worst.path.clone()),
    ];
    for (n, county) in sentinel_counties(plan).enumerate() {
        let county = &plan.counties[county];
        users.push((format!("sentinel{n}"), county.sentinel, Role::Sentinel, county.path.clone()));
    }
    for (login, unit, role, area) in users {
        app.add_user_as_operator(NewUser {
            display_name: login.clone(),
            login,
            password: Classified::new(PASSWORD.to_owned()),
            post: post_of(app, unit)?,
            role,
            area: Some(area),
            diseases: Vec::new(),
            until: None,
            must_change: false,
        })
        .await?;
    }
    Ok(())
}

impl Server {
    /// Begins to serve and logs everybody in.
    pub async fn start(app: &App, plan: &Plan) -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let router = api::router(app.clone(), api::Config::default());
        // It serves until the process ends.
        tokio::spawn(api::serve(listener, router, std::future::pending()));
        let mut connection = Connection::open(port).await?;
        let province = log_in(&mut connection, "province").await?;
        let county = log_in(&mut connection, "county").await?;
        let mut sentinels = Vec::new();
        for (n, county) in sentinel_counties(plan).enumerate() {
            let token = log_in(&mut connection, &format!("sentinel{n}")).await?;
            sentinels.push((token, plan.counties[county].path.code().to_owned()));
        }
        Ok(Self { port, province, county, sentinels })
    }
}

async fn log_in(connection: &mut Connection, login: &str) -> Outcome<String> {
    let request = Request {
        method: "POST",
        path: "/api/v1/sessions".to_owned(),
        body: json!({"login": login, "password": PASSWORD}).to_string(),
        ..Request::default()
    };
    let answer = connection.send(&request).await?;
    let body: Value = serde_json::from_slice(&answer.body)?;
    match body["token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => Err(format!("{login} cannot log in: {} {body}", answer.status).into()),
    }
}
