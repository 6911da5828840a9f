//! The SMTP face (RFC 5321): takes any mail from anyone and keeps it.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::world::World;

/// The largest mail in bytes, as EHLO announces it.
const SIZE_LIMIT: usize = 10 << 20;
/// The longest command line in bytes.
const LINE_LIMIT: u64 = 64 << 10;

/// Accepts until the task is dropped.
pub(crate) async fn receive(listener: TcpListener, world: World) {
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let world = world.clone();
                    conversations.spawn(async move {
                        if let Err(error) = Conversation::new(stream, world).hold().await {
                            tracing::debug!(%error, "an SMTP conversation ended early");
                        }
                    });
                }
            }
            Some(_) = conversations.join_next() => {}
        }
    }
}

struct Conversation {
    stream: BufReader<TcpStream>,
    world: World,
    from: Option<String>,
    to: Vec<String>,
}

impl Conversation {
    fn new(stream: TcpStream, world: World) -> Self {
        stream.set_nodelay(true).ok();
        Self { stream: BufReader::new(stream), world, from: None, to: Vec::new() }
    }

    async fn hold(mut self) -> io::Result<()> {
        self.say("220 mailbox.localhost ESMTP").await?;
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let features = format!(
                        "250-mailbox.localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE {SIZE_LIMIT}"
                    );
                    self.begin_again();
                    self.say(&features).await?;
                }
                "HELO" => {
                    self.begin_again();
                    self.say("250 mailbox.localhost").await?;
                }
                "AUTH" => self.authenticate(&line).await?,
                "MAIL" => self.sender(&line).await?,
                "RCPT" => self.recipient(&line).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.begin_again();
                    self.say("250 OK").await?;
                }
                "NOOP" => self.say("250 OK").await?,
                "VRFY" => self.say("252 send it and see").await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    break;
                }
                _ => self.say("500 command not recognised").await?,
            }
        }
        Ok(())
    }

    fn begin_again(&mut self) {
        self.from = None;
        self.to.clear();
    }

    async fn say(&mut self, answer: &str) -> io::Result<()> {
        let line = format!("{answer}\r\n");
        self.stream.get_mut().write_all(line.as_bytes()).await
    }

    /// The next line without its end; `None` when the peer hung up.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut bytes = Vec::new();
        let mut bounded = (&mut self.stream).take(LINE_LIMIT);
        if bounded.read_until(b'\n', &mut bytes).await? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&bytes);
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// PLAIN and LOGIN; any name and password will do.
    async fn authenticate(&mut self, line: &str) -> io::Result<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mechanism = words.get(1).copied().unwrap_or_default();
        let missing = match (mechanism.to_ascii_uppercase().as_str(), words.len()) {
            ("PLAIN", 3..) => 0,
            ("PLAIN", _) => 1,
            ("LOGIN", 3..) => 1,
            ("LOGIN", _) => 2,
            _ => return self.say("504 mechanism not supported").await,
        };
        for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"].iter().take(missing) {
            self.say(prompt).await?;
            self.line().await?;
        }
        self.say("235 accepted").await
    }

    async fn sender(&mut self, line: &str) -> io::Result<()> {
        let announced =
            line.split_whitespace().find_map(|word| word.to_ascii_uppercase().strip_prefix("SIZE=")?.parse().ok());
        if announced.is_some_and(|size: usize| size > SIZE_LIMIT) {
            return self.say("552 larger than the limit").await;
        }
        match address(line) {
            Some(address) => {
                self.begin_again();
                self.from = Some(address);
                self.say("250 OK").await
            }
            None => self.say("501 MAIL FROM:<address> expected").await,
        }
    }

    async fn recipient(&mut self, line: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.say("503 MAIL first").await;
        }
        let rejection = self.world.lock().mailbox.rejections.pop_front();
        if let Some(answer) = rejection {
            return self.say(&answer).await;
        }
        match address(line).filter(|address| !address.is_empty()) {
            Some(address) => {
                self.to.push(address);
                self.say("250 OK").await
            }
            None => self.say("501 RCPT TO:<address> expected").await,
        }
    }

    async fn data(&mut self) -> io::Result<()> {
        let Some(from) = self.from.clone().filter(|_| !self.to.is_empty()) else {
            return self.say("503 RCPT first").await;
        };
        self.say("354 end with a dot on a line of its own").await?;
        let Some(raw) = self.content().await? else {
            return self.say("552 larger than the limit").await;
        };
        let to = std::mem::take(&mut self.to);
        self.begin_again();
        let id = self.world.keep_mail(from, to, raw);
        self.say(&format!("250 OK kept as {id}")).await
    }

    /// Lines up to the lone dot, unstuffed; `None` when they are too many bytes.
    async fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        let mut too_large = false;
        loop {
            let mut line = Vec::new();
            let mut bounded = (&mut self.stream).take(SIZE_LIMIT as u64);
            if bounded.read_until(b'\n', &mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" || line == b".\n" {
                return Ok((!too_large).then_some(raw));
            }
            let line = line.strip_prefix(b".").unwrap_or(&line);
            too_large |= raw.len() + line.len() > SIZE_LIMIT;
            if !too_large {
                raw.extend_from_slice(line);
            }
        }
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.to_owned())
}
