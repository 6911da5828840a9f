//! The outside world of the shop in memory: suppliers of eSIMs, Stripe, a mail server and its mailbox.
//!
//! One [`World`] holds stock, sales, payments, mails and the clock; each face is a port on 127.0.0.1.
//! A caller cannot tell it from the real services: the only difference is a base URL. Every knob is a
//! method of [`World`] and, for hands and other languages, a form and a JSON call of the control face.

mod airalo;
mod amount;
mod asked;
mod call;
mod clock;
mod control;
mod countries;
mod esim_go;
mod fault;
mod form;
mod idempotency;
mod later;
mod mail;
mod options;
mod orange;
mod profile;
mod qr;
mod serve;
mod standard;
mod stripe;
mod tokens;
mod webhooks;
mod world;

pub use airalo::{AiraloManners, AiraloOperatorSeed, AiraloOrderPlan, AiraloPackageSeed, AiraloSale};
pub use clock::{Clock, iso_date, iso_nanos, read_date, rfc1123_date, sql_date};
pub use esim_go::{
    AssignmentsForm, BundleSeed, EsimGoManners, EsimGoOrderPlan, FieldNames, OrderEsims, SmdpForm, SoldBundle,
};
pub use fault::{ArmedFault, Fault};
pub use later::Later;
pub use mail::Mail;
pub use options::{Addresses, Options};
pub use orange::{CodeForm, OfferSeed, SIM_STATUSES, SalePlan, SoldEsim, SoldTopUp, Supplier};
pub use standard::{ManualCode, PackageSeed, StandardManners, StandardOrderPlan, StandardSale};
pub use stripe::{Forgery, Movement, MovementKind, PaymentAttempt, PaymentTruth, PaymentWay, RefundPlan};
pub use webhooks::{ArmedWebhookFault, Delivery, WebhookFault, body_signature, sha512_signature, signature_header};
pub use world::{Running, SeenCall, World};

/// The worthless test key pair of `keys/`: RSA-4096, PKCS#8 PEM.
pub const DEMO_PRIVATE_KEY_PEM: &str = include_str!("../keys/demo.pem");
/// Its public half, as it is published to Orange.
pub const DEMO_PUBLIC_KEY_PEM: &str = include_str!("../keys/demo.pub.pem");
