//! Short forms such as `14+2`, read where they are used.
//!
//! The same shape means different things in different places and editions
//! (rules QR26 to QR28): `14+2` in Shanxi is fourteen days and two tests,
//! `14+7` of the 8th edition fourteen days central and seven at home. Without
//! a place or an edition nothing is read; the answer is a question.

use std::sync::Arc;

use kernel::{AreaPath, Code, Error};

use crate::{library::Library, protocol::Protocol, regime::Regime};

/// One meaning of a short form.
struct Meaning {
    protocol: Arc<Protocol>,
    regime: String,
    /// What it comes down to; two rules with one form mean the same.
    form: String,
    /// How deep on the area's path the rule stands; 0 where it holds everywhere.
    depth: usize,
    /// For the question: edition, place and the rule's own words.
    label: String,
}

impl Library {
    /// Reads a short form: the protocol and the key of the regime meant.
    ///
    /// With an edition, its own reading (with the overlays of `area`) holds.
    /// With an area alone, the reading nearest to the area holds if all
    /// editions agree on it. With neither, every form is ambiguous.
    ///
    /// # Errors
    /// `protocol.ambiguous_notation` with the question to ask;
    /// `protocol.unknown_reference` when nobody there uses the form.
    pub fn read_notation(
        &self,
        text: &str,
        disease: &str,
        area: Option<&AreaPath>,
        edition: Option<&str>,
    ) -> Result<(Arc<Protocol>, String), Error> {
        let short = normal(text);
        let mut editions: Vec<String> = match edition {
            Some(edition) => vec![edition.to_owned()],
            None => {
                let of_disease = self.editions().into_iter().filter(|e| e.disease == disease);
                of_disease.map(|e| e.edition).collect()
            }
        };
        editions.sort();
        editions.dedup();

        let mut meanings = Vec::new();
        for edition in &editions {
            // An edition that an overlay of another area adds is none of ours.
            match self.edition(disease, edition, area) {
                Ok(protocol) => meanings.extend(in_protocol(&protocol, &short, area)?),
                Err(error) if editions.len() == 1 => return Err(error),
                Err(_) => {}
            }
        }
        let nearest = meanings.iter().map(|meaning| meaning.depth).max();
        if area.is_some() || edition.is_some() {
            meanings.retain(|meaning| Some(meaning.depth) == nearest);
        }
        let one = meanings.windows(2).all(|pair| pair[0].form == pair[1].form);
        match meanings.pop() {
            Some(meaning) if one && (area.is_some() || edition.is_some()) => {
                Ok((meaning.protocol, meaning.regime))
            }
            None if area.is_some() || edition.is_some() => {
                Err(Error::new(Code::ProtocolUnknownReference).arg("kind", "notation").arg("value", text))
            }
            last => {
                meanings.extend(last);
                let mut labels: Vec<_> = meanings.into_iter().map(|meaning| meaning.label).collect();
                labels.sort();
                labels.dedup();
                let question = if labels.is_empty() {
                    "area? edition? 地区？版本？".to_owned()
                } else {
                    labels.join("; ")
                };
                Err(Error::new(Code::ProtocolAmbiguousNotation).arg("value", text).arg("question", question))
            }
        }
    }
}

fn in_protocol(
    protocol: &Arc<Protocol>,
    short: &str,
    area: Option<&AreaPath>,
) -> Result<Vec<Meaning>, Error> {
    let mut meanings = Vec::new();
    for ruled in protocol.notations.iter().filter(|ruled| normal(&ruled.rule.text) == short) {
        let Some(regime) = protocol.regime(&ruled.rule.regime) else { continue };
        let place = ruled.origin.area.as_ref().map(kernel::AreaCode::as_str);
        let depth = place.zip(area).map_or(0, |(code, path)| {
            let below = path.codes_upward().take_while(|above| *above != code).count();
            path.depth() + 1 - below.min(path.depth())
        });
        let title = &ruled.rule.title;
        meanings.push(Meaning {
            protocol: Arc::clone(protocol),
            regime: regime.key.clone(),
            form: Regime::parse(&regime.form)?.to_string(),
            depth,
            label: format!("{} {}: {} / {}", protocol.edition, place.unwrap_or("-"), title.zh, title.en),
        });
    }
    Ok(meanings)
}

/// Without blanks, and with the signs of full width made plain.
fn normal(text: &str) -> String {
    text.chars()
        .filter(|ch| !ch.is_whitespace())
        .map(|ch| match ch {
            '＋' | '﹢' => '+',
            '０'..='９' => char::from_u32(ch as u32 - '０' as u32 + '0' as u32).unwrap_or(ch),
            _ => ch,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn width_and_blanks_make_no_difference() {
        for text in ["14+2", "14 + 2", "１４＋２", " 14＋2 "] {
            assert_eq!(normal(text), "14+2");
        }
    }
}
