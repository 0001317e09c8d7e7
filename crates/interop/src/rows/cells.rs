//! Cells of one row as values of fields; what is wrong is noted and reading goes on.

use kernel::{AreaCode, Classified, Code, Error, Located};

use super::Layout;
use crate::{
    AgeSpan, Birth, DateSpan, Extra, Field, Record, shapes,
    spans::{AgeFault, AgeUnit, MAX_AGE, read_age},
};

/// The longest cell that is taken in, in characters.
const MAX_CELL: usize = 200;
/// The longest note, address or column that is no field.
const MAX_TEXT: usize = 10_000;
/// What stands in a fault instead of a personal value.
const HIDDEN: &str = "—";
/// Years of birth that are believed.
const BIRTH_YEARS: std::ops::RangeInclusive<i16> = 1700..=2200;
/// What separates several numbers in one cell.
const BETWEEN_NUMBERS: [char; 5] = [',', ';', '，', '；', '、'];

/// One row on its way.
pub(super) struct Cells<'a, 'b> {
    layout: &'b Layout<'a>,
    record: &'b Record,
    pub(super) faults: Vec<Error>,
    /// What is odd and refuses nothing.
    pub(super) remarks: Vec<Error>,
}

impl<'a, 'b> Cells<'a, 'b> {
    pub(super) const fn new(layout: &'b Layout<'a>, record: &'b Record) -> Self {
        Self { layout, record, faults: Vec::new(), remarks: Vec::new() }
    }

    /// Whether the row has its cells where the headings are; else it says why not.
    pub(super) fn check_length(&mut self) -> bool {
        let (cells, width) = (&self.record.cells, self.layout.width);
        let surplus = cells.iter().skip(width).any(|cell| !cell.is_empty());
        let short = cells.len() < width && !self.layout.mapping.short_rows;
        if short || surplus {
            let at = Located { line: Some(self.record.row), ..Located::default() };
            self.faults.push(
                Error::new(Code::ImportRowLength)
                    .arg("found", cells.len())
                    .arg("expected", width)
                    .at(at.in_source(self.layout.source)),
            );
        }
        !short && !surplus
    }

    /// Notes a fault at the cell of a field. A personal value stays out of it.
    pub(super) fn fault(&mut self, field: Field, error: Error) {
        let error = self.located(field, error);
        self.faults.push(error);
    }

    fn located(&self, field: Field, error: Error) -> Error {
        let heading = self.layout.columns.get(&field).map_or(field.as_str(), |source| source.heading);
        let hidden = field.is_personal() && error.argument("value").is_some();
        let error = if hidden { error.arg("value", HIDDEN) } else { error };
        error.at(Located::cell(self.record.row, heading).in_source(self.layout.source))
    }

    pub(super) fn is_mapped(&self, field: Field) -> bool {
        self.layout.columns.contains_key(&field)
    }

    fn cell(&self, field: Field) -> &'b str {
        let source = self.layout.columns.get(&field);
        let cell = source.and_then(|source| self.record.cells.get(source.at)).map_or("", String::as_str);
        if self.layout.mapping.blanks.iter().any(|blank| blank == cell) { "" } else { cell }
    }

    pub(super) fn is_filled(&self, field: Field) -> bool {
        !self.cell(field).is_empty() || self.layout.mapping.defaults.contains_key(&field)
    }

    /// The meaning of a cell: translated by the mapping, or the default where
    /// it is empty. A cell that is too long is a fault.
    pub(super) fn text(&mut self, field: Field) -> Option<String> {
        let cell = self.cell(field);
        if cell.is_empty() {
            return self.layout.mapping.defaults.get(&field).cloned();
        }
        let max = if matches!(field, Field::Note | Field::Address) { MAX_TEXT } else { MAX_CELL };
        let length = cell.chars().count();
        if length > max {
            let error = Error::new(Code::TooLong).arg("field", field.as_str());
            self.fault(field, error.arg("length", length).arg("max", max));
            return None;
        }
        let meaning = self.layout.mapping.values.get(&field).and_then(|values| values.get(cell));
        Some(meaning.map_or(cell, String::as_str).to_owned()).filter(|text| !text.is_empty())
    }

    /// A disease key, or the name that another system has for it.
    pub(super) fn disease(&mut self) -> Option<String> {
        let text = self.text(Field::Disease)?;
        let key = shapes::meaning(Field::Disease, &text).map(str::to_owned);
        Some(key.unwrap_or(text))
    }

    pub(super) fn personal(&mut self, field: Field) -> Option<Classified<String>> {
        self.text(field).map(Classified::new)
    }

    /// A number in the form in which it is known.
    pub(super) fn number(&mut self, field: Field) -> Option<String> {
        let number = self.text(field)?;
        Some(self.renumbered(number))
    }

    fn renumbered(&self, number: String) -> String {
        match &self.layout.mapping.renumber {
            Some(rule) => rule.apply(number),
            None => number,
        }
    }

    /// The numbers of several cells, each of which may hold several.
    pub(super) fn numbers(&mut self, fields: &[Field]) -> Vec<String> {
        let mut numbers = Vec::new();
        for field in fields {
            let Some(text) = self.text(*field) else { continue };
            for number in text.split(BETWEEN_NUMBERS).map(str::trim).filter(|number| !number.is_empty()) {
                let number = self.renumbered(number.to_owned());
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
        numbers
    }

    /// A day or a span of days, none of which may lie ahead.
    pub(super) fn date(&mut self, field: Field) -> Option<DateSpan> {
        let span = self.date_ahead(field)?;
        if let Some(today) = self.layout.around.today.filter(|today| span.from > *today) {
            let error = Error::new(Code::InFuture).arg("field", field.as_str());
            self.fault(field, error.arg("value", span).arg("now", today));
            return None;
        }
        Some(span)
    }

    /// A day or a span of days that may lie ahead.
    pub(super) fn date_ahead(&mut self, field: Field) -> Option<DateSpan> {
        let text = self.text(field)?;
        let forms = self.layout.mapping.forms_of(field);
        let read = forms.iter().find_map(|form| form.try_read_span(&text));
        if read.is_none() {
            let expected = forms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            self.fault(field, Error::new(Code::InvalidDate).arg("value", text).arg("expected", expected));
        }
        read
    }

    /// A code of a closed list, or a word that means one.
    pub(super) fn coded<T>(&mut self, field: Field, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(field)?;
        let known = parse(&text).map(Some);
        let meant = || shapes::meaning(field, &text).map(&parse);
        match known.or_else(meant) {
            Some(value) => value,
            None => {
                let expected = field.codes().unwrap_or_default().join(", ");
                let error = Error::new(Code::InvalidValue).arg("field", field.as_str()).arg("value", text);
                self.fault(field, error.arg("expected", expected));
                None
            }
        }
    }

    pub(super) fn age(&mut self) -> Option<AgeSpan> {
        let unit = self.coded(Field::AgeUnit, AgeUnit::parse).unwrap_or(AgeUnit::Years);
        let text = self.text(Field::Age)?;
        match read_age(&text, unit) {
            Ok(span) => Some(span),
            Err(AgeFault::Impossible) => {
                self.fault(
                    Field::Age,
                    Error::new(Code::ImpossibleAge).arg("value", text).arg("max", MAX_AGE),
                );
                None
            }
            Err(AgeFault::Unreadable) => {
                let error = Error::new(Code::InvalidValue).arg("field", Field::Age.as_str());
                self.fault(
                    Field::Age,
                    error.arg("value", text).arg("expected", format!("0-{MAX_AGE}, 20-29, <40")),
                );
                None
            }
        }
    }

    pub(super) fn birth(&mut self) -> Option<Birth> {
        if self.is_filled(Field::BirthDate) {
            let span = self.date(Field::BirthDate)?;
            let (from, to) = (span.from, span.to);
            let month = (from.year() == to.year() && from.month() == to.month()).then(|| from.month());
            if from.year() != to.year() {
                let error = Error::new(Code::InvalidDate).arg("value", HIDDEN).arg("expected", "YYYY-MM-DD");
                self.fault(Field::BirthDate, error);
                return None;
            }
            return Some(Birth { year: from.year(), month, day: span.single().map(|day| day.day()) });
        }
        let year = self.part(Field::BirthYear, BIRTH_YEARS)?;
        let month = self.part(Field::BirthMonth, 1..=12).and_then(|month| i8::try_from(month).ok());
        let day = self.part(Field::BirthDay, 1..=31).and_then(|day| i8::try_from(day).ok());
        let birth = Birth { year, month, day: day.filter(|_| month.is_some()) };
        if birth.day.is_some() && birth.date().is_none() {
            let error = Error::new(Code::InvalidDate).arg("value", HIDDEN).arg("expected", "YYYY-MM-DD");
            self.fault(Field::BirthDay, error);
        }
        Some(birth)
    }

    fn part(&mut self, field: Field, range: std::ops::RangeInclusive<i16>) -> Option<i16> {
        let text = self.text(field)?;
        let number = text.parse::<i16>().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let error = Error::new(Code::OutOfRange).arg("field", field.as_str()).arg("value", HIDDEN);
            self.fault(field, error.arg("min", range.start()).arg("max", range.end()));
        }
        number
    }

    pub(super) fn area(&mut self) -> Option<AreaCode> {
        let code = self.text(Field::Area);
        let names = [Field::AreaFirst, Field::AreaSecond, Field::AreaThird];
        let named: Vec<(Field, String)> = match code {
            Some(code) => vec![(Field::Area, code)],
            None => names.into_iter().filter_map(|field| Some((field, self.text(field)?))).collect(),
        };
        let field = named.last()?.0;
        let texts: Vec<&str> = named.iter().map(|(_, text)| text.as_str()).collect();
        let found = match (self.layout.around.area_of, field) {
            (Some(area_of), _) => area_of(&texts),
            (None, Field::Area) => match AreaCode::new(texts[0]) {
                Ok(code) => Some(code),
                Err(error) => {
                    self.fault(field, error);
                    return None;
                }
            },
            (None, _) => None,
        };
        if found.is_none() {
            self.fault(field, Error::new(Code::AreaUnknown).arg("value", texts.join(" / ")));
        }
        found
    }

    /// The columns that are no fields.
    pub(super) fn extras(&mut self) -> Vec<Extra> {
        let mut extras = Vec::new();
        for source in &self.layout.extras {
            let cell = self.record.cells.get(source.at).map_or("", String::as_str);
            let length = cell.chars().count();
            if length > MAX_TEXT {
                let error = Error::new(Code::TooLong).arg("field", "extras").arg("length", length);
                let at = Located::cell(self.record.row, source.heading).in_source(self.layout.source);
                self.faults.push(error.arg("max", MAX_TEXT).at(at));
            } else if length > 0 {
                let value = Classified::new(cell.to_owned());
                extras.push(Extra { name: source.heading.to_owned(), value });
            }
        }
        extras
    }

    /// A field's cell as an extra, where the field cannot hold it.
    pub(super) fn as_extra(&self, field: Field) -> Option<Extra> {
        let source = self.layout.columns.get(&field)?;
        let cell = self.cell(field);
        let value = || Classified::new(cell.to_owned());
        (!cell.is_empty()).then(|| Extra { name: source.heading.to_owned(), value: value() })
    }

    /// Notes dates that stand in an order in which they cannot have been.
    pub(super) fn check_order(&mut self, earlier: Dated, later: Dated) {
        if let Some(error) = out_of_order(earlier, later) {
            self.fault(later.0, error);
        }
    }

    /// Remarks on such dates where the row is taken in all the same; whether there was something to remark.
    pub(super) fn remark_order(&mut self, earlier: Dated, later: Dated) -> bool {
        let error = out_of_order(earlier, later).map(|error| self.located(later.0, error));
        let odd = error.is_some();
        self.remarks.extend(error);
        odd
    }
}

/// A field and its day.
pub(super) type Dated = (Field, Option<DateSpan>);

fn out_of_order((first, earlier): Dated, (second, later): Dated) -> Option<Error> {
    let (earlier, later) = (earlier?, later?);
    let odd = later.to < earlier.from;
    odd.then(|| {
        Error::new(Code::DatesOutOfOrder)
            .arg("earlier_field", first.as_str())
            .arg("earlier", earlier)
            .arg("later_field", second.as_str())
            .arg("later", later)
    })
}
