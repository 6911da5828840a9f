//! The outside world of the shop in memory: Orange Travel B2B, Stripe, a mail server and its mailbox.
//!
//! One [`World`] holds stock, sales, payments, mails and the clock; each face is a port on 127.0.0.1.
//! A caller cannot tell it from the real services: the only difference is a base URL. Every knob is a
//! method of [`World`] and, for hands and other languages, a form and a JSON call of the control face.

mod clock;
mod control;
mod fault;
mod form;
mod mail;
mod orange;
mod serve;
mod stripe;
mod world;

pub use clock::{Clock, iso_date, read_date, rfc1123_date};
pub use fault::{ArmedFault, Fault};
pub use mail::Mail;
pub use orange::{CodeForm, Later, OfferSeed, SIM_STATUSES, SalePlan, SoldEsim, Supplier};
pub use stripe::{
    ArmedWebhookFault, Delivery, Forgery, Movement, MovementKind, PaymentAttempt, PaymentTruth, PaymentWay, RefundPlan,
    WebhookFault, signature_header,
};
pub use world::{Addresses, Options, Running, SeenCall, World};

/// The worthless test key pair of `keys/`: RSA-4096, PKCS#8 PEM.
pub const DEMO_PRIVATE_KEY_PEM: &str = include_str!("../keys/demo.pem");
/// Its public half, as it is published to Orange.
pub const DEMO_PUBLIC_KEY_PEM: &str = include_str!("../keys/demo.pub.pem");
