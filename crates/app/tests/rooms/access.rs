//! Accounts and sessions: nobody takes one over, and what has ended stays so.

use app::commands::{FeverInput, PersonInput};
use app::install::NewUser;
use app::{App, Caller, Key};
use authz::{Action, Role};
use kernel::{Classified, Code, PostId, Span, UserId};
use sha2::{Digest, Sha256};

use crate::town::{COVID, HOME, NEXT, PROVINCE, Town, at, refused};

const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "another horse battery";

fn secret(text: &str) -> Classified<String> {
    Classified::new(text.to_owned())
}

fn post(town: &Town, role: &str, area: &str) -> PostId {
    town.app.directory().held_by(town.unit(role, area)).post.expect("the unit has a post")
}

/// Wang at the CDC of an area, with a role in another or the same.
fn wang(town: &Town, seat: &str, area: &str, password: &str) -> NewUser {
    NewUser {
        login: "wang".to_owned(),
        password: secret(password),
        display_name: format!("Wang {password}"),
        post: post(town, "cdc", seat),
        role: Role::Epidemiologist,
        area: Some(town.path(area)),
        diseases: Vec::new(),
        until: None,
        must_change: false,
    }
}

async fn made(town: &Town) -> UserId {
    town.set("2022-07-01 09:00");
    town.app.add_user_as_operator(wang(town, HOME, HOME, PASSWORD)).await.expect("made")
}

async fn logs_in(app: &App, password: &str) -> Result<(String, Caller), Code> {
    let session = app.log_in("wang", secret(password)).await.map_err(|error| error.code())?;
    Ok((session.token.into_exposed(), session.caller))
}

async fn token(town: &Town, password: &str) -> String {
    logs_in(&town.app, password).await.expect("logged in").0
}

pub async fn a_known_login_keeps_its_password_and_its_bar(town: Town) {
    let user = made(&town).await;
    let admin = town.who(Role::Administrator, "CN");
    town.set("2022-07-01 10:00");
    for _ in 0..2 {
        let again = town.app.add_user(Some(&admin), wang(&town, NEXT, NEXT, OTHER)).await;
        assert_eq!(again.expect("given"), user);
        town.app.add_user_as_operator(wang(&town, HOME, HOME, OTHER)).await.expect("known");
    }
    assert_eq!(logs_in(&town.app, OTHER).await.err(), Some(Code::WrongPassword));
    let (_, caller) = logs_in(&town.app, PASSWORD).await.expect("logged in");
    assert_eq!(caller.display_name, format!("Wang {PASSWORD}"));
    assert_eq!(caller.post, Some(post(&town, "cdc", HOME)), "he acts from where he was");
    assert_eq!(caller.authority.grants().len(), 2, "each post once");
    town.app.disable_user(&admin, user).await.expect("barred");
    town.app.add_user(Some(&admin), wang(&town, PROVINCE, PROVINCE, OTHER)).await.expect("given");
    for password in [PASSWORD, OTHER] {
        assert_eq!(logs_in(&town.app, password).await.err(), Some(Code::WrongPassword));
    }
    town.app.enable_user(&admin, user).await.expect("let in again");
    token(&town, PASSWORD).await;
}

pub async fn a_post_is_given_by_who_administers_area_and_unit(town: Town) {
    let home = town.who(Role::Administrator, HOME);
    // Unit and area: both must be his; a new user is no other than a known one.
    for known in [false, true] {
        if known {
            made(&town).await;
        }
        for (seat, area, allowed) in
            [(NEXT, HOME, false), (HOME, NEXT, false), (PROVINCE, HOME, false), (HOME, HOME, true)]
        {
            let mut new = wang(&town, seat, area, PASSWORD);
            if !known {
                new.login = format!("li-{seat}-{area}");
            }
            let given = town.app.add_user(Some(&home), new).await;
            assert_eq!(given.is_ok(), allowed, "{seat} {area} {known}: {given:?}");
        }
    }
    let cdc = town.cdc();
    assert_eq!(
        refused(town.app.add_user(Some(&cdc), wang(&town, HOME, HOME, PASSWORD)).await),
        Code::Forbidden
    );
    assert_eq!(
        refused(town.app.add_user(None, wang(&town, HOME, HOME, PASSWORD)).await),
        Code::Unauthenticated
    );
}

pub async fn an_account_is_not_taken_by_a_part_of_its_administrators(town: Town) {
    let user = made(&town).await;
    let next = town.who(Role::Administrator, NEXT);
    let home = town.who(Role::Administrator, HOME);
    let answers = async |by: &Caller| {
        [
            town.app.reset_password(by, user, secret(OTHER)).await.map_err(|e| e.code()),
            town.app.reset_password(by, "wang", secret(OTHER)).await.map_err(|e| e.code()),
            town.app.disable_user(by, user).await.map_err(|e| e.code()),
            town.app.enable_user(by, user).await.map_err(|e| e.code()),
        ]
    };
    assert_eq!(answers(&town.cdc()).await, [Err(Code::Forbidden); 4]);
    // To the neighbour he is not there, until the neighbour gives him a post.
    assert_eq!(answers(&next).await, [Err(Code::NotFound); 4]);
    town.set("2022-07-01 10:00");
    town.app.add_user(Some(&next), wang(&town, NEXT, NEXT, OTHER)).await.expect("given");
    assert_eq!(answers(&next).await, [Err(Code::Forbidden); 4]);
    assert_eq!(answers(&home).await, [Err(Code::Forbidden); 4]);
    token(&town, PASSWORD).await;
    let province = town.who(Role::Administrator, PROVINCE);
    assert_eq!(answers(&province).await, [Ok(user); 4]);
    token(&town, OTHER).await;
    // A role at home for a unit of the province: the county alone may not.
    town.set("2022-07-01 11:00");
    town.app.end_post(&next, user, post(&town, "cdc", NEXT)).await.expect("ended");
    assert_eq!(answers(&home).await, [Ok(user); 4]);
    town.app.add_user(Some(&province), wang(&town, PROVINCE, HOME, OTHER)).await.expect("given");
    assert_eq!(answers(&home).await, [Err(Code::Forbidden); 4]);
    let nobody = UserId(kernel::derived_uuid(&["nobody"]));
    assert_eq!(refused(town.app.disable_user(&province, nobody).await), Code::NotFound);
}

pub async fn a_new_password_ends_every_session(town: Town) {
    let user = made(&town).await;
    let admin = town.who(Role::Administrator, HOME);
    let tokens = [token(&town, PASSWORD).await, token(&town, PASSWORD).await];
    for token in &tokens {
        town.app.authenticate(token).await.expect("logged in");
    }
    assert_eq!(refused(town.app.reset_password(&admin, user, secret("short")).await), Code::OutOfRange);
    town.app.authenticate(&tokens[0]).await.expect("nothing has changed");
    town.app.reset_password(&admin, user, secret(OTHER)).await.expect("set");
    for token in &tokens {
        assert_eq!(refused(town.app.authenticate(token).await), Code::Unauthenticated);
    }
    assert_eq!(logs_in(&town.app, PASSWORD).await.err(), Some(Code::WrongPassword));
    let token = token(&town, OTHER).await;
    town.app.disable_user(&admin, user).await.expect("barred");
    assert_eq!(refused(town.app.authenticate(&token).await), Code::Unauthenticated);
    town.app.enable_user(&admin, user).await.expect("let in again");
    assert_eq!(refused(town.app.authenticate(&token).await), Code::Unauthenticated, "what ended has ended");
    // At the machine it goes by name.
    town.app.reset_password_as_operator("wang", secret(PASSWORD), false).await.expect("set");
    logs_in(&town.app, PASSWORD).await.expect("logged in");
}

pub async fn a_session_that_was_ended_stays_ended(town: Town) {
    made(&town).await;
    // Each time the use at eleven would move the session on while it is ended.
    for round in 0..10 {
        town.set("2022-07-01 09:00");
        let token = token(&town, PASSWORD).await;
        town.set("2022-07-01 11:00");
        let uses = (0..4).map(|_| {
            let (app, token) = (town.app.clone(), token.clone());
            tokio::spawn(async move { app.authenticate(&token).await.map(drop) })
        });
        let uses: Vec<_> = uses.collect();
        town.app.log_out(&token).await.expect("logged out");
        for used in uses {
            let used = used.await.expect("no panic");
            assert!(used.is_ok() || refused(used) == Code::Unauthenticated);
        }
        assert_eq!(refused(town.app.authenticate(&token).await), Code::Unauthenticated, "{round}");
        // A use that was looked up before and is written down after.
        let hash = Sha256::digest(token.as_bytes()).to_vec();
        let (late, now) = (hash.clone(), at("2022-07-01 11:01"));
        let touched = town.app.store().write(store::Wanted::nothing(), move |work| {
            let late = late.clone();
            Box::pin(async move { work.touch_session(&late, now).await })
        });
        assert!(!touched.await.expect("written"), "{round}");
        let kept = town.app.store().session(&hash).await.expect("read").expect("kept");
        assert_eq!(kept.ended_at, Some(at("2022-07-01 11:00")), "{round}");
    }
}

pub async fn a_burst_of_guesses_is_counted_before_it_is_tried(town: Town) {
    made(&town).await;
    let mut guesses = tokio::task::JoinSet::new();
    for guess in 0..40 {
        let app = town.app.clone();
        guesses.spawn(async move { logs_in(&app, &format!("guess number {guess}")).await.err() });
    }
    let answers = guesses.join_all().await;
    let count = |code| answers.iter().filter(|answer| **answer == Some(code)).count();
    assert_eq!((count(Code::WrongPassword), count(Code::LockedOut)), (5, 35));
    assert_eq!(logs_in(&town.app, PASSWORD).await.err(), Some(Code::LockedOut));
    town.clock.advance(Span::minutes(5));
    // Success clears the count: four failures more do not lock.
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(logs_in(&town.app, OTHER).await.err(), Some(Code::WrongPassword));
        }
        token(&town, PASSWORD).await;
    }
    // A name longer than what is counted is counted all the same.
    let long = "w".repeat(300);
    for _ in 0..5 {
        assert_eq!(refused(town.app.log_in(&long, secret(OTHER)).await), Code::WrongPassword);
    }
    assert_eq!(refused(town.app.log_in(&long, secret(OTHER)).await), Code::LockedOut);
}

pub async fn an_ended_post_lets_do_nothing(town: Town) {
    let user = made(&town).await;
    let home = town.who(Role::Administrator, HOME);
    let token = token(&town, PASSWORD).await;
    let may = async || {
        let caller = town.app.authenticate(&token).await.expect("logged in");
        caller.authority.require(Action::ManageCases, &town.path(HOME)).is_ok()
    };
    assert!(may().await);
    let cdc = post(&town, "cdc", HOME);
    let next = town.who(Role::Administrator, NEXT);
    assert_eq!(refused(town.app.end_post(&next, user, cdc).await), Code::NotFound);
    assert_eq!(refused(town.app.end_post(&town.cdc(), user, cdc).await), Code::Forbidden);
    assert!(may().await);
    town.app.end_post(&home, user, cdc).await.expect("ended");
    assert!(!may().await);
    assert_eq!(refused(town.app.end_post(&home, user, cdc).await), Code::NotFound);
    // Who holds nothing is still under those who administered him, and under nobody else.
    assert_eq!(refused(town.app.reset_password(&next, user, secret(OTHER)).await), Code::NotFound);
    town.app.reset_password(&home, user, secret(OTHER)).await.expect("set");
}

pub async fn the_stored_hash_of_a_command_is_keyed(town: Town) {
    town.set("2022-07-01 09:00");
    let sentinel = town.who(Role::Sentinel, HOME);
    let body = "王小明";
    let key = Key::new("k-1", "report_fever", &body).expect("sound");
    let input = FeverInput {
        person: PersonInput::New(town.new_person(HOME)),
        unit: None,
        disease: Some(COVID.to_owned()),
        symptoms: Vec::new(),
        temperature_c: None,
        seen_at: None,
        report: true,
    };
    town.app.report_fever(&sentinel, Some(&key), input).await.expect("recorded");
    let user = sentinel.user;
    let stored = town.app.store().write(store::Wanted::nothing(), move |work| {
        Box::pin(async move { work.command_key(user, "k-1").await })
    });
    let stored = stored.await.expect("read").expect("kept").body_hash;
    let mut plain = Sha256::new();
    plain.update(b"report_fever\0");
    plain.update(serde_json::to_vec(body).expect("JSON"));
    let plain = plain.finalize();
    assert!(!stored.windows(32).any(|part| part == &plain[..]), "a plain hash tells a short body");
    assert_eq!(crate::town::keys().is_keyed_hash("command_key", &plain, &stored), Ok(true));
}
