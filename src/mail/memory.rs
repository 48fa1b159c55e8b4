//! Mail that stays in memory, for tests.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::{Mailer, Message, SendError};

/// Keeps what it is given, and refuses when told to.
#[derive(Debug, Default)]
pub struct Memory {
    sent: Mutex<Vec<Message>>,
    refusals: Mutex<VecDeque<SendError>>,
}

impl Memory {
    /// Everything taken so far, oldest first.
    pub fn sent(&self) -> Vec<Message> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Refuses the next mail like this; several refusals queue up.
    pub fn refuse_next(&self, error: SendError) {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).push_back(error);
    }
}

#[async_trait]
impl Mailer for Memory {
    async fn send(&self, message: &Message) -> Result<(), SendError> {
        let refusal = self.refusals.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        if let Some(error) = refusal {
            return Err(error);
        }
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        Ok(())
    }
}
