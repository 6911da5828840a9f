//! A shop on trial: started, ended where it was told to end, started again, and given the time that it needs.

use super::place::Place;
use super::program::{Program, command};
use crate::records::Job;
use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Why there is no answer that a visitor could use.
#[derive(Debug)]
pub enum Away {
    /// None came, or not to its end.
    Gone,
    /// The shop asks to try again later.
    Busy,
}

/// How a program ends that was told to.
const SIGABRT: i32 = 6;
/// In real time: a program that has not done it by then will not.
const PATIENCE: Duration = Duration::from_secs(30);
const SHORTLY: Duration = Duration::from_millis(8);
/// A worker that is silent for so long is waited for no longer: its lease runs out, and another takes the job over.
const SILENCE: Duration = Duration::from_secs(10);
/// No order takes longer: its session, its deadlines, a refund that is read again.
const LONGEST_LIFE: Duration = Duration::from_secs(4 * 3600);

pub struct Stage {
    pub place: Arc<Place>,
    program: Option<Program>,
    /// Where it is to end, such as `commit.order_made:before`.
    stop: String,
    /// Whether it has.
    pub struck: bool,
    /// The leases of programs that have ended.
    stale: HashSet<String>,
}

impl Stage {
    /// Nothing runs yet. `stop` comes into force by `arm`.
    pub fn new(place: Place, stop: String) -> Self {
        Self { place: Arc::new(place), program: None, stop, struck: false, stale: HashSet::new() }
    }

    /// Starts the shop and waits until it is ready.
    pub async fn start(&mut self) {
        self.launch();
        self.until_ready().await;
    }

    /// Starts the shop, and waits for nothing.
    pub fn launch(&mut self) {
        self.program = Some(Program::serve(self.place.folder.path(), &self.place.trial()));
    }

    pub async fn until_ready(&mut self) {
        let url = format!("{}/health/ready", self.place.url);
        let since = Instant::now();
        loop {
            if self.program().ended().is_some() {
                // Told to end before it was ready.
                return Box::pin(self.recover()).await;
            }
            if self.place.http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
                return self.place.world.hasten_webhooks();
            }
            self.wait(since, "it is not ready").await;
        }
    }

    /// From here on the shop ends at its point.
    pub fn arm(&self) {
        self.place.write_stop(&self.stop);
    }

    /// Does something with the shop; where the shop ends meanwhile, once more with the one that was started again.
    pub async fn through<T>(&mut self, doing: impl AsyncFn(&Place) -> Result<T, Away>) -> T {
        let place = Arc::clone(&self.place);
        let since = Instant::now();
        loop {
            match doing(&place).await {
                Ok(done) => return done,
                Err(Away::Gone) => self.recover().await,
                Err(Away::Busy) => panic!("the shop cannot do it now:\n{}", self.program().last_words()),
            }
            self.wait(since, "nobody answers").await;
        }
    }

    /// Ends the shop as a power cut does.
    pub async fn pull_the_plug(&mut self) {
        self.kill();
        self.forget_the_dead().await;
    }

    pub fn kill(&mut self) {
        self.program().kill();
    }

    /// The place, with nothing running in it any more.
    pub fn end(self) -> Arc<Place> {
        self.place
    }

    /// Starts the shop again if it has ended; whether it had.
    pub async fn look_after(&mut self) -> bool {
        let ended = self.program().ended().is_some();
        if ended {
            self.recover().await;
        }
        ended
    }

    /// Starts the shop again if it has ended where it was told to.
    async fn recover(&mut self) {
        let since = Instant::now();
        let ended = loop {
            match self.program().ended() {
                Some(ended) => break ended,
                // It only closed a connection.
                None if since.elapsed() > Duration::from_millis(500) => return,
                None => tokio::time::sleep(SHORTLY).await,
            }
        };
        let told = !self.struck && ended.signal() == Some(SIGABRT);
        assert!(told, "the shop ended by itself with {ended}:\n{}", self.program().last_words());
        self.struck = true;
        self.place.remove_stop();
        self.forget_the_dead().await;
        self.start().await;
    }

    async fn forget_the_dead(&mut self) {
        self.place.until_forgotten().await;
        self.stale.extend(self.place.records.jobs().await.into_iter().filter_map(|job| job.lease));
    }

    /// Runs a command beside the shop, once more where it ends at its point; whether it ended well.
    pub async fn runs(&mut self, words: &[&str]) -> bool {
        loop {
            let mut command = command(self.place.folder.path(), words);
            command.env("ESCALE_TRIAL", self.place.trial());
            // The world answers on this thread.
            let ended = tokio::task::spawn_blocking(move || command.status()).await.unwrap().unwrap();
            if self.struck || ended.signal() != Some(SIGABRT) {
                return ended.success();
            }
            self.struck = true;
            self.place.remove_stop();
        }
    }

    /// Waits until something is so.
    pub async fn until(&mut self, is_so: impl AsyncFn(&Place) -> bool) {
        let since = Instant::now();
        while !is_so(&self.place).await {
            self.look_after().await;
            self.wait(since, "it does not come to be").await;
        }
    }

    /// Waits until the shop has ended at its point, and was started again.
    pub async fn until_struck(&mut self) {
        let since = Instant::now();
        while !self.struck {
            self.look_after().await;
            self.wait(since, "the point is not passed").await;
        }
    }

    /// Waits until nothing is in hand, nothing is ready, and every webhook has arrived.
    pub async fn rest(&mut self) {
        let since = Instant::now();
        loop {
            self.look_after().await;
            // A job's webhooks are there before its end is: they are looked at before and after the jobs.
            if self.place.webhooks_rest() && !self.is_busy().await && self.place.webhooks_rest() {
                return;
            }
            if since.elapsed() > SILENCE {
                self.give_up_on_hands().await;
            }
            self.wait(since, "it does not come to rest").await;
        }
    }

    async fn give_up_on_hands(&mut self) {
        for job in self.place.records.jobs().await {
            if job.is_busy(self.place.now(), &self.stale) {
                eprintln!("nothing is heard of {job:?}");
                self.stale.extend(job.lease);
            }
        }
    }

    /// Lets time pass, with all that it brings.
    pub async fn pass(&mut self, time: Duration) {
        let until = self.place.now() + i64::try_from(time.as_secs()).unwrap();
        while let Some(job) = self.next_job().await.filter(|job| job.ready_at() <= until) {
            self.clock_to(job.ready_at()).await;
        }
        self.clock_to(until).await;
    }

    /// Lets time pass until nothing is left to do for any order.
    pub async fn settle(&mut self) {
        let limit = self.place.now() + i64::try_from(LONGEST_LIFE.as_secs()).unwrap();
        while let Some(job) = self.next_job().await {
            assert!(job.ready_at() <= limit, "still to do after hours: {job:?}");
            self.clock_to(job.ready_at()).await;
        }
    }

    /// The next job of an order, once nothing is in hand.
    async fn next_job(&mut self) -> Option<Job> {
        self.rest().await;
        let jobs = self.place.records.jobs().await.into_iter();
        jobs.filter(|job| !job.dead && job.is_of_an_order()).min_by_key(Job::ready_at)
    }

    async fn clock_to(&mut self, at: i64) {
        let ahead = u64::try_from(at - self.place.now()).unwrap_or(0);
        self.place.pass(Duration::from_secs(ahead));
        self.rest().await;
    }

    async fn is_busy(&self) -> bool {
        let now = self.place.now();
        self.place.records.jobs().await.iter().any(|job| job.is_busy(now, &self.stale))
    }

    pub fn program(&mut self) -> &mut Program {
        self.program.as_mut().expect("nothing was started")
    }

    async fn wait(&mut self, since: Instant, what: &str) {
        if since.elapsed() > PATIENCE {
            let jobs = self.place.records.jobs().await;
            panic!("{what}: {jobs:#?}\n{}", self.program().last_words());
        }
        tokio::time::sleep(SHORTLY).await;
    }
}
