//! The units and posts that an installation starts with.

use kernel::{AreaCode, AreaLevel, Code, Error, PostId, Text, UnitId, derived_uuid};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

use crate::{Division, toml_text};

const TEMPLATE: &str = include_str!("../../../content/units.toml");
const SOURCE: &str = "content/units.toml";

/// The roles a unit can have; rules look for holders by these words.
pub const ROLES: [&str; 8] = [
    "command_hq",
    "command_office",
    "cdc",
    "hospital",
    "laboratory",
    "isolation_site",
    "sentinel",
    "community",
];

/// A post that units may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostTemplate {
    /// Key, unique in the template.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Whether it is manned around the clock.
    pub all_day: bool,
}

/// A unit that each area of a level has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTemplate {
    /// The level.
    pub level: AreaLevel,
    /// Key, unique in the level.
    pub key: String,
    /// One of [`ROLES`].
    pub role: String,
    /// Kind of facility, for units that see patients.
    pub facility: Option<String>,
    /// Its name; `{area}` stands for the name of the area.
    pub name: Text,
    /// Its posts.
    pub posts: Vec<PostTemplate>,
}

/// The whole template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTemplates(Vec<UnitTemplate>);

/// A unit of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitSeed {
    /// Derived from area and key: the same on every installation.
    pub id: UnitId,
    /// The area it works for.
    pub area: AreaCode,
    /// Key of its template.
    pub key: String,
    /// One of [`ROLES`].
    pub role: String,
    /// Kind of facility, for units that see patients.
    pub facility: Option<String>,
    /// Its name.
    pub name: Text,
    /// Its posts.
    pub posts: Vec<PostSeed>,
}

/// A post of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostSeed {
    /// Derived from area, key of the unit and key of the post.
    pub id: PostId,
    /// Key of its template.
    pub key: String,
    /// Its name.
    pub name: Text,
    /// Whether it is manned around the clock.
    pub all_day: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    #[serde(default)]
    post: Vec<PostEntry>,
    #[serde(default)]
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostEntry {
    key: Spanned<String>,
    name: Text,
    #[serde(default)]
    all_day: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    level: AreaLevel,
    key: Spanned<String>,
    role: Spanned<String>,
    facility: Option<String>,
    name: Text,
    posts: Vec<Spanned<String>>,
}

impl UnitTemplates {
    /// Reads a template; `source` is its name, for the places of faults.
    ///
    /// # Errors
    /// All faults, each with line and column: `import.unreadable` for text
    /// that is not such a file, `value.invalid` for an unknown role or post
    /// and for a key that comes twice.
    pub fn parse(source: &str, text: &str) -> Result<Self, Vec<Error>> {
        let file: TemplateFile =
            toml::from_str(text).map_err(|error| vec![toml_text::unreadable(source, text, &error)])?;
        let mut faults = Vec::new();
        let mut refuse = |field: &'static str, value: &Spanned<String>, expected: String| {
            let mut error = Error::new(Code::InvalidValue).arg("field", field).arg("value", value.get_ref());
            if !expected.is_empty() {
                error = error.arg("expected", expected);
            }
            faults.push(error.at(toml_text::position(text, value.span().start).in_source(source)));
        };
        let mut posts: BTreeMap<String, PostTemplate> = BTreeMap::new();
        for post in file.post {
            let key = post.key.get_ref().clone();
            let template = PostTemplate { key: key.clone(), name: post.name, all_day: post.all_day };
            if posts.insert(key, template).is_some() {
                refuse("key", &post.key, String::new());
            }
        }
        let (mut keys, mut units) = (BTreeSet::new(), Vec::new());
        for unit in file.unit {
            if !ROLES.contains(&unit.role.get_ref().as_str()) {
                refuse("role", &unit.role, ROLES.join(", "));
            }
            if !keys.insert((unit.level, unit.key.get_ref().clone())) {
                refuse("key", &unit.key, String::new());
            }
            let mut held = Vec::new();
            for key in &unit.posts {
                match posts.get(key.get_ref()) {
                    Some(post) => held.push(post.clone()),
                    None => refuse("post", key, posts.keys().cloned().collect::<Vec<_>>().join(", ")),
                }
            }
            units.push(UnitTemplate {
                level: unit.level,
                key: unit.key.into_inner(),
                role: unit.role.into_inner(),
                facility: unit.facility,
                name: unit.name,
                posts: held,
            });
        }
        if faults.is_empty() { Ok(Self(units)) } else { Err(faults) }
    }

    /// The units of the template, in the order of the file.
    pub fn units(&self) -> &[UnitTemplate] {
        &self.0
    }
}

/// The template that comes with the program.
pub fn unit_templates() -> UnitTemplates {
    // The template is part of the program and a test reads it.
    UnitTemplates::parse(SOURCE, TEMPLATE).expect("the template in the program is sound")
}

/// The units of some areas, area by area. Doing it again gives the same ids.
pub fn expand(template: &UnitTemplates, areas: &[Division]) -> Vec<UnitSeed> {
    areas
        .iter()
        .flat_map(|area| {
            template.0.iter().filter(|unit| unit.level == area.level).map(|unit| {
                let code = area.code.as_str();
                let posts = unit.posts.iter().map(|post| PostSeed {
                    id: PostId(derived_uuid(&["post", code, &unit.key, &post.key])),
                    key: post.key.clone(),
                    name: post.name.clone(),
                    all_day: post.all_day,
                });
                UnitSeed {
                    id: UnitId(derived_uuid(&["unit", code, &unit.key])),
                    area: area.code.clone(),
                    key: unit.key.clone(),
                    role: unit.role.clone(),
                    facility: unit.facility.clone(),
                    name: Text {
                        zh: unit.name.zh.replace("{area}", &area.name.zh),
                        en: unit.name.en.replace("{area}", &area.name.en),
                    },
                    posts: posts.collect(),
                }
            })
        })
        .collect()
}
