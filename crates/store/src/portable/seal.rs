//! The layers around a backup: compressed by zstd, then, when asked, encrypted
//! in the format of age, which other programs read too.

use std::{
    fs::File,
    io::{self, BufRead, Read, Write},
    path::Path,
};

use age::secrecy::SecretString;
use kernel::{Classified, Code, Error};

use super::{Finish, broken_off, frames::Fault};

/// How well it is compressed: three times faster than the disk is.
const LEVEL: i32 = 3;

const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const AGE: &[u8] = b"age-encryption.org/";

/// How a backup is encrypted.
#[derive(Debug)]
pub enum Lock {
    /// By a passphrase.
    Passphrase(Classified<String>),
    /// To the holders of these public keys (`age1…`).
    Recipients(Vec<String>),
}

/// How an encrypted backup is opened.
#[derive(Debug)]
pub enum Unlock {
    /// It is not encrypted.
    Nothing,
    /// By a passphrase.
    Passphrase(Classified<String>),
    /// By the secret keys in this text, one `AGE-SECRET-KEY-1…` a line.
    Identities(Classified<String>),
}

/// Whether a file is encrypted.
///
/// # Errors
/// `backup.unreachable` when it cannot be read.
pub fn is_encrypted(path: &Path) -> Result<bool, Error> {
    let mut begin = Vec::new();
    let read = File::open(path).and_then(|file| file.take(AGE.len() as u64).read_to_end(&mut begin));
    read.map(|_| begin == AGE).map_err(|error| broken_off(path, &error))
}

enum Sealed {
    Plain(zstd::Encoder<'static, File>),
    Locked(zstd::Encoder<'static, age::stream::StreamWriter<File>>),
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(inner) => inner.write(bytes),
            Self::Locked(inner) => inner.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(inner) => inner.flush(),
            Self::Locked(inner) => inner.flush(),
        }
    }
}

impl Finish for Sealed {
    fn finish(self: Box<Self>) -> io::Result<File> {
        match *self {
            Self::Plain(inner) => inner.finish(),
            Self::Locked(inner) => inner.finish()?.finish(),
        }
    }
}

/// What is written here ends in the file, compressed and perhaps encrypted.
pub(super) fn writer(file: File, lock: Option<&Lock>) -> Result<Box<dyn Finish>, Error> {
    let failed = |error: io::Error| Error::new(Code::Internal).caused_by(error);
    let Some(lock) = lock else {
        return Ok(Box::new(Sealed::Plain(zstd::Encoder::new(file, LEVEL).map_err(failed)?)));
    };
    let encryptor = match lock {
        Lock::Passphrase(passphrase) => {
            age::Encryptor::with_user_passphrase(SecretString::from(passphrase.expose().clone()))
        }
        Lock::Recipients(keys) => {
            let mut recipients = Vec::with_capacity(keys.len());
            for key in keys {
                recipients.push(key.trim().parse::<age::x25519::Recipient>().map_err(|_| {
                    Error::new(Code::InvalidValue)
                        .arg("field", "recipient")
                        .arg("value", key)
                        .arg("expected", "age1…")
                })?);
            }
            let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
            age::Encryptor::with_recipients(recipients)
                .map_err(|error| Error::new(Code::Internal).caused_by(error))?
        }
    };
    let inner = encryptor.wrap_output(file).map_err(failed)?;
    Ok(Box::new(Sealed::Locked(zstd::Encoder::new(inner, LEVEL).map_err(failed)?)))
}

/// The plain bytes of a backup.
pub(super) fn reader(mut file: impl BufRead + 'static, unlock: &Unlock) -> Result<Box<dyn Read>, Error> {
    let begin = file.fill_buf().map_err(|error| Fault::of(&error).error(0))?;
    if begin.starts_with(ZSTD) {
        return unpacked(file);
    }
    if !begin.starts_with(AGE) {
        let fault = if begin.is_empty() { Fault::Truncated } else { Fault::NotABackup };
        return Err(fault.error(0));
    }
    let locked = |detail: &str| Error::new(Code::BackupLocked).caused_by(detail);
    let decryptor = age::Decryptor::new_buffered(file).map_err(|error| match error {
        age::DecryptError::Io(error) => Fault::of(&error).error(0),
        _ => Fault::Altered.error(0),
    })?;
    let identities: Vec<Box<dyn age::Identity>> = match unlock {
        Unlock::Nothing => Vec::new(),
        Unlock::Passphrase(passphrase) => {
            let passphrase = SecretString::from(passphrase.expose().clone());
            vec![Box::new(age::scrypt::Identity::new(passphrase))]
        }
        Unlock::Identities(text) => {
            let lines = text.expose().lines().map(str::trim);
            let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
            let mut identities: Vec<Box<dyn age::Identity>> = Vec::new();
            for key in keys {
                let identity: age::x25519::Identity = key.parse().map_err(|_| locked("not a key"))?;
                identities.push(Box::new(identity));
            }
            identities
        }
    };
    let plain = decryptor
        .decrypt(identities.iter().map(|identity| &**identity as &dyn age::Identity))
        .map_err(|error| locked(&error.to_string()))?;
    unpacked(io::BufReader::new(plain))
}

fn unpacked(file: impl BufRead + 'static) -> Result<Box<dyn Read>, Error> {
    let plain = zstd::Decoder::with_buffer(file).map_err(|error| Fault::of(&error).error(0))?;
    Ok(Box::new(plain))
}
