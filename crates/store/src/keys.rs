//! Keys of personal values: a ring key wraps one key and salt per person.
//!
//! Erasing a person destroys the wrapped key and salt; what is left of the
//! values, in the tables and as commitments in the journal, can then neither
//! be read nor guessed.

use std::collections::BTreeMap;

use aes_gcm_siv::{
    Aes256GcmSiv, Nonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use hmac::{Hmac, Mac as _};
use kernel::{Code, Error, FileId, PersonId, PersonalField};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const NONCE: usize = 12;

/// The keys of an installation, by number. The current one wraps; every one unwraps.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct KeyRing {
    current: u32,
    #[zeroize(skip)]
    keys: BTreeMap<u32, RingKey>,
}

#[derive(Clone, Zeroize, ZeroizeOnDrop)]
struct RingKey([u8; 32]);

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "KeyRing(current {}, {} keys)", self.current, self.keys.len())
    }
}

/// One person's key and salt.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct PersonKey {
    key: [u8; 32],
    salt: [u8; 32],
}

/// One file's key.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct FileKey([u8; 32]);

impl KeyRing {
    /// A ring of numbered keys.
    ///
    /// # Errors
    /// `keys.missing` when the current number has no key.
    pub fn new(current: u32, keys: impl IntoIterator<Item = (u32, [u8; 32])>) -> Result<Self, Error> {
        let keys: BTreeMap<_, _> = keys.into_iter().map(|(id, key)| (id, RingKey(key))).collect();
        let ring = Self { current, keys };
        ring.cipher(current)?;
        Ok(ring)
    }

    /// The number of the key that wraps.
    pub const fn current(&self) -> u32 {
        self.current
    }

    /// The numbers of all keys.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.keys.keys().copied()
    }

    /// The ring with a new current key, under the next number.
    #[must_use]
    pub fn with_new(&self, key: [u8; 32]) -> Self {
        let mut ring = self.clone();
        ring.current = self.keys.keys().last().map_or(1, |last| last + 1);
        ring.keys.insert(ring.current, RingKey(key));
        ring
    }

    /// The ring without a key; the current one stays.
    #[must_use]
    pub fn without(&self, number: u32) -> Self {
        let mut ring = self.clone();
        if number != ring.current {
            ring.keys.remove(&number);
        }
        ring
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Reads the text form: one `number hex-key` a line, the last is current.
    ///
    /// # Errors
    /// `keys.missing` when a line cannot be read or there is none.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = || Error::new(Code::KeyRingMissing).arg("detail", "a line of the key ring");
        let (mut keys, mut current) = (Vec::new(), None);
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (number, hex) = line.split_once(' ').ok_or_else(refuse)?;
            let number: u32 = number.parse().map_err(|_| refuse())?;
            let hex = hex.trim();
            if hex.len() != 64 || !hex.is_ascii() {
                return Err(refuse());
            }
            let mut key = [0u8; 32];
            for (i, byte) in key.iter_mut().enumerate() {
                *byte = u8::from_str_radix(&hex[i * 2..i * 2 + 2], 16).map_err(|_| refuse())?;
            }
            current = Some(number);
            keys.push((number, key));
        }
        Self::new(current.ok_or_else(refuse)?, keys)
    }

    /// The text form, for the key file alone.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = String::new();
        let ordered = self.keys.iter().filter(|(id, _)| **id != self.current);
        for (id, key) in ordered.chain(self.keys.get_key_value(&self.current)) {
            text.push_str(&format!("{id} "));
            key.0.iter().for_each(|byte| text.push_str(&format!("{byte:02x}")));
            text.push('\n');
        }
        Zeroizing::new(text)
    }

    /// A hash that nobody can make or guess who lacks the ring: the number of
    /// the current key, then HMAC-SHA-256 of the bytes. What is hashed in one
    /// domain never equals what is hashed in another.
    ///
    /// # Errors
    /// `keys.missing` for an empty ring.
    pub fn keyed_hash(&self, domain: &str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut out = self.current.to_be_bytes().to_vec();
        out.extend_from_slice(&self.mac(self.current, domain, bytes)?.finalize().into_bytes());
        Ok(out)
    }

    /// Whether [`Self::keyed_hash`] made a hash of these bytes, under whichever
    /// key of the ring was the current one then.
    ///
    /// # Errors
    /// `keys.missing` when that key is no longer in the ring.
    pub fn is_keyed_hash(&self, domain: &str, bytes: &[u8], hash: &[u8]) -> Result<bool, Error> {
        let (id, rest) =
            hash.split_first_chunk::<4>().ok_or_else(|| unreadable("a keyed hash is too short"))?;
        Ok(self.mac(u32::from_be_bytes(*id), domain, bytes)?.verify_slice(rest).is_ok())
    }

    fn mac(&self, id: u32, domain: &str, bytes: &[u8]) -> Result<Hmac<Sha256>, Error> {
        // A key of its own, so that no ring key both seals and hashes.
        let mut derived = Sha256::new();
        derived.update(b"keyed_hash\0");
        derived.update(self.key(id)?.0);
        let derived: Zeroizing<[u8; 32]> = Zeroizing::new(derived.finalize().into());
        let mut mac = Hmac::<Sha256>::new_from_slice(derived.as_slice())
            .map_err(|_| unreadable("a key of the ring has a wrong length"))?;
        mac.update(domain.as_bytes());
        mac.update(&[0]);
        mac.update(bytes);
        Ok(mac)
    }

    fn key(&self, id: u32) -> Result<&RingKey, Error> {
        self.keys.get(&id).ok_or_else(|| {
            Error::new(Code::KeyRingMissing).arg("detail", format!("key {id} is not in the ring"))
        })
    }

    fn cipher(&self, id: u32) -> Result<Aes256GcmSiv, Error> {
        Ok(Aes256GcmSiv::new(&self.key(id)?.0.into()))
    }

    /// Seals a secret of the installation under the current key: key number,
    /// nonce, ciphertext. It opens for the same purpose and owner alone.
    ///
    /// # Errors
    /// `keys.missing` for an empty ring.
    pub fn seal_secret(
        &self,
        purpose: &str,
        owner: uuid::Uuid,
        secret: &[u8],
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, Error> {
        let aad = secret_aad(purpose, owner);
        let sealed = self
            .cipher(self.current)?
            .encrypt(&Nonce::from(nonce), Payload { msg: secret, aad: &aad })
            .map_err(|_| unreadable("a secret cannot be sealed"))?;
        let mut out = self.current.to_be_bytes().to_vec();
        out.extend_from_slice(&nonce);
        out.extend(sealed);
        Ok(out)
    }

    /// Opens what [`Self::seal_secret`] sealed, under whichever key of the ring.
    ///
    /// # Errors
    /// `keys.missing` when that key is no longer in the ring, or the secret is another's.
    pub fn open_secret(
        &self,
        purpose: &str,
        owner: uuid::Uuid,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let broken = || unreadable("a sealed secret fails its check");
        let (id, rest) = sealed.split_first_chunk::<4>().ok_or_else(broken)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        let aad = secret_aad(purpose, owner);
        self.cipher(u32::from_be_bytes(*id))?
            .decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| broken())
    }

    /// Whether something was wrapped by another key than the current one.
    pub(crate) fn is_stale(&self, wrapped: &[u8]) -> bool {
        wrapped.get(..4) != Some(&self.current.to_be_bytes()[..])
    }

    /// Wraps a person's key: key number, nonce, ciphertext.
    pub(crate) fn wrap_key(
        &self,
        person: PersonId,
        key: &PersonKey,
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, Error> {
        let mut plain = Zeroizing::new([0u8; 64]);
        plain[..32].copy_from_slice(&key.key);
        plain[32..].copy_from_slice(&key.salt);
        self.wrap(&wrap_aad(person), &plain[..], nonce)
    }

    fn wrap(&self, aad: &[u8], plain: &[u8], nonce: [u8; NONCE]) -> Result<Vec<u8>, Error> {
        let sealed = self
            .cipher(self.current)?
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad })
            .map_err(|_| unreadable("a key cannot be wrapped"))?;
        let mut out = self.current.to_be_bytes().to_vec();
        out.extend_from_slice(&nonce);
        out.extend(sealed);
        Ok(out)
    }

    fn unwrap(&self, aad: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let broken = || unreadable("a wrapped key fails its check");
        let (id, rest) = wrapped.split_first_chunk::<4>().ok_or_else(broken)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        self.cipher(u32::from_be_bytes(*id))?
            .decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad })
            .map(Zeroizing::new)
            .map_err(|_| broken())
    }

    /// Wraps a file's key.
    pub(crate) fn wrap_file_key(
        &self,
        file: FileId,
        key: &FileKey,
        nonce: [u8; NONCE],
    ) -> Result<Vec<u8>, Error> {
        self.wrap(&file_aad(file), &key.0, nonce)
    }

    /// Unwraps a file's key.
    pub(crate) fn unwrap_file_key(&self, file: FileId, wrapped: &[u8]) -> Result<FileKey, Error> {
        let plain = self.unwrap(&file_aad(file), wrapped)?;
        let key = <[u8; 32]>::try_from(plain.as_slice());
        key.map(FileKey).map_err(|_| unreadable("a wrapped key fails its check"))
    }

    /// Unwraps a person's key.
    pub(crate) fn unwrap_key(&self, person: PersonId, wrapped: &[u8]) -> Result<PersonKey, Error> {
        let broken = || unreadable("a wrapped key fails its check");
        let plain = self.unwrap(&wrap_aad(person), wrapped)?;
        let (key, salt) = plain.split_first_chunk::<32>().ok_or_else(broken)?;
        let salt = <[u8; 32]>::try_from(salt).map_err(|_| broken())?;
        Ok(PersonKey { key: *key, salt })
    }
}

impl FileKey {
    /// A new key from fresh random bytes.
    pub(crate) const fn from_random(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// Seals one chunk. The key is the file's own, so that its chunks' places
    /// are nonces that never repeat.
    pub(crate) fn seal(&self, file: FileId, seq: i64, bytes: &[u8]) -> Result<Vec<u8>, Error> {
        Aes256GcmSiv::new(&self.0.into())
            .encrypt(&chunk_nonce(seq), Payload { msg: bytes, aad: &chunk_aad(file, seq) })
            .map_err(|_| unreadable("a chunk cannot be sealed"))
    }

    /// Opens one chunk.
    pub(crate) fn open(&self, file: FileId, seq: i64, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        Aes256GcmSiv::new(&self.0.into())
            .decrypt(&chunk_nonce(seq), Payload { msg: sealed, aad: &chunk_aad(file, seq) })
            .map_err(|_| unreadable("a chunk of a file fails its check"))
    }
}

impl PersonKey {
    /// A new key and salt from fresh random bytes.
    pub(crate) fn from_random(random: &[u8; 64]) -> Self {
        let (mut key, mut salt) = ([0u8; 32], [0u8; 32]);
        key.copy_from_slice(&random[..32]);
        salt.copy_from_slice(&random[32..]);
        Self { key, salt }
    }

    /// Seals one value: nonce, ciphertext. The nonce is derived from the value,
    /// which AES-GCM-SIV allows: the same value of the same field seals alike.
    pub(crate) fn seal(&self, person: PersonId, field: PersonalField, value: &str) -> Result<Vec<u8>, Error> {
        self.seal_under(&value_aad(person, field), &self.commitment(field.as_str(), value), value)
    }

    fn seal_under(&self, aad: &[u8], commitment: &[u8; 32], value: &str) -> Result<Vec<u8>, Error> {
        let mut hash = Sha256::new();
        hash.update(b"nonce");
        hash.update(commitment);
        let mut nonce = [0u8; NONCE];
        nonce.copy_from_slice(&hash.finalize()[..NONCE]);
        let sealed = Aes256GcmSiv::new(&self.key.into())
            .encrypt(&Nonce::from(nonce), Payload { msg: value.as_bytes(), aad })
            .map_err(|_| unreadable("a value cannot be sealed"))?;
        let mut out = nonce.to_vec();
        out.extend(sealed);
        Ok(out)
    }

    /// Opens one value.
    pub(crate) fn open(
        &self,
        person: PersonId,
        field: PersonalField,
        sealed: &[u8],
    ) -> Result<String, Error> {
        self.open_under(&value_aad(person, field), sealed)
    }

    fn open_under(&self, aad: &[u8], sealed: &[u8]) -> Result<String, Error> {
        let broken = || unreadable("a personal value fails its check");
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or_else(broken)?;
        let plain = Aes256GcmSiv::new(&self.key.into())
            .decrypt(&Nonce::from(*nonce), Payload { msg: rest, aad })
            .map_err(|_| broken())?;
        String::from_utf8(plain).map_err(|_| broken())
    }

    /// Seals what a row of a list said, as [`Self::seal`] does a value.
    pub(crate) fn seal_row(&self, person: PersonId, list: Uuid, text: &str) -> Result<Vec<u8>, Error> {
        let label = format!("list_row {list}");
        self.seal_under(&row_aad(person, list), &self.commitment(&label, text), text)
    }

    /// Opens what a row of a list said.
    pub(crate) fn open_row(&self, person: PersonId, list: Uuid, sealed: &[u8]) -> Result<String, Error> {
        self.open_under(&row_aad(person, list), sealed)
    }

    /// Seals the text of an address, as [`Self::seal`] does a value.
    pub(crate) fn seal_address(&self, person: PersonId, id: Uuid, text: &str) -> Result<Vec<u8>, Error> {
        self.seal_under(&address_aad(person, id), &self.commitment(&format!("address {id}"), text), text)
    }

    /// Opens the text of an address.
    pub(crate) fn open_address(&self, person: PersonId, id: Uuid, sealed: &[u8]) -> Result<String, Error> {
        self.open_under(&address_aad(person, id), sealed)
    }

    /// What the journal may say of a value: SHA-256 of salt, field and value.
    pub(crate) fn commitment(&self, field: &str, value: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(field);
        hash.update([0]);
        hash.update(value);
        hash.finalize().into()
    }
}

fn unreadable(detail: &str) -> Error {
    Error::new(Code::KeyRingMissing).arg("detail", detail)
}

fn wrap_aad(person: PersonId) -> Vec<u8> {
    [&b"person_key\0wrapped\0"[..], person.0.as_bytes()].concat()
}

fn secret_aad(purpose: &str, owner: uuid::Uuid) -> Vec<u8> {
    [b"secret\0", purpose.as_bytes(), b"\0", owner.as_bytes()].concat()
}

fn row_aad(person: PersonId, list: Uuid) -> Vec<u8> {
    [&b"list_row\0sealed\0"[..], list.as_bytes(), person.0.as_bytes()].concat()
}

fn address_aad(person: PersonId, id: Uuid) -> Vec<u8> {
    [&b"person_address\0sealed\0"[..], id.as_bytes(), person.0.as_bytes()].concat()
}

fn file_aad(file: FileId) -> Vec<u8> {
    [&b"blob\0wrapped\0"[..], file.0.as_bytes()].concat()
}

fn chunk_nonce(seq: i64) -> Nonce {
    let mut nonce = [0u8; NONCE];
    nonce[NONCE - 8..].copy_from_slice(&seq.to_be_bytes());
    Nonce::from(nonce)
}

fn chunk_aad(file: FileId, seq: i64) -> Vec<u8> {
    [&b"blob_chunk\0"[..], file.0.as_bytes(), &seq.to_be_bytes()].concat()
}

fn value_aad(person: PersonId, field: PersonalField) -> Vec<u8> {
    [b"personal_value\0", field.as_str().as_bytes(), b"\0", person.0.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> PersonId {
        PersonId(kernel::derived_uuid(&[name]))
    }

    #[test]
    fn values_open_only_under_their_own_key_person_and_field() {
        let key = PersonKey::from_random(&[7; 64]);
        let (a, b) = (person("a"), person("b"));
        let sealed = key.seal(a, PersonalField::Name, "张三").expect("sealed");
        assert_eq!(key.open(a, PersonalField::Name, &sealed).as_deref(), Ok("张三"));
        assert!(key.open(b, PersonalField::Name, &sealed).is_err());
        assert!(key.open(a, PersonalField::Phone, &sealed).is_err());
        assert!(PersonKey::from_random(&[8; 64]).open(a, PersonalField::Name, &sealed).is_err());
    }

    #[test]
    fn a_secret_opens_for_its_purpose_and_owner_alone_and_after_rotation() {
        let old = KeyRing::new(1, [(1, [1; 32])]).expect("ring");
        let both = KeyRing::new(2, [(1, [1; 32]), (2, [2; 32])]).expect("ring");
        let (a, b) = (person("a").0, person("b").0);
        let sealed = old.seal_secret("totp", a, b"secret", [3; 12]).expect("sealed");
        assert_eq!(both.open_secret("totp", a, &sealed).expect("opened")[..], b"secret"[..]);
        for (purpose, owner) in [("totp", b), ("other", a)] {
            assert!(both.open_secret(purpose, owner, &sealed).is_err(), "{purpose}");
        }
        assert!(old.open_secret("totp", a, &sealed[..10]).is_err());
    }

    #[test]
    fn an_older_ring_key_still_unwraps_after_rotation() {
        let old = KeyRing::new(1, [(1, [1; 32])]).expect("ring");
        let both = KeyRing::new(2, [(1, [1; 32]), (2, [2; 32])]).expect("ring");
        let key = PersonKey::from_random(&[7; 64]);
        let wrapped = old.wrap_key(person("a"), &key, [3; 12]).expect("wrapped");
        assert!(both.is_stale(&wrapped) && !old.is_stale(&wrapped));
        assert_eq!(both.unwrap_key(person("a"), &wrapped).expect("unwrapped").salt, key.salt);
        let new = KeyRing::new(2, [(2, [2; 32])]).expect("ring");
        assert_eq!(new.unwrap_key(person("a"), &wrapped).err().map(|e| e.code()), Some(Code::KeyRingMissing));
    }

    #[test]
    fn a_keyed_hash_is_known_again_after_rotation_and_only_with_its_key() {
        let old = KeyRing::new(1, [(1, [1; 32])]).expect("ring");
        let both = KeyRing::new(2, [(1, [1; 32]), (2, [2; 32])]).expect("ring");
        let new = KeyRing::new(2, [(2, [2; 32])]).expect("ring");
        let hash = old.keyed_hash("command", b"body").expect("hashed");
        assert_ne!(hash[4..], Sha256::digest(b"body")[..]);
        for (domain, bytes, same) in
            [("command", &b"body"[..], true), ("command", b"other", false), ("comman", b"d\0body", false)]
        {
            assert_eq!(both.is_keyed_hash(domain, bytes, &hash), Ok(same), "{domain} {bytes:?}");
        }
        let missing = |answer: Result<bool, Error>| answer.err().map(|e| e.code());
        assert_eq!(missing(new.is_keyed_hash("command", b"body", &hash)), Some(Code::KeyRingMissing));
        assert_eq!(missing(both.is_keyed_hash("command", b"body", b"x")), Some(Code::KeyRingMissing));
        assert!(KeyRing::default().keyed_hash("command", b"body").is_err());
    }

    #[test]
    fn a_ring_grows_and_loses_all_but_its_current_key() {
        let ring = KeyRing::new(3, [(1, [1; 32]), (3, [3; 32])]).expect("ring").with_new([4; 32]);
        assert_eq!((ring.current(), ring.numbers().collect::<Vec<_>>()), (4, vec![1, 3, 4]));
        let left = ring.without(1).without(4);
        assert_eq!((left.current(), left.numbers().collect::<Vec<_>>()), (4, vec![3, 4]));
    }

    #[test]
    fn a_ring_survives_its_text() {
        let ring = KeyRing::new(1, [(1, [1; 32]), (2, [0xab; 32])]).expect("ring");
        let read = KeyRing::parse(&ring.to_text()).expect("readable");
        assert_eq!(read.current, 1);
        assert_eq!(*read.to_text(), *ring.to_text());
        for bad in ["", "1", "1 zz", "x 00"] {
            assert!(KeyRing::parse(bad).is_err(), "{bad}");
        }
    }
}
