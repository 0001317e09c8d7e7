//! The smallest HTTP/1.1 client that keeps its connection: the benchmark must
//! not spend the server's processor time.

use std::io;

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A connection kept open between requests.
pub struct Connection {
    stream: BufReader<TcpStream>,
    line: String,
}

/// What the server said.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: Vec<u8>,
}

/// One request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with its query.
    pub path: String,
    /// Session token.
    pub token: String,
    /// Idempotency key; none for questions.
    pub key: Option<String>,
    /// JSON body.
    pub body: String,
}

impl Request {
    /// A question.
    pub fn get(path: impl Into<String>, token: &str) -> Self {
        Self { method: "GET", path: path.into(), token: token.to_owned(), ..Self::default() }
    }
}

impl Connection {
    /// Connects to `127.0.0.1:port`.
    pub async fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(64 << 10, stream), line: String::new() })
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&mut self, request: &Request) -> io::Result<Answer> {
        let mut text = format!(
            "{} {} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n",
            request.method,
            request.path,
            request.body.len()
        );
        if !request.token.is_empty() {
            text.push_str(&format!("authorization: Bearer {}\r\n", request.token));
        }
        if let Some(key) = &request.key {
            text.push_str(&format!("idempotency-key: {key}\r\n"));
        }
        if !request.body.is_empty() {
            text.push_str("content-type: application/json\r\n");
        }
        text.push_str("\r\n");
        text.push_str(&request.body);
        self.stream.get_mut().write_all(text.as_bytes()).await?;
        self.receive().await
    }

    async fn receive(&mut self) -> io::Result<Answer> {
        let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
        self.read_line().await?;
        let status = self.line.split(' ').nth(1).and_then(|word| word.parse().ok());
        let status: u16 = status.ok_or_else(|| bad("no status"))?;
        let (mut length, mut chunked) = (0usize, false);
        loop {
            self.read_line().await?;
            if self.line.is_empty() {
                break;
            }
            let Some((name, value)) = self.line.split_once(':') else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| bad("content-length"))?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.trim().eq_ignore_ascii_case("chunked");
            }
        }
        let mut body = Vec::new();
        loop {
            if chunked {
                self.read_line().await?;
                length = usize::from_str_radix(&self.line, 16).map_err(|_| bad("chunk"))?;
            }
            let start = body.len();
            body.resize(start + length, 0);
            self.stream.read_exact(&mut body[start..]).await?;
            if !chunked {
                break;
            }
            self.read_line().await?;
            if length == 0 {
                break;
            }
        }
        Ok(Answer { status, body })
    }

    async fn read_line(&mut self) -> io::Result<()> {
        self.line.clear();
        if self.stream.read_line(&mut self.line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.line.truncate(self.line.trim_end().len());
        Ok(())
    }
}
