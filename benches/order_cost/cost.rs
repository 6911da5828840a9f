//! The processor time of our own part of an order, in bare decryptions.

use crate::place::{Database, Place};
use async_trait::async_trait;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey};
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use escale::config::Capture;
use escale::domain::esim::{SimNames, Wanted};
use escale::domain::ids::{SupplierId, SupplierProductId};
use escale::domain::offer::SupplierProduct;
use escale::domain::timestamp::UnixSeconds;
use escale::domain::usage::UsageReport;
use escale::fulfilment::advance::advance_order;
use escale::mail::qr::qr_svg;
use escale::store::Finish;
use escale::suppliers::http::line::Line;
use escale::suppliers::{
    Capabilities, FoundOrder, ListedOrder, OrderSearch, Purchase, RawAnswer, Reading, Sent, SimReport, Supplier,
    SupplierError, Suppliers,
};
use escale::web;
use rustix::time::{ClockId, clock_gettime};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower::ServiceExt;

const WARMING_UP: usize = 20;
const ORDERS: usize = 200;
const DECRYPTIONS: usize = 200;

/// The processor time of this process, all threads together.
fn spent() -> Duration {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

/// Our part of one order in decryptions: the median order by the median decryption.
pub async fn of_an_order() -> f64 {
    let decryption = median(decryptions());
    let mut place = Place::open(Database::Sqlite, Capture::Immediate).await.unwrap();
    let moments = Arc::new(Mutex::new((Duration::ZERO, Duration::ZERO)));
    let orange = Arc::clone(place.services.suppliers.iter().next().unwrap());
    let watched = Watched { inner: orange, moments: Arc::clone(&moments) };
    place.services.suppliers = Suppliers::new(vec![Arc::new(watched)]);
    let router = web::router(place.services.clone(), web::assets::Assets::load());
    for _ in 0..WARMING_UP + ORDERS {
        place.paid_order().await;
    }
    let (mut until_called, mut from_answer) = (Vec::new(), Vec::new());
    for event in place.told().await {
        let body = event.to_string();
        let webhook = Request::post("/webhooks/stripe").header("stripe-signature", place.signature(&body));
        let webhook = webhook.body(Body::from(body)).unwrap();
        let began = spent();
        assert!(router.clone().oneshot(webhook).await.unwrap().status().is_success());
        // As the worker does it, but for the mail.
        let store = &place.services.store;
        let now = place.services.clock.now();
        let mut tx = store.begin().await.unwrap();
        let job = tx.claim_job(now, Duration::from_secs(120)).await.unwrap().unwrap();
        tx.commit("job_claimed").await.unwrap();
        let order = job.name.strip_prefix("advance:").unwrap().into();
        advance_order(&place.services.for_job(&job.name), &order).await.unwrap();
        let esims = store.snapshot().await.unwrap().esims_of(&order).await.unwrap();
        let drawn = qr_svg(&esims[0].secrets.activation_code.lpa_string()).unwrap();
        let ended = spent();
        assert!(drawn.starts_with("<svg"));
        let (called, answered) = *moments.lock().unwrap();
        until_called.push(called - began);
        from_answer.push(ended - answered);
        let mut tx = store.begin().await.unwrap();
        tx.finish_job(&job, &Finish::Done, now).await.unwrap();
        // The mail is sent outside of what is measured.
        tx.commit("job_ended").await.unwrap();
        escale::fulfilment::worker::run_ready(&place.services).await.unwrap();
    }
    let (before, after) = (median(until_called.split_off(WARMING_UP)), median(from_answer.split_off(WARMING_UP)));
    let in_decryptions = |time: Duration| time.as_secs_f64() / decryption.as_secs_f64();
    println!("one bare RSA-4096 decryption: {decryption:?} of processor time");
    println!("webhook in, supplier called: {before:?}, {:.2} decryptions", in_decryptions(before));
    println!("answer in, sealed, QR code drawn: {after:?}, {:.2} decryptions", in_decryptions(after));
    in_decryptions(before + after)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Decryptions with nothing around them, by the library that the shop uses.
fn decryptions() -> Vec<Duration> {
    let pem: String = escale_simulators::DEMO_PRIVATE_KEY_PEM.lines().filter(|line| !line.starts_with("---")).collect();
    let private = PrivateDecryptingKey::from_pkcs8(&STANDARD.decode(pem).unwrap()).unwrap();
    let public = OaepPublicEncryptingKey::new(private.public_key()).unwrap();
    let private = OaepPrivateDecryptingKey::new(private).unwrap();
    let mut sealed = vec![0; public.ciphertext_size()];
    let sealed =
        public.encrypt(&OAEP_SHA256_MGF1SHA256, b"1$smdp.example.com$ABCD-1234", &mut sealed, None).unwrap().to_vec();
    let mut clear = vec![0; private.min_output_size()];
    let mut one = || {
        let began = spent();
        private.decrypt(&OAEP_SHA256_MGF1SHA256, &sealed, &mut clear, None).unwrap();
        spent() - began
    };
    (0..DECRYPTIONS + WARMING_UP).map(|_| one()).skip(WARMING_UP).collect()
}

/// A supplier whose calls and answers are noted by the processor time at which they went and came.
struct Watched {
    inner: Arc<dyn Supplier>,
    moments: Arc<Mutex<(Duration, Duration)>>,
}

#[async_trait]
impl Supplier for Watched {
    fn id(&self) -> &SupplierId {
        self.inner.id()
    }

    fn capabilities(&self) -> &Capabilities {
        self.inner.capabilities()
    }

    fn line(&self) -> &Line {
        self.inner.line()
    }

    async fn catalogue(&self) -> Result<Vec<SupplierProduct>, SupplierError> {
        self.inner.catalogue().await
    }

    async fn product(&self, product: &SupplierProductId) -> Result<Option<SupplierProduct>, SupplierError> {
        self.inner.product(product).await
    }

    async fn obstacle(&self) -> Result<Option<String>, SupplierError> {
        self.inner.obstacle().await
    }

    async fn send(&self, purchase: &Purchase) -> Sent {
        let called = spent();
        let sent = self.inner.send(purchase).await;
        *self.moments.lock().unwrap() = (called, spent());
        sent
    }

    fn read(&self, answer: &RawAnswer, wanted: &Wanted) -> Reading {
        self.inner.read(answer, wanted)
    }

    async fn find_order(&self, search: &OrderSearch) -> Result<Vec<FoundOrder>, SupplierError> {
        self.inner.find_order(search).await
    }

    async fn orders_between(
        &self,
        from: UnixSeconds,
        to: UnixSeconds,
        request_id: &str,
    ) -> Result<Option<Vec<ListedOrder>>, SupplierError> {
        self.inner.orders_between(from, to, request_id).await
    }

    async fn order(&self, reference: &str, request_id: &str) -> Result<RawAnswer, SupplierError> {
        self.inner.order(reference, request_id).await
    }

    async fn usage(&self, sim: &SimNames, request_id: &str) -> Result<Option<UsageReport>, SupplierError> {
        self.inner.usage(sim, request_id).await
    }

    async fn sim_status(&self, sim: &SimNames, request_id: &str) -> Result<Option<SimReport>, SupplierError> {
        self.inner.sim_status(sim, request_id).await
    }
}
