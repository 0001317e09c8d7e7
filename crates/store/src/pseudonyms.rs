//! Names for what lies outside a viewer's areas: the same for all who look from
//! one area at one outbreak, others for everybody else, and no way back. And the
//! secrets of users on their devices, which are made of the same one.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::{AreaPath, Classified, Code, Error, UserId};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    KeyRing, MetaRow, Store, Wanted, Work,
    db::{Conn, Query},
};

/// The setting that holds the secret, sealed under the key ring.
const SECRET: &str = "pseudonym_secret";
/// Bytes of a pseudonym: too few to undo, enough for an outbreak.
const BYTES: usize = 10;
/// With what a pseudonym begins, so that none is taken for an id.
const MARK: char = '~';

/// In front of what is no pseudonym: no area is called so.
const DEVICE: &[u8] = b"secret of a user on a device";

/// The secret of an installation from which pseudonyms are made.
pub struct PseudonymKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey")
    }
}

impl PseudonymKey {
    /// The name of a record, looked at from an area in an outbreak.
    ///
    /// # Errors
    /// None with a whole key; the type cannot say so.
    pub fn name(&self, viewer: &AreaPath, outbreak: &str, id: Uuid) -> Result<String, Error> {
        let whole = self.made_of([viewer.as_str().as_bytes(), outbreak.as_bytes(), id.as_bytes()])?;
        let digits: String = whole[..BYTES].iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(format!("{MARK}{digits}"))
    }

    /// The secret of a user on a device: the same whenever he comes back to it,
    /// another one for everybody else and everywhere else.
    ///
    /// # Errors
    /// As [`PseudonymKey::name`].
    pub fn device_secret(&self, user: UserId, device: &str) -> Result<Classified<[u8; 32]>, Error> {
        self.made_of([DEVICE, user.0.as_bytes(), device.as_bytes()]).map(Classified::new)
    }

    fn made_of(&self, parts: [&[u8]; 3]) -> Result<[u8; 32], Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_slice()).map_err(|_| broken())?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }
}

fn broken() -> Error {
    Error::new(Code::KeyRingMissing).arg("detail", SECRET)
}

/// The secret as it stands in the settings.
pub(crate) async fn sealed_key(conn: &mut Conn) -> Result<Option<Vec<u8>>, Error> {
    let mut query = Query::select::<MetaRow>();
    query.push(" WHERE key = ").bind(SECRET);
    let row = conn.records::<MetaRow>(query).await?.pop();
    row.map(|row| from_hex(&row.value).ok_or_else(broken)).transpose()
}

/// The secret sealed anew under the current key.
pub(crate) fn reseal(ring: &KeyRing, sealed: &[u8], nonce: [u8; 12]) -> Result<MetaRow, Error> {
    let secret = ring.open_secret(SECRET, Uuid::nil(), sealed)?;
    let anew = ring.seal_secret(SECRET, Uuid::nil(), &secret, nonce)?;
    Ok(MetaRow { key: SECRET.to_owned(), value: hex(&anew) })
}

impl Store {
    /// The secret of pseudonyms. It is made the first time from `random`, and
    /// sealed anew when the ring has another current key.
    ///
    /// # Errors
    /// `keys.missing`, or when the database fails.
    pub async fn pseudonym_key(&self, random: [u8; 44]) -> Result<PseudonymKey, Error> {
        if let Some(sealed) = self.meta(SECRET).await? {
            let sealed = from_hex(&sealed).ok_or_else(broken)?;
            if !self.keys().is_stale(&sealed) {
                return self.opened_key(&sealed);
            }
        }
        let ring = self.keys().clone();
        let sealed = self
            .write(Wanted::nothing(), move |work| {
                let ring = ring.clone();
                Box::pin(async move {
                    let (mut fresh, mut nonce) = (Zeroizing::new([0; 32]), [0; 12]);
                    fresh.copy_from_slice(&random[..32]);
                    nonce.copy_from_slice(&random[32..]);
                    let seal = |secret: &[u8]| ring.seal_secret(SECRET, Uuid::nil(), secret, nonce);
                    let known = work.keep_first(SECRET, &hex(&seal(fresh.as_slice())?)).await?;
                    let known = from_hex(&known).ok_or_else(broken)?;
                    if !ring.is_stale(&known) {
                        return Ok(known);
                    }
                    let anew = seal(&ring.open_secret(SECRET, Uuid::nil(), &known)?)?;
                    work.put_meta(SECRET, &hex(&anew));
                    Ok(anew)
                })
            })
            .await?;
        self.opened_key(&sealed)
    }

    fn opened_key(&self, sealed: &[u8]) -> Result<PseudonymKey, Error> {
        let secret = self.keys().open_secret(SECRET, Uuid::nil(), sealed)?;
        let secret: [u8; 32] = secret.as_slice().try_into().map_err(|_| broken())?;
        Ok(PseudonymKey(Zeroizing::new(secret)))
    }
}

impl Work {
    /// Makes a setting unless there is one; what stands then, whoever made it.
    async fn keep_first(&mut self, key: &str, value: &str) -> Result<String, Error> {
        if let Some(known) = self.meta(key).await? {
            return Ok(known);
        }
        let mut query = Query::new("INSERT INTO meta (key, value) VALUES (");
        query.bind(key).push(", ").bind(value).push(") ON CONFLICT (key) DO NOTHING");
        self.execute(query).await?;
        self.meta(key).await?.ok_or_else(broken)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len() / 2).map(|i| u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::AreaCode;

    #[test]
    fn a_pseudonym_is_stable_for_area_and_outbreak_and_is_no_id() {
        let key = PseudonymKey(Zeroizing::new([7; 32]));
        let area = |code| AreaPath::root(&AreaCode::new(code).expect("sound"));
        let (a, b) = (area("140105"), area("140106"));
        let id = kernel::derived_uuid(&["somebody"]);
        let name = key.name(&a, "measles", id).expect("named");
        assert_eq!(name, key.name(&a, "measles", id).expect("named"));
        for other in [
            key.name(&b, "measles", id),
            key.name(&a, "covid19", id),
            key.name(&a, "measles", kernel::derived_uuid(&["another"])),
            PseudonymKey(Zeroizing::new([8; 32])).name(&a, "measles", id),
        ] {
            assert_ne!(name, other.expect("named"));
        }
        assert!(Uuid::parse_str(&name).is_err());
        assert!(!name.contains(&id.simple().to_string()[..8]));
    }

    #[test]
    fn a_device_has_a_secret_of_each_user() {
        let key = PseudonymKey(Zeroizing::new([7; 32]));
        let (wang, li) = (UserId(kernel::derived_uuid(&["wang"])), UserId(kernel::derived_uuid(&["li"])));
        let made =
            |key: &PseudonymKey, user, device| *key.device_secret(user, device).expect("made").expose();
        let secret = made(&key, wang, "phone");
        assert_eq!(secret, made(&key, wang, "phone"));
        let elsewhere = PseudonymKey(Zeroizing::new([8; 32]));
        for other in [made(&key, li, "phone"), made(&key, wang, "desk"), made(&elsewhere, wang, "phone")] {
            assert_ne!(secret, other);
        }
    }

    #[test]
    fn hexadecimal_digits_are_read_back() {
        assert_eq!(from_hex(&hex(&[0, 15, 255])), Some(vec![0, 15, 255]));
        for bad in ["0", "zz", "é0"] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
