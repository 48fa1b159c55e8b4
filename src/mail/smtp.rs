//! Mail through a mail server: one conversation a mail, each part of it with its own patience.
//!
//! Conversations are kept open for the next mail only after they went well. The library's own pool
//! would also keep one that was given up in the middle of a mail, and has no time limit on replies.

use std::fmt::Display;
use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

pub use self::server::{Server, ServerError};
use super::{Mailer, Message, SendError, Sender, wire};
use crate::config;

mod server;

/// Idle conversations kept; more are never needed at once.
const IDLE: usize = 4;

/// Replies that blame how we came, not the mail: a wrong password must not turn every notice to paper.
const OUR_FAULT: [&str; 4] = ["530", "534", "535", "538"];

/// How long each part of a conversation may take (security S-53).
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub connect: Duration,
    /// From one command to its reply.
    pub command: Duration,
    /// From the first byte of the mail to the reply after the last.
    pub data: Duration,
}

impl Patience {
    /// As the settings say.
    pub fn of(mail: &config::Mail) -> Self {
        let [connect, command, data] =
            [mail.connect_ms, mail.command_ms, mail.data_ms].map(Duration::from_millis);
        Self { connect, command, data }
    }
}

/// A mail server.
pub struct Smtp {
    server: Server,
    tls: Option<TlsParameters>,
    hello: ClientId,
    sender: Sender,
    patience: Patience,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl Smtp {
    /// Nothing is connected before the first mail.
    ///
    /// # Errors
    /// When no certificate could be checked against the server's name.
    pub fn new(server: Server, sender: Sender, patience: Patience) -> Result<Self, ServerError> {
        let name = server.certified_name();
        let tls = name.clone().map(TlsParameters::new).transpose();
        let tls = tls.map_err(|_| ServerError::Host(name.unwrap_or_default()))?;
        let hello = ClientId::Domain(sender.domain().to_owned());
        Ok(Self { server, tls, hello, sender, patience, idle: Mutex::default() })
    }

    async fn conversation(&self) -> Result<AsyncSmtpConnection, SendError> {
        while let Some(mut idle) = self.take_idle() {
            // Servers hang up on idle conversations; a reply that does not come at once is no reply.
            let alive = timeout(self.patience.connect, idle.command(Noop)).await;
            if matches!(alive, Ok(Ok(_))) {
                return Ok(idle);
            }
        }
        self.connect().await
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let Patience { connect, command, .. } = self.patience;
        let implicit = self.tls.clone().filter(|_| self.server.implicit_tls());
        let server = (self.server.address(), self.server.port);
        // Greeting and first reply together have a command's patience: a server that takes connections and says nothing
        // must not hold mails for longer than one that stops in the middle.
        let opening =
            AsyncSmtpConnection::connect_tokio1(server, Some(connect), &self.hello, implicit, None);
        let mut talk = within(connect + command, "greeting", opening).await.map_err(later)?;
        if let Some(tls) = self.tls.clone().filter(|_| !self.server.implicit_tls()) {
            within(3 * command, "STARTTLS", talk.starttls(tls, &self.hello))
                .await
                .map_err(later)?;
        }
        if let Some((user, password)) = self.server.login.clone() {
            let login = Credentials::new(user, password);
            let auth = talk.auth(DEFAULT_MECHANISMS, &login);
            within(3 * command, "AUTH", auth).await.map_err(later)?;
        }
        Ok(talk)
    }

    async fn hand_over(
        &self,
        talk: &mut AsyncSmtpConnection,
        envelope: &Envelope,
        bytes: &[u8],
    ) -> Result<(), SendError> {
        let Patience { command, data, .. } = self.patience;
        let mail = Mail::new(envelope.from().cloned(), vec![]);
        within(command, "MAIL", talk.command(mail)).await?;
        for to in envelope.to() {
            within(command, "RCPT", talk.command(Rcpt::new(to.clone(), vec![]))).await?;
        }
        within(command, "DATA", talk.command(Data)).await?;
        within(data, "the mail", talk.message(bytes)).await?;
        Ok(())
    }

    fn take_idle(&self) -> Option<AsyncSmtpConnection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, talk: AsyncSmtpConnection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(talk);
        }
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let letter = wire::letter(&self.sender, message)?;
        let mut talk = self.conversation().await?;
        // On an error the conversation is dropped, whatever state it is in.
        self.hand_over(&mut talk, letter.envelope(), &letter.formatted()).await?;
        self.keep(talk);
        Ok(())
    }
}

type SmtpError = lettre::transport::smtp::Error;

/// Waits for one reply. A 5xx is final, anything else may pass.
///
/// Of the reply only its code is told: its words often repeat the address.
async fn within<T>(
    limit: Duration,
    what: impl Display,
    reply: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, SendError> {
    let Ok(reply) = timeout(limit, reply).await else {
        return Err(SendError::Later(format!("no reply to {what} within {limit:?}")));
    };
    reply.map_err(|error| match error.status().map(|code| code.to_string()) {
        Some(code) if error.is_permanent() && !OUR_FAULT.contains(&code.as_str()) => {
            SendError::Never(format!("{code} to {what}"))
        }
        Some(code) => SendError::Later(format!("{code} to {what}")),
        None => SendError::Later(format!("{error} at {what}")),
    })
}

/// Before a mail was named, no reply can be about it.
fn later(error: SendError) -> SendError {
    match error {
        SendError::Never(why) | SendError::Later(why) => SendError::Later(why),
    }
}
