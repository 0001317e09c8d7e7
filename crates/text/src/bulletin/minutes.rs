//! Minutes rather than news: what stands behind labels (`时间：`, `主持人：`), and who does what by when behind an item.

use super::clean::expression;

expression!(
    LABEL,
    r"^[（(]?[一二三四五六七八九十]?[、.]?\s*(会议)?(?P<label>时间|日期|地点|主持人?|主持|参会人员|参加人员|出席人员|出席|列席人员|列席|记录人?|记录|议题|会议名称|缺席|会议内容|议定事项)\s*[：:]\s*(?P<value>.{0,400})$"
);

expression!(
    ORDER,
    r"^[（(]?(?P<what>责任(单位|部门|人|领导)|牵头(单位|部门|领导)|配合(单位|部门)|落实单位|(完成|办理|整改|落实)?(时限|时间|期限))[：:](?P<value>[^；。]{1,80})"
);

/// Who does the item before, or until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order<'a> {
    /// Who does it.
    Actor(&'a str),
    /// Until when, or how soon.
    Clock(&'a str),
}

/// What stands behind an item of minutes: `责任单位：县卫健局`, `完成时限：12月15日前`.
pub fn order(sentence: &str) -> Option<Order<'_>> {
    let found = ORDER.captures(sentence.trim())?;
    let value = found.name("value")?.as_str().trim_matches(['（', '）', '(', ')', ' ']);
    let clock = found["what"].ends_with(['限', '间']);
    Some(if clock { Order::Clock(value) } else { Order::Actor(value) })
}

/// Whether a text is minutes: it has the labels of them.
pub fn are_minutes<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    lines.filter(|line| label(line).is_some()).count() >= 3
}

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// When.
    Time,
    /// Where.
    Venue,
    /// Who presides.
    Chair,
    /// Who was there.
    Present,
    /// What was on the agenda.
    Agenda,
    /// Anything else.
    Other,
}

/// The label of a line, and what stands behind it.
pub fn label(line: &str) -> Option<(Label, &str)> {
    let found = LABEL.captures(line.trim())?;
    let label = match &found["label"] {
        "时间" | "日期" => Label::Time,
        "地点" => Label::Venue,
        "主持人" | "主持" => Label::Chair,
        "参会人员" | "参加人员" | "出席人员" | "出席" | "列席人员" | "列席" => {
            Label::Present
        }
        "议题" => Label::Agenda,
        _ => Label::Other,
    };
    found.name("value").map(|value| (label, value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_minutes() {
        for (line, expected) in [
            ("时间：2025年11月3日下午", Some((Label::Time, "2025年11月3日下午"))),
            ("主持人：副县长 王立", Some((Label::Chair, "副县长 王立"))),
            ("会议地点：县政府三楼", Some((Label::Venue, "县政府三楼"))),
            ("时间紧，任务重。", None),
        ] {
            assert_eq!(label(line), expected, "{line}");
        }
    }

    #[test]
    fn who_and_until_when_behind_an_item() {
        for (sentence, expected) in [
            ("责任单位：县卫健局、县教育局；", Some(Order::Actor("县卫健局、县教育局"))),
            ("完成时限：12月15日前。", Some(Order::Clock("12月15日前"))),
            ("（牵头单位：县卫健局；", Some(Order::Actor("县卫健局"))),
            ("各单位要落实责任。", None),
        ] {
            assert_eq!(order(sentence), expected, "{sentence}");
        }
    }
}
