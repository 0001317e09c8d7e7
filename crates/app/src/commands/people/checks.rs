//! What is told of a person must fit together before it is sealed: afterwards
//! nobody reads it but for a purpose.

use kernel::{Code, Date, Error, Located, PersonalField, Result};
use text::identity::{IdNumber, NumberFault, ResidentId};

use super::NewPersonInput;

/// Most characters of a field.
const fn limit(field: PersonalField) -> usize {
    match field {
        PersonalField::Name => 200,
        PersonalField::IdNumber => 40,
        PersonalField::Phone => 100,
        PersonalField::Address => 500,
        PersonalField::BirthDate => 10,
    }
}

fn at(error: Error, field: &str) -> Error {
    error.at(Located { field: Some(field.to_owned()), ..Located::default() })
}

/// Refuses a value longer than its field.
///
/// # Errors
/// `value.too_long`.
pub(crate) fn within_limit(field: PersonalField, value: &str) -> Result<()> {
    let (length, max) = (value.chars().count(), limit(field));
    if length <= max {
        return Ok(());
    }
    let name = field.as_str();
    Err(at(Error::new(Code::TooLong).arg("field", name).arg("length", length).arg("max", max), name))
}

/// The person with what his identity number tells, where nobody stated it.
///
/// # Errors
/// `value.too_long`, `value.invalid_date`; `person.id_number_invalid` for a
/// citizen identity number that cannot be one, `person.id_number_contradicts`
/// when it tells another sex, year or day of birth than was stated.
pub(super) fn sound(new: &NewPersonInput, today: Date) -> Result<NewPersonInput> {
    let mut sound = new.clone();
    let (mut number, mut birth) = (None, None);
    for (field, value) in &new.values {
        let text = value.expose();
        within_limit(*field, text)?;
        match field {
            PersonalField::IdNumber => number = resident(text, today)?,
            PersonalField::BirthDate => {
                birth = Some(kernel::parse_date(text).map_err(|error| at(error, field.as_str()))?);
            }
            PersonalField::Name | PersonalField::Phone | PersonalField::Address => {}
        }
    }
    let Some(number) = number else { return Ok(sound) };
    let told = number.birth();
    agree("sex", new.sex.as_deref(), number.sex())?;
    agree("birth_year", new.birth_year, told.year())?;
    agree("birth_date", birth, told)?;
    sound.sex.get_or_insert_with(|| number.sex().to_owned());
    sound.birth_year.get_or_insert(told.year());
    Ok(sound)
}

fn agree<T: PartialEq + ToString>(field: &'static str, stated: Option<T>, told: T) -> Result<()> {
    match stated.filter(|stated| *stated != told) {
        None => Ok(()),
        Some(stated) => {
            let error = Error::new(Code::IdNumberContradicts).arg("field", field);
            Err(at(error.arg("stated", stated).arg("told", told), PersonalField::IdNumber.as_str()))
        }
    }
}

fn resident(text: &str, today: Date) -> Result<Option<ResidentId>> {
    let refuse = |fault: NumberFault| {
        at(Error::new(Code::IdNumberInvalid).arg("fault", fault.as_str()), PersonalField::IdNumber.as_str())
    };
    match IdNumber::parse(text).map_err(refuse)? {
        Some(IdNumber::Resident(id)) if id.birth() > today => Err(refuse(NumberFault::BirthDate)),
        Some(IdNumber::Resident(id)) => Ok(Some(id)),
        Some(IdNumber::Other(_)) | None => Ok(None),
    }
}
