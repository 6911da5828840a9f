//! Mail: what an SMTP face receives and a mailbox shows.

mod page;
mod smtp;

pub(crate) use page::router;
pub(crate) use smtp::receive;

use mail_parser::MessageParser;

use crate::world::World;

/// A mail as it was received.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Counts from 1.
    pub id: u64,
    /// Unix seconds of the world's clock.
    pub received_at: i64,
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Everything between DATA and the final dot, unstuffed.
    pub raw: Vec<u8>,
}

impl Mail {
    fn parsed(&self) -> Option<mail_parser::Message<'_>> {
        MessageParser::default().parse(&self.raw)
    }

    /// The subject, decoded.
    #[must_use]
    pub fn subject(&self) -> String {
        let parsed = self.parsed();
        let subject = parsed.as_ref().and_then(mail_parser::Message::subject);
        subject.unwrap_or_default().to_owned()
    }

    /// The Message-ID without its angle brackets.
    #[must_use]
    pub fn message_id(&self) -> String {
        let parsed = self.parsed();
        let id = parsed.as_ref().and_then(mail_parser::Message::message_id);
        id.unwrap_or_default().to_owned()
    }

    /// The plain text part; none is empty.
    #[must_use]
    pub fn text(&self) -> String {
        let parsed = self.parsed();
        let part = parsed.as_ref().and_then(|mail| {
            let index = mail.text_body.iter().find(|index| {
                matches!(mail.parts.get(**index as usize).map(|part| &part.body), Some(mail_parser::PartType::Text(_)))
            })?;
            mail.parts.get(*index as usize)?.text_contents()
        });
        part.unwrap_or_default().to_owned()
    }

    /// The HTML part; none is empty.
    #[must_use]
    pub fn html(&self) -> String {
        let parsed = self.parsed();
        let part = parsed.as_ref().and_then(|mail| {
            let index = mail.html_body.iter().find(|index| {
                matches!(mail.parts.get(**index as usize).map(|part| &part.body), Some(mail_parser::PartType::Html(_)))
            })?;
            mail.parts.get(*index as usize)?.text_contents()
        });
        part.unwrap_or_default().to_owned()
    }

    /// Attached and inline files.
    #[must_use]
    pub fn attachments(&self) -> Vec<Attachment> {
        use mail_parser::MimeHeaders;
        let Some(parsed) = self.parsed() else {
            return Vec::new();
        };
        parsed
            .attachments()
            .map(|part| {
                let kind = part.content_type();
                Attachment {
                    name: part.attachment_name().unwrap_or("unnamed").to_owned(),
                    content_type: kind.map_or_else(
                        || "application/octet-stream".to_owned(),
                        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")),
                    ),
                    content_id: part.content_id().map(str::to_owned),
                    content: part.contents().to_vec(),
                }
            })
            .collect()
    }
}

/// A file in a mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub name: String,
    pub content_type: String,
    /// Set for a file that the HTML part shows (`cid:`).
    pub content_id: Option<String>,
    pub content: Vec<u8>,
}

/// The mails received, oldest first.
#[derive(Default)]
pub(crate) struct Mailbox {
    pub(crate) mails: Vec<Mail>,
    /// Those that nobody has looked at, oldest first, whether they are still in the mailbox or not.
    unread: Vec<Mail>,
    last_id: u64,
    /// Answers that the next RCPT commands get instead of 250.
    pub(crate) rejections: std::collections::VecDeque<String>,
}

impl World {
    /// The mails received, oldest first; they count as read.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.read_mails(|_| true)
    }

    /// The mails received for one address, oldest first; they count as read.
    #[must_use]
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.read_mails(|mail| mail.to.iter().any(|to| to.eq_ignore_ascii_case(address)))
    }

    fn read_mails(&self, wanted: impl Fn(&Mail) -> bool) -> Vec<Mail> {
        let mailbox = &mut self.lock().mailbox;
        mailbox.unread.retain(|mail| !wanted(mail));
        mailbox.mails.iter().filter(|mail| wanted(mail)).cloned().collect()
    }

    /// The mails that nobody has looked at, oldest first; to throw a mail away is not to read it.
    #[must_use]
    pub fn unread_mails(&self) -> Vec<Mail> {
        self.lock().mailbox.unread.clone()
    }

    /// Empties the mailbox.
    pub fn clear_mails(&self) {
        self.lock().mailbox.mails.clear();
    }

    /// The next recipient is answered with this line, such as `451 try again` or `550 no such user`.
    pub fn reject_next_recipient(&self, answer: &str) {
        self.lock().mailbox.rejections.push_back(answer.to_owned());
    }

    pub(crate) fn keep_mail(&self, from: String, to: Vec<String>, raw: Vec<u8>) -> u64 {
        let received_at = self.clock().now();
        let mailbox = &mut self.lock().mailbox;
        mailbox.last_id += 1;
        let id = mailbox.last_id;
        let mail = Mail { id, received_at, from, to, raw };
        mailbox.unread.push(mail.clone());
        mailbox.mails.push(mail);
        id
    }
}
