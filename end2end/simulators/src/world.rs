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

use crate::airalo::{self, Airalo};
use crate::clock::Clock;
use crate::esim_go::{self, EsimGo};
use crate::fault::Faults;
use crate::mail::Mailbox;
use crate::options::{Addresses, Options};
use crate::orange::{self, Orange};
use crate::standard::{self, Standard};
use crate::stripe::{self, Stripe};
use crate::tokens::Tokens;
use crate::webhooks::{self, Post};
use crate::{control, mail, serve};

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
    pub(crate) esim_go: EsimGo,
    pub(crate) standard: Standard,
    pub(crate) airalo: Airalo,
    pub(crate) mailbox: Mailbox,
    pub(crate) faults: Faults,
    pub(crate) calls: VecDeque<SeenCall>,
}

impl State {
    fn tokens(&mut self) -> [&mut Tokens; 3] {
        [&mut self.orange.tokens, &mut self.standard.tokens, &mut self.airalo.tokens]
    }

    /// Lets what is due by itself happen at those who tell it.
    pub(crate) fn let_time_pass(&mut self, now: i64) {
        self.stripe.let_time_pass(now);
        self.standard.let_time_pass(now);
        self.airalo.let_time_pass(now);
    }
}

struct Inner {
    state: Mutex<State>,
    post: Post,
    /// Requests that suppliers and Stripe work on, whether or not somebody still waits for the answer.
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
        let esim_go = bind(options.esim_go_port).await?;
        let standard = bind(options.standard_port).await?;
        let airalo = bind(options.airalo_port).await?;
        let url = |address: SocketAddr| format!("http://{address}");
        let orange_url = url(orange.local_addr()?);
        let standard_url = url(standard.local_addr()?);
        let airalo_url = url(airalo.local_addr()?);
        let addresses = Addresses {
            orange_base_url: format!("{orange_url}{}", orange::BASE_PATH),
            orange_token_url: format!("{orange_url}{}", orange::TOKEN_PATH),
            stripe_url: url(stripe.local_addr()?),
            smtp_url: format!("smtp://{}", smtp.local_addr()?),
            mailbox_url: url(control.local_addr()?),
            esim_go_base_url: format!("{}{}", url(esim_go.local_addr()?), esim_go::BASE_PATH),
            standard_token_url: format!("{standard_url}{}", standard::TOKEN_PATH),
            standard_base_url: standard_url,
            airalo_base_url: format!("{airalo_url}{}", airalo::BASE_PATH),
        };

        let world = Self::at_rest(options);
        world.0.addresses.set(addresses.clone()).ok();
        world.lock().stripe.origin.clone_from(&addresses.stripe_url);
        world.lock().standard.origin.clone_from(&addresses.standard_base_url);
        world.lock().airalo.origin = airalo_url;
        let tasks = vec![
            tokio::spawn(serve::serve(orange, orange::router(world.clone()))),
            tokio::spawn(serve::serve(stripe, stripe::router(world.clone()))),
            tokio::spawn(serve::serve(esim_go, esim_go::router(world.clone()))),
            tokio::spawn(serve::serve(standard, standard::router(world.clone()))),
            tokio::spawn(serve::serve(airalo, airalo::router(world.clone()))),
            tokio::spawn(webhooks::deliver_forever(world.clone())),
            tokio::spawn(mail::receive(smtp, world.clone())),
            tokio::spawn(serve::serve(control, control::router(world.clone()))),
        ];
        Ok(Running { world, addresses, tasks })
    }

    /// The world without its faces.
    fn at_rest(options: Options) -> Self {
        let post = Post::default();
        let state = State {
            orange: Orange::new(options.orange_client_id, options.orange_client_secret, options.orange_token_seconds),
            stripe: Stripe::new(options.stripe_secret_key, options.webhook_url, options.webhook_secrets, post.clone()),
            esim_go: EsimGo::new(options.esim_go_api_key, options.esim_go_callback_url, post.clone()),
            standard: Standard::new(options.standard_client_id, options.standard_client_secret, post.clone()),
            airalo: Airalo::new(options.airalo_client_id, options.airalo_client_secret, post.clone()),
            mailbox: Mailbox::default(),
            faults: Faults::default(),
            calls: VecDeque::new(),
        };
        let world = Self(Arc::new(Inner {
            state: Mutex::new(state),
            post,
            under_way: AtomicUsize::new(0),
            clock: options.clock,
            addresses: OnceLock::new(),
            deliveries: Notify::new(),
            kept_back: Notify::new(),
        }));
        for offer in options.offers {
            world.add_offer(offer);
        }
        for bundle in options.bundles {
            world.add_bundle(bundle);
        }
        for package in options.packages {
            world.add_package(package);
        }
        for operator in options.airalo_operators {
            world.add_airalo_operator(operator);
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
        let names = orange::CALLS.into_iter().chain(stripe::call_names()).chain([stripe::PAY_CALL]);
        names.chain(esim_go::call_names()).chain(standard::call_names()).chain(airalo::call_names()).collect()
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

    /// Waits until no supplier nor Stripe works on anything; false when that takes longer than `patience`.
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

    pub(crate) fn post(&self) -> &Post {
        &self.0.post
    }

    /// Ends all tokens of every supplier that gives them out: the next call with one is refused.
    pub fn expire_tokens(&self) {
        let state = &mut self.lock();
        for tokens in state.tokens() {
            tokens.end_all();
        }
    }

    /// Life of tokens given out from now on, in seconds.
    pub fn set_token_seconds(&self, seconds: i64) {
        let state = &mut self.lock();
        for tokens in state.tokens() {
            tokens.seconds = seconds;
        }
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
