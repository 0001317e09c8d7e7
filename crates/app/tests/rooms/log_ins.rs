//! Log-ins: attempts counted for every process, passwords that others have set,
//! the second factor, sessions of one's own, keys of programs.

use app::access::{Due, LogIn, NewApiKey};
use app::install::NewUser;
use app::{App, Caller};
use authz::{Action, Role};
use kernel::{Classified, Code, Span, UserId};
use store::Wanted;

use crate::town::{HOME, NEXT, PROVINCE, Town, at, refused};

const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "another horse battery";

fn secret(text: &str) -> Classified<String> {
    Classified::new(text.to_owned())
}

async fn made(town: &Town) -> UserId {
    town.set("2022-07-01 09:00");
    let new = NewUser {
        login: "wang".to_owned(),
        password: secret(PASSWORD),
        display_name: "Wang".to_owned(),
        post: town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post"),
        role: Role::Epidemiologist,
        area: None,
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    town.app.add_user_as_operator(new).await.expect("made")
}

async fn tries(app: &App, password: &str, code: Option<&str>) -> Result<(String, Caller), Code> {
    let input = LogIn {
        login: "wang".to_owned(),
        password: secret(password),
        code: code.map(secret),
        address: None,
        administrators_only: false,
    };
    let session = app.log_in_with(input).await.map_err(|error| error.code())?;
    Ok((session.token.into_exposed(), session.caller))
}

pub async fn failures_are_counted_by_all_processes_together(town: Town) {
    made(&town).await;
    let other = town.another_process().await;
    let apps = [&town.app, other.as_ref().unwrap_or(&town.app)];
    for round in 0..5 {
        assert_eq!(tries(apps[round % 2], OTHER, None).await.err(), Some(Code::WrongPassword));
    }
    for app in apps {
        assert_eq!(tries(app, PASSWORD, None).await.err(), Some(Code::LockedOut));
    }
    town.clock.advance(Span::minutes(4));
    assert_eq!(tries(apps[1], PASSWORD, None).await.err(), Some(Code::LockedOut), "it does not begin anew");
    town.clock.advance(Span::minutes(1));
    tries(apps[1], PASSWORD, None).await.expect("the wait is over");
    if let Some(other) = other {
        other.store().close().await;
    }
}

pub async fn an_address_waits_after_fifty_failures(town: Town) {
    made(&town).await;
    let from = async |address: &str, login: String, password: &str| {
        let address = Some(address.parse().expect("an address"));
        let input =
            LogIn { login, password: secret(password), code: None, address, administrators_only: false };
        town.app.log_in_with(input).await.map(drop).map_err(|error| error.code())
    };
    for n in 0..50 {
        // Who gets in is not counted.
        if n % 10 == 0 {
            assert_eq!(from("2001:db8::1", "wang".to_owned(), PASSWORD).await, Ok(()), "{n}");
        }
        assert_eq!(from("2001:db8::1", format!("name{n}"), OTHER).await, Err(Code::WrongPassword), "{n}");
    }
    assert_eq!(from("2001:db8::1", "wang".to_owned(), PASSWORD).await, Err(Code::LockedOut));
    assert_eq!(from("2001:db8::ffff:1", "wang".to_owned(), PASSWORD).await, Err(Code::LockedOut));
    assert_eq!(from("192.0.2.1", "wang".to_owned(), PASSWORD).await, Ok(()), "another address");
    town.clock.advance(Span::minutes(5));
    assert_eq!(from("2001:db8::1", "wang".to_owned(), PASSWORD).await, Ok(()));
}

pub async fn a_password_set_by_another_is_changed_first(town: Town) {
    let user = made(&town).await;
    let admin = town.who(Role::Administrator, HOME);
    town.app.reset_password(&admin, user, secret(OTHER)).await.expect("set");
    let (token, caller) = tries(&town.app, OTHER, None).await.expect("logged in");
    assert_eq!((caller.due, caller.authority.grants().len()), (Some(Due::Password), 0), "and nothing else");
    let change = |present: &str, new: &str| {
        let (app, caller, token) = (town.app.clone(), caller.clone(), token.clone());
        let (present, new) = (secret(present), secret(new));
        async move { app.change_password(&caller, &token, present, new).await.map_err(|e| e.code()) }
    };
    assert_eq!(change(PASSWORD, "a third horse battery").await, Err(Code::WrongPassword));
    assert_eq!(change(OTHER, OTHER).await, Err(Code::PasswordUnchanged));
    assert_eq!(change(OTHER, "short").await, Err(Code::OutOfRange));
    let (elsewhere, _) = tries(&town.app, OTHER, None).await.expect("logged in");
    change(OTHER, PASSWORD).await.expect("changed");
    let caller = town.app.authenticate(&token).await.expect("this session goes on");
    assert_eq!((caller.due, caller.authority.grants().len()), (None, 1));
    assert_eq!(refused(town.app.authenticate(&elsewhere).await), Code::Unauthenticated, "others end");
    assert_eq!(tries(&town.app, OTHER, None).await.err(), Some(Code::WrongPassword));
    // A stolen session does not guess the password without end.
    for _ in 0..4 {
        let guess = town.app.change_password(&caller, &token, secret("guess"), secret(OTHER)).await;
        assert_eq!(refused(guess), Code::WrongPassword);
    }
    let guess = town.app.change_password(&caller, &token, secret("guess"), secret(OTHER)).await;
    assert_eq!(refused(guess), Code::LockedOut);
}

/// The code that a device shows for a secret in Base32 at the town's moment.
fn shown(town: &Town, base32: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(base32).expect("Base32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("a secret of 20 bytes");
    let seconds = town.clock.now().as_micros() / 1_000_000;
    totp.generate(u64::try_from(seconds).expect("after 1970")).to_string()
}

pub async fn a_code_of_the_second_factor_is_good_once(town: Town) {
    made(&town).await;
    let (_, caller) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let app = &town.app;
    assert_eq!(refused(app.enrol_second_factor(&caller, secret(OTHER)).await), Code::WrongPassword);
    let none = app.confirm_second_factor(&caller, &secret("000000")).await;
    assert_eq!(refused(none), Code::NotFound);
    app.enrol_second_factor(&caller, secret(PASSWORD)).await.expect("a first one, never proved");
    let made = app.enrol_second_factor(&caller, secret(PASSWORD)).await.expect("replaced");
    let base32 = made.secret.expose().clone();
    assert!(made.url.expose().contains(&base32));
    tries(app, PASSWORD, None).await.expect("it does not count before it is proved");
    assert_eq!(refused(app.confirm_second_factor(&caller, &secret("123")).await), Code::WrongCode);
    let code = shown(&town, &base32);
    let recovery = app.confirm_second_factor(&caller, &secret(&code)).await.expect("proved");
    assert_eq!(recovery.len(), 10);
    assert!(app.second_factor(&caller).await.expect("asked").active);
    let again = app.enrol_second_factor(&caller, secret(PASSWORD)).await;
    assert_eq!(refused(again), Code::SecondFactorActive);

    assert_eq!(tries(app, PASSWORD, None).await.err(), Some(Code::CodeNeeded));
    assert_eq!(tries(app, OTHER, Some(&code)).await.err(), Some(Code::WrongPassword), "no hint");
    assert_eq!(
        tries(app, PASSWORD, Some(&code)).await.err(),
        Some(Code::WrongCode),
        "it was used to prove it"
    );
    town.clock.advance(Span::minutes(1));
    let code = shown(&town, &base32);
    let both = [tries(app, PASSWORD, Some(&code)).await, tries(app, PASSWORD, Some(&code)).await];
    assert!(both[0].is_ok() && both[1].as_ref().err() == Some(&Code::WrongCode), "once");
    town.clock.advance(Span::minutes(1));
    let code = shown(&town, &base32);
    let rush = tokio::join!(tries(app, PASSWORD, Some(&code)), tries(app, PASSWORD, Some(&code)));
    assert!(rush.0.is_ok() != rush.1.is_ok(), "of two at once one gets in");
    // Codes are guessed no more often than passwords.
    for _ in 0..5 {
        let _ = tries(app, PASSWORD, Some("000000")).await;
    }
    assert_eq!(tries(app, PASSWORD, Some("000000")).await.err(), Some(Code::LockedOut));
    town.clock.advance(Span::minutes(5));

    let lost = recovery[0].expose().clone();
    tries(app, PASSWORD, Some(&lost.to_uppercase())).await.expect("without the device");
    assert_eq!(tries(app, PASSWORD, Some(&lost)).await.err(), Some(Code::WrongCode), "once");
    assert_eq!(app.second_factor(&caller).await.expect("asked").recovery_codes_left, 9);
    let remove = app.remove_second_factor(&caller, secret(PASSWORD), None).await;
    assert_eq!(refused(remove), Code::CodeNeeded);
    let other = recovery[1].clone();
    app.remove_second_factor(&caller, secret(PASSWORD), Some(&other)).await.expect("taken away");
    tries(app, PASSWORD, None).await.expect("the password is enough again");
}

pub async fn a_role_may_ask_for_a_second_factor(town: Town) {
    let user = made(&town).await;
    let (token, _) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let home = town.who(Role::Administrator, HOME);
    let asked = [Role::Epidemiologist];
    assert_eq!(refused(town.app.require_second_factor(&home, &asked).await), Code::Forbidden);
    let all = town.who(Role::Administrator, "CN");
    town.app.require_second_factor(&all, &asked).await.expect("asked for");
    assert_eq!(town.app.second_factor_roles().await.expect("read"), asked);
    let caller = town.app.authenticate(&token).await.expect("logged in");
    assert_eq!((caller.due, caller.authority.grants().len()), (Some(Due::SecondFactor), 0));
    let made = town.app.enrol_second_factor(&caller, secret(PASSWORD)).await.expect("made");
    let code = shown(&town, made.secret.expose());
    town.app.confirm_second_factor(&caller, &secret(&code)).await.expect("proved");
    let caller = town.app.authenticate(&token).await.expect("logged in");
    assert_eq!((caller.due, caller.authority.grants().len()), (None, 1));
    // Device and codes lost: who may set the password takes it away.
    let next = town.who(Role::Administrator, NEXT);
    assert_eq!(refused(town.app.reset_second_factor(&next, user).await), Code::NotFound);
    town.app.reset_second_factor(&home, user).await.expect("taken away");
    let (_, caller) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    assert_eq!(caller.due, Some(Due::SecondFactor));
}

pub async fn a_user_is_listed_where_he_is_administered(town: Town) {
    let user = made(&town).await;
    let page = town.whole();
    let (home, next) = (town.who(Role::Administrator, HOME), town.who(Role::Administrator, NEXT));
    let seen = town.app.users(&home, None, &page).await.expect("listed").items;
    assert_eq!(seen.iter().map(|line| (line.user, line.posts.len())).collect::<Vec<_>>(), [(user, 1)]);
    assert!(town.app.users(&next, None, &page).await.expect("listed").items.is_empty());
    assert_eq!(refused(town.app.user(&next, user).await), Code::NotFound);
    assert_eq!(refused(town.app.users(&town.cdc(), None, &page).await), Code::Forbidden);
    // A post next door: each sees his own part.
    let post = town.app.directory().held_by(town.unit("cdc", NEXT)).post.expect("a post");
    let new = NewUser {
        login: "wang".to_owned(),
        password: secret(PASSWORD),
        display_name: String::new(),
        post,
        role: Role::Laboratory,
        area: None,
        diseases: Vec::new(),
        until: None,
        must_change: false,
    };
    town.app.add_user(Some(&next), new).await.expect("given");
    for (who, roles) in [(&home, "epidemiologist"), (&next, "laboratory")] {
        let line = town.app.user(who, "wang").await.expect("seen");
        assert_eq!(line.posts.iter().map(|p| p.role.as_str()).collect::<Vec<_>>(), [roles]);
    }
    let province = town.who(Role::Administrator, PROVINCE);
    assert_eq!(town.app.user(&province, user).await.expect("seen").posts.len(), 2);
    let next_door = town.path(NEXT);
    assert_eq!(town.app.users(&province, Some(&next_door), &page).await.expect("listed").items.len(), 1);
}

pub async fn sessions_are_listed_and_ended_one_by_one(town: Town) {
    let user = made(&town).await;
    let (first, caller) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let (second, _) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let listed = town.app.own_sessions(&caller, Some(&first)).await.expect("listed");
    assert_eq!(listed.iter().filter(|session| session.current).count(), 1);
    let other = listed.iter().find(|session| !session.current).expect("the other").id;
    let stranger = town.cdc();
    assert_eq!(refused(town.app.end_own_session(&stranger, other).await), Code::NotFound);
    town.app.end_own_session(&caller, other).await.expect("ended");
    assert_eq!(refused(town.app.authenticate(&second).await), Code::Unauthenticated);
    town.app.authenticate(&first).await.expect("goes on");
    // A token used again after the log-out.
    town.app.log_out(&first).await.expect("logged out");
    assert_eq!(refused(town.app.authenticate(&first).await), Code::Unauthenticated);
    let (third, _) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let admin = town.who(Role::Administrator, HOME);
    town.app.end_sessions_of(&admin, user, false).await.expect("ended");
    assert_eq!(refused(town.app.authenticate(&third).await), Code::Unauthenticated);
}

pub async fn a_withdrawn_role_is_noticed_by_every_process(town: Town) {
    let user = made(&town).await;
    let other = town.another_process().await;
    let (token, _) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let elsewhere = other.as_ref().unwrap_or(&town.app);
    let may = async |app: &App| {
        let caller = app.authenticate(&token).await.expect("logged in");
        caller.authority.require(Action::ManageCases, &town.path(HOME)).is_ok()
    };
    assert!(may(&town.app).await && may(elsewhere).await);
    let post = town.app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post");
    town.app.end_post(&town.who(Role::Administrator, HOME), user, post).await.expect("ended");
    assert!(!may(&town.app).await, "at once");
    town.clock.advance(Span::from_micros(5_000_000));
    assert!(!may(elsewhere).await, "within five seconds");
    if let Some(other) = other {
        other.store().close().await;
    }
}

pub async fn a_key_does_what_its_owner_may_and_no_more(town: Town) {
    let user = made(&town).await;
    let (_, caller) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let app = &town.app;
    let new = |actions: &[Action], areas: Option<&str>, until: &str| NewApiKey {
        name: "hospital system".to_owned(),
        actions: actions.iter().copied().collect(),
        areas: areas.map(|code| vec![town.path(code)]),
        expires_at: at(until),
    };
    let read = [Action::ReadCases, Action::RecordTest];
    for (wrong, code) in [
        (new(&[Action::Administer], None, "2022-08-01 09:00"), Code::Forbidden),
        (new(&[Action::SetZones], None, "2022-08-01 09:00"), Code::Forbidden),
        (new(&read, Some(NEXT), "2022-08-01 09:00"), Code::Forbidden),
        (new(&[], None, "2022-08-01 09:00"), Code::MissingField),
        (new(&read, None, "2022-07-01 09:00"), Code::OutOfRange),
        (new(&read, None, "2023-08-01 09:00"), Code::OutOfRange),
        (NewApiKey { name: " ".to_owned(), ..new(&read, None, "2022-08-01 09:00") }, Code::MissingField),
        (NewApiKey { name: "x".repeat(61), ..new(&read, None, "2022-08-01 09:00") }, Code::TooLong),
    ] {
        assert_eq!(refused(app.make_api_key(&caller, wrong.clone()).await), code, "{wrong:?}");
    }
    let (made, key) = app.make_api_key(&caller, new(&read, None, "2022-08-01 09:00")).await.expect("made");
    let key = key.into_exposed();
    assert!(key.starts_with("fhk_"));
    let by_key = app.authenticate(&key).await.expect("known");
    assert_eq!((by_key.user, by_key.api_key), (user, Some(made.id)));
    let home = town.path(HOME);
    assert!(by_key.authority.require(Action::ReadCases, &home).is_ok());
    assert!(by_key.authority.require(Action::ManageCases, &home).is_err(), "not among its actions");
    // It makes no other key, and touches no password.
    let more = app.make_api_key(&by_key, new(&read, None, "2022-08-01 09:00")).await;
    assert_eq!(refused(more), Code::OwnSessionOnly);
    let change = app.change_password(&by_key, &key, secret(PASSWORD), secret(OTHER)).await;
    assert_eq!(refused(change), Code::OwnSessionOnly);
    assert_eq!(refused(app.own_sessions(&by_key, None).await), Code::OwnSessionOnly);
    assert_eq!(refused(app.device_secret(&by_key, "phone").await), Code::OwnSessionOnly);
    let listed = app.api_keys(&caller, &town.whole()).await.expect("listed").items;
    assert_eq!(
        listed.iter().map(|k| (k.id, k.last_used_at)).collect::<Vec<_>>(),
        [(made.id, Some(at("2022-07-01 09:00")))]
    );
    let (most, last) = key.split_at(key.len() - 1);
    let other = format!("{most}{}", if last == "0" { "1" } else { "0" });
    assert_eq!(refused(app.authenticate(&other).await), Code::Unauthenticated);
    // The owner loses his post: so does the key.
    let post = app.directory().held_by(town.unit("cdc", HOME)).post.expect("a post");
    app.end_post(&town.who(Role::Administrator, HOME), user, post).await.expect("ended");
    assert!(
        app.authenticate(&key).await.expect("known").authority.require(Action::ReadCases, &home).is_err()
    );
    // Revoked by its owner alone; then it is over, and stays so.
    assert_eq!(refused(app.revoke_api_key(&town.cdc(), made.id).await), Code::NotFound);
    app.revoke_api_key(&caller, made.id).await.expect("revoked");
    assert_eq!(refused(app.authenticate(&key).await), Code::Unauthenticated);
}

pub async fn a_key_ends_by_itself_with_its_owner_and_by_his_administrator(town: Town) {
    let user = made(&town).await;
    let (_, caller) = tries(&town.app, PASSWORD, None).await.expect("logged in");
    let admin = town.who(Role::Administrator, HOME);
    let key = async |until: &str| {
        let new = NewApiKey {
            name: "list".to_owned(),
            actions: [Action::ReadCases].into(),
            areas: None,
            expires_at: at(until),
        };
        town.app.make_api_key(&caller, new).await.expect("made").1.into_exposed()
    };
    let short = key("2022-07-01 10:00").await;
    town.app.authenticate(&short).await.expect("good");
    town.set("2022-07-01 10:00");
    assert_eq!(refused(town.app.authenticate(&short).await), Code::Unauthenticated, "expired");
    let long = key("2022-08-01 10:00").await;
    town.app.authenticate(&long).await.expect("good");
    town.app.disable_user(&admin, user).await.expect("barred");
    assert_eq!(refused(town.app.authenticate(&long).await), Code::Unauthenticated, "its owner is barred");
    town.app.enable_user(&admin, user).await.expect("let in again");
    town.app.authenticate(&long).await.expect("good again");
    town.app.end_sessions_of(&admin, user, true).await.expect("ended");
    assert_eq!(refused(town.app.authenticate(&long).await), Code::Unauthenticated, "revoked");
    // The journal knows nothing of keys, and nobody finds one by its id.
    let id = kernel::derived_uuid(&["no key"]);
    let touched = town.app.store().write(Wanted::nothing(), move |work| {
        Box::pin(async move { work.touch_api_key(id, kernel::Timestamp::from_micros(0)).await })
    });
    assert!(!touched.await.expect("written"));
}
