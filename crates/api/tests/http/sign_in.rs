//! Log-ins through a provider: who comes in and by what, who does not, and what
//! happens when the provider fails.

use api::ClientAddress;
use api::oidc::{LoginClaim, Provider, RequiredClaim, Settings};
use authz::Role;
use fenghuo_api as api;
use kernel::{Classified, Span, Text};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;

use crate::identity_provider::{CLIENT, IdentityProvider, Mood, SECRET, Signs};
use crate::town::{Answer, HOME, NEXT, PASSWORD, Town};

fn settings(provider: &IdentityProvider) -> Settings {
    Settings {
        issuer: provider.issuer.clone(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(Classified::new(SECRET.to_owned())),
        public_url: "https://fenghuo.example".to_owned(),
        scopes: vec!["profile".to_owned()],
        login_claim: LoginClaim::PreferredUsername,
        link_by_login: true,
        required: None,
        second_factor: vec!["mfa".to_owned()],
        name: Text { zh: "省统一认证".to_owned(), en: "province".to_owned() },
        administrators_only: false,
        log_out: true,
        roots: None,
        timeout: api::oidc::TIMEOUT,
    }
}

fn config(settings: Settings) -> api::Config {
    let provider = Provider::new(settings).expect("sound settings");
    api::Config { oidc: Some(Arc::new(provider)), ..api::Config::default() }
}

/// A town with a provider, and what is to be said otherwise of it.
async fn town(otherwise: impl FnOnce(Settings) -> Settings) -> (IdentityProvider, Town) {
    let provider = IdentityProvider::start().await;
    let town = Town::with(config(otherwise(settings(&provider)))).await;
    (provider, town)
}

/// A user `wang` who has never had a password of his own; his id.
async fn wang(town: &Town, admin: &str, role: Role) -> String {
    let body = json!({
        "login": "wang", "password": "given by another", "display_name": "Wang",
        "post": town.post_of(role, HOME), "role": role.as_str(),
    });
    let user = town.post("/users", &body).by(admin).send().await.ok()["user"].clone();
    user.as_str().expect("an id").to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}"))
}

/// What somebody comes back with who has begun and logged in at the provider.
async fn back(town: &Town, provider: &IdentityProvider, claims: &Value, signs: Signs) -> Value {
    let begun = town.get("/sign_in/oidc").send().await.ok();
    let (code, state) = provider.logs_in(text(&begun["url"]), town.clock.now(), claims, signs);
    json!({ "ticket": begun["ticket"], "state": state, "code": code })
}

async fn comes_in(town: &Town, provider: &IdentityProvider, claims: Value) -> Answer {
    let body = back(town, provider, &claims, Signs::Well).await;
    town.post("/sessions/oidc", &body).send().await
}

/// The token of a log-in that needed nothing more.
fn token(answer: Answer) -> String {
    let ended = answer.ok();
    text(&ended["session"]["token"]).to_owned()
}

async fn somebody_comes_in_and_goes_out(town: Town, other: Option<&Town>, provider: &IdentityProvider) {
    let admin = town.token(&[Role::Administrator], HOME).await;
    let user = wang(&town, &admin, Role::Epidemiologist).await;
    let ways = town.get("/sign_in").send().await.ok();
    assert_eq!(
        ways,
        json!({ "password": "everyone", "oidc": { "name": { "zh": "省统一认证", "en": "province" } } })
    );
    let begun = town.get("/sign_in/oidc").header("accept-language", "zh-CN").send().await.ok();
    assert!(text(&begun["url"]).contains("ui_locales=zh-CN"), "{begun}");
    assert!(!text(&begun["url"]).contains(text(&begun["ticket"])), "a ticket stands in no address");
    // Nothing is kept of a beginning: any process ends it.
    let elsewhere = other.unwrap_or(&town);
    let (code, state) = provider.logs_in(text(&begun["url"]), town.clock.now(), &json!({}), Signs::Well);
    let body = json!({ "ticket": begun["ticket"], "state": state, "code": code });
    let session = elsewhere.post("/sessions/oidc", &body).send().await.ok()["session"].clone();
    // The password that another has set did not let him in.
    let me = &session["me"];
    assert_eq!((text(&me["user"]), &me["by_provider"], &me["due"]), (&*user, &json!(true), &Value::Null));
    let token = text(&session["token"]);
    town.get("/cases").by(token).send().await.ok();
    assert_eq!(town.get("/sessions/current").by(token).send().await.ok()["by_provider"], true);
    for town in [&town, elsewhere] {
        town.post("/sessions/oidc", &body).send().await.refused(401, "access.sign_in_refused");
    }
    // He is linked from now on, whatever he is called there.
    let renamed = json!({ "preferred_username": "li", "amr": ["pwd", "mfa"] });
    let again = comes_in(&town, provider, renamed).await.ok();
    assert_eq!(again["session"]["me"]["user"], *user);
    assert_eq!(town.get(format!("/users/{user}")).by(&admin).send().await.ok()["linked"], true);
    let out = town.post("/sessions/current/end", &json!({})).by(token).send().await;
    let out = out.ok();
    let url = text(&out["log_out_url"]);
    assert!(url.starts_with(&format!("{}/logout?", provider.issuer)), "{url}");
    assert!(url.contains("client_id=fenghuo") && url.contains("post_logout_redirect_uri="), "{url}");
    town.get("/cases").by(token).send().await.refused(401, "access.unauthenticated");

    let auditor = town.token(&[Role::Auditor], HOME).await;
    let told = town.get(format!("/audit?kind=log_in&user={user}")).by(&auditor).send().await.ok();
    let details: Vec<&Value> =
        told["items"].as_array().expect("entries").iter().map(|e| &e["detail"]).collect();
    let by = |factor: bool| json!({ "by": "provider", "second_factor": factor });
    assert_eq!(details, [&by(true), &by(false)]);
    let linked = town.get(format!("/audit?kind=account&user={user}")).by(&auditor).send().await.ok();
    assert_eq!(linked["items"][0]["action"], "identity.link");
    assert!(!linked.to_string().contains("c0ffee"), "{linked}");
}

#[tokio::test]
async fn whoever_the_provider_vouches_for_comes_in() {
    let (provider, town) = town(|settings| settings).await;
    somebody_comes_in_and_goes_out(town, None, &provider).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_in_that_one_process_has_begun_is_ended_by_another() {
    let provider = IdentityProvider::start().await;
    let Some(town) = Town::postgres(config(settings(&provider))).await else { return };
    let other = town.another_process(config(settings(&provider))).await;
    somebody_comes_in_and_goes_out(town, Some(&other), &provider).await;
    other.app.store().close().await;
}

#[tokio::test]
async fn the_doctor_tells_how_it_stands_with_the_provider() {
    let provider = IdentityProvider::start().await;
    let nobody = Settings { issuer: format!("{}/nobody", provider.issuer), ..settings(&provider) };
    for (settings, says, health) in [(settings(&provider), "good", "good"), (nobody, "unreachable", "fault")]
    {
        let issuer = settings.issuer.clone();
        let town = Town::with(config(settings)).await;
        let root = town.token(&[Role::Administrator], "CN").await;
        let found = town.get("/installation/health").by(&root).send().await.ok();
        let items = found["items"].as_array().expect("items").iter();
        let told: Vec<_> = items.filter(|item| item["check"] == "provider").collect();
        let [told] = told.as_slice() else { panic!("{found}") };
        assert_eq!((text(&told["says"]), text(&told["health"])), (says, health), "{told}");
        assert_eq!(text(&told["args"]["issuer"]), issuer);
        assert!(!told.to_string().contains(SECRET), "{told}");
    }
}

#[tokio::test]
async fn a_token_that_fails_a_check_lets_nobody_in() {
    let (provider, town) = town(|settings| settings).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    wang(&town, &admin, Role::Epidemiologist).await;
    let now = town.clock.now().as_micros() / 1_000_000;
    let another = format!("{}/other", provider.issuer);
    for claims in [
        json!({ "nonce": "another's" }),
        json!({ "nonce": null }),
        json!({ "exp": now - 61 }),
        json!({ "iat": now + 90 }),
        json!({ "iat": now - 3600 }),
        json!({ "aud": "another" }),
        json!({ "aud": [] }),
        json!({ "aud": [CLIENT, "another"] }),
        json!({ "azp": "another" }),
        json!({ "iss": another }),
        json!({ "iss": format!("{}/", provider.issuer) }),
    ] {
        let answer = comes_in(&town, &provider, claims.clone()).await;
        assert_eq!(answer.code(), "access.sign_in_refused", "{claims}: {}", answer.body);
    }
    for signs in [
        Signs::UnderAnotherName,
        Signs::WithAnotherKey,
        Signs::Not,
        Signs::WithTheSecret,
        Signs::WithThePublicKey,
    ] {
        let body = back(&town, &provider, &json!({}), signs).await;
        let answer = town.post("/sessions/oidc", &body).send().await;
        assert_eq!(answer.code(), "access.sign_in_refused", "{signs:?}: {}", answer.body);
    }
    // A clock that is a little off does no harm.
    for claims in [json!({ "iat": now + 30 }), json!({ "exp": now - 30 }), json!({ "azp": CLIENT })] {
        token(comes_in(&town, &provider, claims).await);
    }
    town.app.tell_denials().await.expect("told");
    let auditor = town.token(&[Role::Auditor], "CN").await;
    let failed = town.get("/audit?kind=log_in_failed").by(&auditor).send().await.ok();
    assert_eq!(failed["items"][0]["code"], "access.sign_in_refused", "{failed}");
}

#[tokio::test]
async fn a_log_in_is_ended_once_in_time_and_by_whoever_began() {
    let (provider, town) = town(|settings| settings).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    wang(&town, &admin, Role::Epidemiologist).await;
    let refused = async |body: &Value| {
        town.post("/sessions/oidc", body).send().await.refused(401, "access.sign_in_refused");
    };
    let mine = back(&town, &provider, &json!({}), Signs::Well).await;
    let theirs =
        back(&town, &provider, &json!({ "sub": "another", "preferred_username": "li" }), Signs::Well).await;
    let with = |field: &str, value: &Value| {
        let mut body = mine.clone();
        body[field] = value.clone();
        body
    };
    refused(&with("state", &json!("of nobody"))).await;
    refused(&with("state", &theirs["state"])).await;
    refused(&with("ticket", &json!(""))).await;
    refused(&with("ticket", &json!("AAAA not a ticket"))).await;
    let mut altered = text(&mine["ticket"]).to_owned();
    altered.replace_range(40..41, if &altered[40..41] == "A" { "B" } else { "A" });
    refused(&with("ticket", &json!(altered))).await;
    // Nothing of that was an end; his own is, once.
    token(town.post("/sessions/oidc", &mine).send().await);
    refused(&mine).await;
    // A code that was caught does not fit another's beginning, and is used up by the attempt.
    let caught = back(&town, &provider, &json!({}), Signs::Well).await;
    let mut lured = theirs.clone();
    lured["code"] = caught["code"].clone();
    refused(&lured).await;
    refused(&caught).await;
    let late = back(&town, &provider, &json!({ "exp": 2_000_000_000 }), Signs::Well).await;
    town.clock.advance(Span::minutes(10));
    refused(&late).await;
    // A ticket of one kind is none of another.
    let body = json!({ "ticket": mine["ticket"], "code": "123456" });
    town.post("/sessions/oidc/code", &body).send().await.refused(401, "access.sign_in_refused");
}

#[tokio::test]
async fn an_address_that_guesses_waits() {
    let (provider, town) = town(|settings| settings).await;
    let begun = back(&town, &provider, &json!({}), Signs::Well).await;
    let mut answers = Vec::new();
    for n in 0..51 {
        let mut body = begun.clone();
        body["state"] = json!(format!("guess {n}"));
        let (router, mut request) = town.post("/sessions/oidc", &body).build();
        request.extensions_mut().insert(ClientAddress("192.0.2.9".parse().expect("an address")));
        answers.push(router.oneshot(request).await.expect("an answer").status().as_u16());
    }
    assert_eq!(answers.iter().filter(|status| **status == 401).count(), 50);
    assert_eq!(answers.last(), Some(&429));
}

#[tokio::test]
async fn keys_are_fetched_again_when_one_is_missing() {
    let (provider, town) = town(|settings| settings).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    wang(&town, &admin, Role::Epidemiologist).await;
    token(comes_in(&town, &provider, json!({})).await);
    assert_eq!(provider.keys_fetched(), 1);
    town.clock.advance(Span::minutes(1));
    provider.rotate();
    token(comes_in(&town, &provider, json!({})).await);
    token(comes_in(&town, &provider, json!({})).await);
    assert_eq!(provider.keys_fetched(), 2);
    // A name that nobody has does not make them be fetched on and on.
    town.clock.advance(Span::minutes(1));
    for _ in 0..3 {
        let body = back(&town, &provider, &json!({}), Signs::UnderAnotherName).await;
        town.post("/sessions/oidc", &body).send().await.refused(401, "access.sign_in_refused");
    }
    assert_eq!(provider.keys_fetched(), 3);
    town.clock.advance(Span::hours(2));
    token(comes_in(&town, &provider, json!({})).await);
    assert_eq!(provider.keys_fetched(), 4, "what is old is fetched again");
}

#[tokio::test]
async fn a_provider_that_fails_is_told_as_such_and_asked_again() {
    // One that is silent is waited for as long.
    let (provider, town) = town(|settings| Settings { timeout: Duration::from_secs(2), ..settings }).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    wang(&town, &admin, Role::Epidemiologist).await;
    for mood in [Mood::Broken, Mood::Silent, Mood::Huge, Mood::Moved] {
        provider.is(mood);
        town.get("/sign_in/oidc").send().await.refused(503, "access.provider_unavailable");
        provider.is(Mood::Well);
        town.get("/sign_in/oidc").send().await.refused(503, "access.provider_unavailable");
        town.clock.advance(Span::minutes(1));
    }
    for mood in [Mood::Broken, Mood::Silent, Mood::Huge, Mood::Moved] {
        provider.is(Mood::Well);
        let body = back(&town, &provider, &json!({}), Signs::Well).await;
        provider.is(mood);
        let answer = town.post("/sessions/oidc", &body).send().await;
        answer.refused(503, "access.provider_unavailable");
    }
    // What was known goes on; and passwords are none of its business.
    town.clock.advance(Span::hours(2));
    town.get("/sign_in/oidc").send().await.ok();
    town.post("/sessions", &json!({ "login": "wang", "password": "given by another" })).send().await.ok();
    drop(provider);
    let gone = IdentityProvider::start().await;
    let issuer = settings(&gone);
    drop(gone);
    let nobody = Provider::new(issuer).expect("sound settings");
    let said = nobody.examine().await.expect_err("nobody is there");
    assert!(!said.is_empty());
}

#[tokio::test]
async fn what_the_doctor_is_told_of_a_provider() {
    let provider = IdentityProvider::start().await;
    let examine = async |settings| Provider::new(settings).expect("sound settings").examine().await;
    assert_eq!(examine(settings(&provider)).await, Ok(Vec::new()));
    let another =
        Settings { issuer: provider.issuer.replace("127.0.0.1", "localhost"), ..settings(&provider) };
    let said = examine(another).await.expect_err("it calls itself otherwise");
    assert!(said.contains("unexpected issuer"), "{said}");
    provider.is(Mood::Huge);
    examine(settings(&provider)).await.expect_err("too much");
    for (issuer, public_url) in [
        ("http://id.example", "https://fenghuo.example"),
        ("https://id.example", "http://fenghuo.example"),
        ("id.example", "https://fenghuo.example"),
    ] {
        let (issuer, public_url) = (issuer.to_owned(), public_url.to_owned());
        let unsound = Settings { issuer, public_url, ..settings(&provider) };
        assert_eq!(Provider::new(unsound).expect_err("unsound").code(), kernel::Code::InvalidValue);
    }
}

#[tokio::test]
async fn an_account_is_linked_by_who_administers_all_of_it() {
    let (provider, town) = town(|settings| Settings { link_by_login: false, ..settings }).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let next = town.token(&[Role::Administrator], NEXT).await;
    let user = wang(&town, &admin, Role::Epidemiologist).await;
    let refused = async || comes_in(&town, &provider, json!({})).await.refused(401, "access.no_account");
    refused().await;
    let link = format!("/users/{user}/link_identity");
    let body = json!({ "subject": "c0ffee" });
    town.post(&link, &body).by(&next).send().await.refused(404, "record.not_found");
    town.post(&link, &json!({ "subject": "" })).by(&admin).send().await.refused(400, "value.invalid");
    town.post(&link, &body).by(&admin).send().await.ok();
    let first = token(comes_in(&town, &provider, json!({})).await);
    let other = json!({
        "login": "li", "password": "given by another", "display_name": "Li",
        "post": town.post_of(Role::Sentinel, HOME), "role": "sentinel",
    });
    let li = town.post("/users", &other).by(&admin).send().await.ok();
    let taken = format!("/users/{}/link_identity", text(&li["user"]));
    town.post(&taken, &body).by(&admin).send().await.refused(409, "access.identity_taken");
    town.post(format!("/users/{user}/disable"), &json!({})).by(&admin).send().await.ok();
    town.get("/cases").by(&first).send().await.refused(401, "access.unauthenticated");
    refused().await;
    town.post(format!("/users/{user}/enable"), &json!({})).by(&admin).send().await.ok();
    let second = token(comes_in(&town, &provider, json!({})).await);
    // A post that has ended lets him in, and do nothing.
    let post = json!({ "post": town.post_of(Role::Epidemiologist, HOME) });
    town.post(format!("/users/{user}/end_post"), &post).by(&admin).send().await.ok();
    town.get("/cases").by(&second).send().await.refused(403, "access.forbidden");
    let third = token(comes_in(&town, &provider, json!({})).await);
    town.get("/cases").by(&third).send().await.refused(403, "access.forbidden");
    town.post(format!("/users/{user}/unlink_identity"), &json!({})).by(&admin).send().await.ok();
    town.get("/cases").by(&third).send().await.refused(401, "access.unauthenticated");
    refused().await;
}

#[tokio::test]
async fn whoever_administers_is_not_linked_by_his_name() {
    let (provider, town) = town(|settings| settings).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let user = wang(&town, &admin, Role::Administrator).await;
    comes_in(&town, &provider, json!({})).await.refused(401, "access.no_account");
    let link = format!("/users/{user}/link_identity");
    town.post(&link, &json!({ "subject": "c0ffee" })).by(&admin).send().await.ok();
    token(comes_in(&town, &provider, json!({})).await);
    // Nor is one who is linked already taken over by another with his name.
    comes_in(&town, &provider, json!({ "sub": "another" })).await.refused(401, "access.no_account");
}

#[tokio::test]
async fn an_email_counts_when_it_is_verified_and_a_claim_may_be_required() {
    let (provider, town) = town(|settings| Settings {
        login_claim: LoginClaim::Email,
        required: RequiredClaim::parse("realm_access.roles=fenghuo"),
        ..settings
    })
    .await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let body = json!({
        "login": "wang@cdc.example", "password": "given by another", "display_name": "Wang",
        "post": town.post_of(Role::Sentinel, HOME), "role": "sentinel",
    });
    town.post("/users", &body).by(&admin).send().await.ok();
    let claims = |verified: Value, roles: Value| json!({ "email": "wang@cdc.example", "email_verified": verified, "realm_access": { "roles": roles } });
    let comes = async |verified, roles| comes_in(&town, &provider, claims(verified, roles)).await;
    comes(json!(true), json!([])).await.refused(401, "access.not_admitted");
    comes(json!(true), json!(["staff"])).await.refused(401, "access.not_admitted");
    for verified in [json!(false), json!(null)] {
        comes(verified, json!(["fenghuo"])).await.refused(401, "access.no_account");
    }
    token(comes(json!(true), json!(["staff", "fenghuo"])).await);
    // The name by which he was linked does not matter any more; the claim does.
    token(comes(json!(false), json!(["fenghuo"])).await);
    comes(json!(true), json!([])).await.refused(401, "access.not_admitted");
}

#[tokio::test]
async fn a_second_factor_is_that_of_the_provider_or_ours() {
    let (provider, town) = town(|settings| settings).await;
    let (admin, root) =
        (town.token(&[Role::Administrator], HOME).await, town.token(&[Role::Administrator], "CN").await);
    wang(&town, &admin, Role::Commander).await;
    let roles = json!({ "roles": ["commander"] });
    town.post("/installation/require_second_factor", &roles).by(&root).send().await.ok();
    // The provider has asked for one, or it has not.
    for (claims, due) in [
        (json!({ "amr": ["pwd", "mfa"] }), Value::Null),
        (json!({ "acr": "mfa" }), Value::Null),
        (json!({ "amr": ["pwd", "sms"], "acr": "1" }), json!("second_factor")),
        (json!({}), json!("second_factor")),
    ] {
        let ended = comes_in(&town, &provider, claims.clone()).await.ok();
        assert_eq!(ended["session"]["me"]["due"], due, "{claims}");
    }
    let session = token(comes_in(&town, &provider, json!({})).await);
    town.get("/cases").by(&session).send().await.refused(403, "access.second_factor_due");
    // He has no password to be asked for; it is enough that he has just come.
    town.clock.advance(Span::minutes(11));
    let enrol = "/second_factor/enrol";
    town.post(enrol, &json!({})).by(&session).send().await.refused(403, "access.sign_in_again");
    let session = token(comes_in(&town, &provider, json!({})).await);
    let made = town.post(enrol, &json!({})).by(&session).send().await.ok();
    let secret = totp_rs::Secret::try_from_base32(text(&made["secret"])).expect("Base32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("sound");
    let code = || {
        town.clock.advance(Span::minutes(1));
        let seconds = u64::try_from(town.clock.now().as_micros() / 1_000_000).expect("after 1970");
        totp.generate(seconds).to_string()
    };
    town.post("/second_factor/confirm", &json!({ "code": code() })).by(&session).send().await.ok();
    town.get("/cases").by(&session).send().await.ok();
    // From now on ours is asked for where the provider has asked for none.
    let ended = comes_in(&town, &provider, json!({})).await.ok();
    assert!(ended["session"].is_null(), "{ended}");
    let ticket = &ended["code_needed"]["ticket"];
    let give = async |ticket: &Value, code: &str| {
        town.post("/sessions/oidc/code", &json!({ "ticket": ticket, "code": code })).send().await
    };
    give(ticket, "000000").await.refused(401, "access.wrong_code");
    let session = give(ticket, &code()).await.ok();
    town.get("/cases").by(text(&session["token"])).send().await.ok();
    give(ticket, &code()).await.refused(401, "access.sign_in_refused");
    let late = comes_in(&town, &provider, json!({})).await.ok();
    town.clock.advance(Span::minutes(10));
    give(&late["code_needed"]["ticket"], &code()).await.refused(401, "access.sign_in_refused");
    // Who has found a ticket guesses no more codes than who knows a password.
    let ended = comes_in(&town, &provider, json!({})).await.ok();
    let ticket = &ended["code_needed"]["ticket"];
    for _ in 0..5 {
        give(ticket, "000000").await.refused(401, "access.wrong_code");
    }
    give(ticket, &code()).await.refused(429, "access.locked_out");
    token(comes_in(&town, &provider, json!({ "amr": ["mfa"] })).await);
}

#[tokio::test]
async fn passwords_may_be_left_to_administrators() {
    let (provider, town) = town(|settings| Settings { administrators_only: true, ..settings }).await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    wang(&town, &admin, Role::Epidemiologist).await;
    assert_eq!(town.get("/sign_in").send().await.ok()["password"], "administrators");
    let log_in = async |login: &str, password: &str| {
        town.post("/sessions", &json!({ "login": login, "password": password })).send().await
    };
    log_in("wang", "given by another").await.refused(401, "access.password_not_used");
    log_in("wang", "a wrong password").await.refused(401, "access.wrong_password");
    let me = town.get("/sessions/current").by(&admin).send().await.ok();
    log_in(text(&me["login"]), PASSWORD).await.ok();
    // A program of his goes on with what his session let it be given.
    let session = token(comes_in(&town, &provider, json!({})).await);
    let new = json!({
        "name": "list", "actions": ["read_cases"], "expires_at": "2022-09-01T00:00:00Z",
    });
    let key = town.post("/api_keys", &new).by(&session).send().await.ok();
    town.get("/cases").by(text(&key["key"])).send().await.ok();
    town.get("/sessions").by(text(&key["key"])).send().await.refused(403, "access.own_session_only");
}

#[tokio::test]
async fn without_a_provider_there_are_passwords_alone() {
    let town = Town::new().await;
    let admin = town.token(&[Role::Administrator], HOME).await;
    let user = wang(&town, &admin, Role::Epidemiologist).await;
    assert_eq!(town.get("/sign_in").send().await.ok(), json!({ "password": "everyone" }));
    town.get("/sign_in/oidc").send().await.refused(404, "access.no_provider");
    let body = json!({ "ticket": "x", "state": "x", "code": "x" });
    town.post("/sessions/oidc", &body).send().await.refused(404, "access.no_provider");
    let link = format!("/users/{user}/link_identity");
    town.post(&link, &json!({ "subject": "x" })).by(&admin).send().await.refused(404, "access.no_provider");
    let out = town.post("/sessions/current/end", &json!({})).by(&admin).send().await;
    assert_eq!(out.status, 204);
}
