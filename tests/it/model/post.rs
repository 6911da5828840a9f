//! Webhooks on their way: the model sends them itself, so that a case says in which order they come, how often, or never.

use super::command::{Delivery, Forgery, Hearing};
use super::house::House;
use escale::payments::stripe::EVENT_TYPES;
use escale_simulators::signature_header;
use reqwest::StatusCode;
use serde_json::Value;

/// The endpoint's secret.
const SECRET: &str = "whsec_escale_demo";

/// What Stripe has not delivered yet.
#[derive(Default)]
pub struct Post {
    /// Oldest first.
    on_their_way: Vec<Value>,
    /// So many events were taken over from the account.
    taken_over: usize,
}

impl Post {
    /// Takes over what has happened at Stripe since.
    fn take_over(&mut self, house: &House) {
        let mut events = house.world.stripe_objects("event");
        events.reverse();
        let new = events.split_off(self.taken_over);
        self.taken_over += new.len();
        let wanted = |event: &Value| event["type"].as_str().is_some_and(|kind| EVENT_TYPES.contains(&kind));
        self.on_their_way.extend(new.into_iter().filter(wanted));
    }

    /// Lets something come, or go astray. `Err` says what the shop answered wrongly.
    pub fn hear(&mut self, house: &House, hearing: Hearing) -> Result<(), String> {
        self.take_over(house);
        match hearing {
            Hearing::All { reversed } => {
                if reversed {
                    self.on_their_way.reverse();
                }
                for event in std::mem::take(&mut self.on_their_way) {
                    self.offer(house, event, 1)?;
                }
                Ok(())
            }
            Hearing::One { which, how } => {
                let Some(event) = self.pick(which) else { return Ok(()) };
                let times = if how == Delivery::ThreeTimesAtOnce { 3 } else { 1 };
                self.offer(house, event.clone(), times)?;
                match how {
                    Delivery::Once | Delivery::ThreeTimesAtOnce => Ok(()),
                    Delivery::Twice => self.offer(house, event, 1),
                    Delivery::AnswerIgnored => {
                        self.on_their_way.push(event);
                        Ok(())
                    }
                }
            }
            Hearing::Lost { which } => {
                self.pick(which);
                Ok(())
            }
            Hearing::Forged(forgery) => self.forge(house, forgery),
        }
    }

    fn pick(&mut self, which: u8) -> Option<Value> {
        let count = self.on_their_way.len();
        (count > 0).then(|| self.on_their_way.remove(count - 1 - usize::from(which) % count))
    }

    /// Sends a true event. What the shop could not store comes again.
    fn offer(&mut self, house: &House, event: Value, times: usize) -> Result<(), String> {
        let body = event.to_string();
        let at = house.world.clock().now();
        let letters = vec![(body.clone(), signature_header(&body, &[SECRET.to_owned()], at)); times];
        for status in send(house, letters) {
            match status {
                StatusCode::OK => {}
                StatusCode::INTERNAL_SERVER_ERROR => {
                    self.on_their_way.push(event.clone());
                }
                other => return Err(format!("a true event was answered {other}")),
            }
        }
        Ok(())
    }

    fn forge(&self, house: &House, forgery: Forgery) -> Result<(), String> {
        // The newest true event under a new name, so that whoever believes it does something.
        let newest = house.world.stripe_objects("event").into_iter().next();
        let Some(mut event) = newest else { return Ok(()) };
        event["id"] = format!("evt_forged_{}", self.taken_over).into();
        let mut body = event.to_string();
        let now = house.world.clock().now();
        let signature = match forgery {
            Forgery::WrongSecret => signature_header(&body, &["whsec_forged".to_owned()], now),
            Forgery::Stale => signature_header(&body, &[SECRET.to_owned()], now - 360),
            Forgery::Changed => signature_header(&body, &[SECRET.to_owned()], now),
        };
        if forgery == Forgery::Changed {
            body.push(' ');
        }
        match send(house, vec![(body, signature)]).as_slice() {
            [StatusCode::BAD_REQUEST] => Ok(()),
            other => Err(format!("a forged event ({forgery:?}) was answered {other:?}")),
        }
    }
}

/// Posts letters, body and signature, all at the same time.
fn send(house: &House, letters: Vec<(String, String)>) -> Vec<StatusCode> {
    house.run(async |server| {
        let url = server.services.config.link("/webhooks/stripe");
        let sending: Vec<_> = letters
            .into_iter()
            .map(|(body, signature)| {
                let request = server.http.post(&url).header("stripe-signature", signature).body(body);
                tokio::spawn(async move { request.send().await.unwrap().status() })
            })
            .collect();
        let mut statuses = Vec::new();
        for sent in sending {
            statuses.push(sent.await.unwrap());
        }
        statuses
    })
}
