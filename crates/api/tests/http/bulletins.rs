//! A bulletin, read for anybody who is logged in.

use authz::Role;
use axum::http::Method;
use serde_json::{Value, json};

use crate::town::{Answer, HOME, Town};

const PATH: &str = "/bulletins/read";

/// Of a county that does not exist in a paper that does not exist; with a menu, readings, doubled marks and a notice.
const BULLETIN: &str = "首页 > 要闻 > 本县\n2022-07-06 09:10:00 来源：清徐县融媒体中心 点击率：1767\n\
    本报讯（记者 李明）7月5日下午,,,,县委书记、县新冠肺炎疫情防控指挥部指挥长王立主持召開(kāi)县疫情防控指挥部会议,,,研究部署疫情防控工作，听取各乡镇疫情防控情况汇报。\n\
    王立强调，要严格落实“四早”要求，乡镇卫生院、村卫生室、药店发现发热等疑似病例2小时内必须上报。\
    要强化督导检查，对发现的问题清单交办、限时整改。严格执行领导带班和关键岗位24小时值班制度。\n\
    要强化督导检查，对发现的问题清单交办、限时整改。\n\
    版权声明：\n如需转载，请在30日内与本网联系。\n";

async fn read(town: &Town, token: &str, text: &str, more: Value) -> Answer {
    let mut body = json!({ "text": text });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    town.send(Method::POST, PATH).raw(body.to_string()).by(token).send().await
}

fn draft_of<'a>(read: &'a Value, mechanism: &str) -> &'a Value {
    let drafts = read["directives"].as_array().expect("drafts");
    let has =
        |draft: &&Value| draft["mechanisms"].as_array().is_some_and(|all| all.contains(&json!(mechanism)));
    drafts.iter().find(has).unwrap_or_else(|| panic!("no {mechanism} in {read:#}"))
}

#[tokio::test]
async fn a01_a_bulletin_becomes_a_meeting_and_drafts() {
    let town = Town::new().await;
    let token = town.token(&[Role::Auditor], HOME).await;
    let read = read(&town, &token, BULLETIN, json!({})).await.ok();
    let meeting = &read["meeting"];
    assert_eq!((&meeting["on"], &meeting["on_how"]), (&json!("2022-07-05"), &json!("year_of_publication")));
    assert_eq!((&meeting["area"], &meeting["level"]), (&json!("140121"), &json!("county")));
    assert_eq!((&meeting["chair"]["name"], &meeting["chair"]["how"]), (&json!("王立"), &json!("stated")));
    assert_eq!(read["speakers"][0]["post"], "县委书记、县新冠肺炎疫情防控指挥部指挥长");

    let report = draft_of(&read, "D02");
    assert_eq!(
        (&report["speaker"], &report["sector"], &report["clocks"][0]["value"]),
        (&json!(0), &json!("D"), &json!("PT2H"))
    );
    let text: Vec<char> = read["text"].as_str().expect("text").chars().collect();
    let place =
        |name: &str| usize::try_from(report["passage"][name].as_u64().expect("a place")).expect("small");
    let piece: String = text[place("start")..place("end")].iter().collect();
    assert_eq!(report["passage"]["text"], piece.as_str());
    assert!(piece.contains("2小时内必须上报") && report["passage"]["line"] == 4, "{report}");

    let mend = draft_of(&read, "B01");
    assert_eq!(mend["clocks"][0]["kind"], "limited");
    assert!(mend["clocks"][0]["ask"]["en"].is_string(), "no figure is made up: {mend}");
    assert_eq!(draft_of(&read, "C01")["clocks"][0]["kind"], "continuous");
    assert_eq!(draft_of(&read, "D05")["slogans"][0]["said"], "四早");

    let all = read["directives"].to_string();
    for noise in ["30日内", "1767", "转载"] {
        assert!(!all.contains(noise), "{noise}");
    }
    assert_eq!(all.matches("\"B01\"").count(), 1, "what stands there twice is one draft");
    let kinds: Vec<&Value> =
        read["changes"].as_array().expect("changes").iter().map(|one| &one["kind"]).collect();
    for kind in ["punctuation", "gloss", "script", "furniture", "twice"] {
        assert!(kinds.contains(&&json!(kind)), "{kind} of {kinds:?}");
    }
}

#[tokio::test]
async fn a01_what_is_no_bulletin_is_refused_in_both_languages() {
    let town = Town::new().await;
    let token = town.token(&[Role::Auditor], HOME).await;
    let spam = "无码在线观看，国产高清天天看，一区二区三区。\n".repeat(5);
    let cut = BULLETIN.split("要强化督导检查").next().unwrap_or_default().to_owned()
        + "要强化督导检查，对发现的问题清单";
    for (text, status, code) in [
        ("", 400, "bulletin.empty"),
        ("The headquarters met and decided to test everybody.", 400, "bulletin.not_chinese"),
        (spam.as_str(), 400, "bulletin.only_spam"),
        (cut.as_str(), 400, "bulletin.cut"),
        (&"会议强调，要加强防控。".repeat(4_000), 413, "bulletin.too_long"),
    ] {
        read(&town, &token, text, json!({})).await.refused(status, code);
    }
    read(&town, &token, &cut, json!({ "cut": true })).await.ok();
    let said = |language: &'static str| {
        let body = json!({ "text": "" }).to_string();
        town.send(Method::POST, PATH).raw(body).by(&token).header("accept-language", language).send()
    };
    let (zh, en) = (said("zh-CN").await, said("en").await);
    assert!(zh.body["detail"].as_str().is_some_and(|text| text.contains("通稿")), "{:?}", zh.body);
    assert!(en.body["detail"].as_str().is_some_and(|text| text.contains("bulletin")), "{:?}", en.body);
    town.send(Method::POST, PATH)
        .raw(json!({ "text": "x" }).to_string())
        .send()
        .await
        .refused(401, "access.unauthenticated");
}

#[tokio::test]
async fn a01_mechanisms_have_names_in_both_languages() {
    let town = Town::new().await;
    let token = town.token(&[Role::Sentinel], HOME).await;
    let all = town.get("/bulletins/mechanisms").by(&token).send().await.ok();
    let items = all["items"].as_array().expect("items");
    assert_eq!(items.len(), 136);
    assert!(items.iter().all(|one| one["name"]["zh"] != "" && one["name"]["en"] != ""), "{all}");
}
