//! The one world behind all faces: its state under one lock, its clock, and how it is started.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::fault::Faults;
use crate::mail::Mailbox;
use crate::orange::{self, OfferSeed, Orange};
use crate::stripe::{self, Stripe};
use crate::{control, mail, serve};

/// How a world is started. Port 0 is any free port.
#[derive(Clone, Debug)]
pub struct Options {
    pub orange_port: u16,
    pub stripe_port: u16,
    pub smtp_port: u16,
    /// The mailbox and the knobs.
    pub control_port: u16,
    /// What Orange lists at the start.
    pub offers: Vec<OfferSeed>,
    pub orange_client_id: String,
    pub orange_client_secret: String,
    /// Life of Orange's tokens in seconds.
    pub orange_token_seconds: i64,
    /// The key that Stripe accepts; a restricted key is one that starts with `rk_`.
    pub stripe_secret_key: String,
    /// Where Stripe's events go; can be set later by [`World::set_webhook_target`].
    pub webhook_url: Option<String>,
    /// Secrets that sign them: each signs, so two are a rotation.
    pub webhook_secrets: Vec<String>,
    pub clock: Clock,
}

impl Default for Options {
    /// Free ports, the demo catalogue, fixed credentials, real time.
    fn default() -> Self {
        Self {
            orange_port: 0,
            stripe_port: 0,
            smtp_port: 0,
            control_port: 0,
            offers: orange::demo_offers(),
            orange_client_id: "demo-client".to_owned(),
            orange_client_secret: "demo-secret".to_owned(),
            orange_token_seconds: 3600,
            stripe_secret_key: "sk_test_escale_demo".to_owned(),
            webhook_url: None,
            webhook_secrets: vec!["whsec_escale_demo".to_owned()],
            clock: Clock::default(),
        }
    }
}

/// Where the faces answer.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// `http://127.0.0.1:PORT/v1`
    pub orange_base_url: String,
    pub orange_token_url: String,
    /// Stripe's API and the hosted pages: one origin.
    pub stripe_url: String,
    /// `smtp://127.0.0.1:PORT`
    pub smtp_url: String,
    /// The mailbox and the knobs.
    pub mailbox_url: String,
}

/// A call that a face received, for tests that count them.
#[derive(Clone, Debug, Serialize)]
pub struct SeenCall {
    pub name: String,
    /// Unix milliseconds of the world's clock.
    pub at_millis: i64,
    /// The caller's `X-Request-Id`.
    pub request_id: Option<String>,
    /// The status as executed, before a fault mangled the answer.
    pub status: u16,
}

pub(crate) struct State {
    pub(crate) orange: Orange,
    pub(crate) stripe: Stripe,
    pub(crate) mailbox: Mailbox,
    pub(crate) faults: Faults,
    pub(crate) calls: VecDeque<SeenCall>,
}

struct Inner {
    state: Mutex<State>,
    /// Requests that Orange and Stripe work on, whether or not somebody still waits for the answer.
    under_way: AtomicUsize,
    clock: Clock,
    addresses: OnceLock<Addresses>,
    deliveries: Notify,
    kept_back: Notify,
}

/// The handle to a world; clones are the same world.
#[derive(Clone)]
pub struct World(Arc<Inner>);

/// A world whose faces answer, until this is dropped.
pub struct Running {
    pub world: World,
    pub addresses: Addresses,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// A request that is being worked on.
pub(crate) struct UnderWay(World);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Calls remembered; older ones are forgotten.
const CALLS_REMEMBERED: usize = 10_000;

impl World {
    /// Binds every face to 127.0.0.1 and serves in background tasks.
    /// `Err`: a port could not be bound.
    pub async fn start(options: Options) -> io::Result<Running> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let orange = bind(options.orange_port).await?;
        let stripe = bind(options.stripe_port).await?;
        let smtp = bind(options.smtp_port).await?;
        let control = bind(options.control_port).await?;
        let url = |address: SocketAddr| format!("http://{address}");
        let orange_url = url(orange.local_addr()?);
        let addresses = Addresses {
            orange_base_url: format!("{orange_url}{}", orange::BASE_PATH),
            orange_token_url: format!("{orange_url}{}", orange::TOKEN_PATH),
            stripe_url: url(stripe.local_addr()?),
            smtp_url: format!("smtp://{}", smtp.local_addr()?),
            mailbox_url: url(control.local_addr()?),
        };

        let world = Self::at_rest(options);
        world.0.addresses.set(addresses.clone()).ok();
        world.lock().stripe.origin.clone_from(&addresses.stripe_url);
        let tasks = vec![
            tokio::spawn(serve::serve(orange, orange::router(world.clone()))),
            tokio::spawn(serve::serve(stripe, stripe::router(world.clone()))),
            tokio::spawn(stripe::deliver_forever(world.clone())),
            tokio::spawn(mail::receive(smtp, world.clone())),
            tokio::spawn(serve::serve(control, control::router(world.clone()))),
        ];
        Ok(Running { world, addresses, tasks })
    }

    /// The world without its faces.
    fn at_rest(options: Options) -> Self {
        let state = State {
            orange: Orange::new(options.orange_client_id, options.orange_client_secret, options.orange_token_seconds),
            stripe: Stripe::new(options.stripe_secret_key, options.webhook_url, options.webhook_secrets),
            mailbox: Mailbox::default(),
            faults: Faults::default(),
            calls: VecDeque::new(),
        };
        let world = Self(Arc::new(Inner {
            state: Mutex::new(state),
            under_way: AtomicUsize::new(0),
            clock: options.clock,
            addresses: OnceLock::new(),
            deliveries: Notify::new(),
            kept_back: Notify::new(),
        }));
        for offer in options.offers {
            world.add_offer(offer);
        }
        world
    }

    /// The time that every face goes by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// The names of all calls that faults can strike.
    #[must_use]
    pub fn call_names() -> Vec<&'static str> {
        let names = orange::CALLS.into_iter().chain(stripe::call_names());
        names.chain([stripe::PAY_CALL]).collect()
    }

    /// Whether a call has this name; a trailing `*` stands for any ending.
    #[must_use]
    pub fn knows_call(name: &str) -> bool {
        let names = Self::call_names();
        match name.strip_suffix('*') {
            Some(start) => names.iter().any(|known| known.starts_with(start)),
            None => names.contains(&name),
        }
    }

    /// How often a call of this name was received, struck or not.
    #[must_use]
    pub fn calls_seen(&self, name: &str) -> usize {
        let state = self.lock();
        state.calls.iter().filter(|call| call.name == name).count()
    }

    /// The calls received, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<SeenCall> {
        self.lock().calls.iter().cloned().collect()
    }

    /// Waits until Orange and Stripe work on nothing; false when that takes longer than `patience`.
    pub async fn has_come_to_rest(&self, patience: Duration) -> bool {
        let rest = async {
            while self.0.under_way.load(Ordering::SeqCst) > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(patience, rest).await.is_ok()
    }

    /// A request is worked on until this is dropped.
    pub(crate) fn begin_work(&self) -> UnderWay {
        self.0.under_way.fetch_add(1, Ordering::SeqCst);
        UnderWay(self.clone())
    }

    /// A panic in one call must not take the world from the others, so a poisoned lock is used on.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn addresses(&self) -> Option<&Addresses> {
        self.0.addresses.get()
    }

    /// Something may be due for delivery.
    pub(crate) fn wake_deliveries(&self) {
        self.0.deliveries.notify_one();
    }

    pub(crate) async fn deliveries_woken(&self) {
        self.0.deliveries.notified().await;
    }

    /// Where a call waits whose answer is kept back.
    pub(crate) fn kept_back(&self) -> &Notify {
        &self.0.kept_back
    }

    pub(crate) fn note_call(&self, name: &str, headers: &HeaderMap, status: u16) {
        let call = SeenCall {
            name: name.to_owned(),
            at_millis: self.clock().now_millis(),
            request_id: headers.get("x-request-id").and_then(|value| value.to_str().ok()).map(str::to_owned),
            status,
        };
        let calls = &mut self.lock().calls;
        if calls.len() >= CALLS_REMEMBERED {
            calls.pop_front();
        }
        calls.push_back(call);
    }
}
