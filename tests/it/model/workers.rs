//! Who works, who stops in the middle of it, and who wakes up when others have long gone on.

use super::buyers::Buyers;
use super::command::{During, Workers};
use super::house::{House, poll_times};
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::check_out;
use escale::fulfilment::worker::run_ready;
use std::pin::pin;
use std::time::Duration;

/// For a job so far ahead the clock is moved before somebody works: nobody works for nothing.
const AHEAD: Duration = Duration::from_secs(1800);

/// A server whose records another one has locked while it sleeps is waited for so long, in real time.
const LOCKED_OUT: Duration = Duration::from_millis(300);

/// Ready jobs are done.
pub fn work(house: &mut House, buyers: &Buyers, workers: Workers) -> Result<(), String> {
    go_to_work(house);
    match workers {
        Workers::One => house.run(async |server| {
            run_ready(&server.services).await.unwrap();
        }),
        Workers::Two => house.run(async |server| {
            let other = house.open_services().await;
            let (one, two) = tokio::join!(run_ready(&server.services), run_ready(&other));
            one.and(two).unwrap();
        }),
        Workers::TwoAndABuyer { which } => {
            let page = buyers.page(house, which);
            return house.run(async |server| {
                let other = house.open_services().await;
                let looking = async {
                    match &page {
                        Some(page) => Buyers::look_at(server, page).await,
                        None => Ok(()),
                    }
                };
                let (one, two, looked) = tokio::join!(run_ready(&server.services), run_ready(&other), looking);
                one.and(two).unwrap();
                looked
            });
        }
        Workers::OneOfTwoStops { after_polls } => {
            let stopped = house.run(async |server| {
                let other = house.open_services().await;
                // Dropped as soon as it stops: what it has locked is free again.
                let stopping = async {
                    let mut working = pin!(run_ready(&other));
                    poll_times(after_polls, &mut working).await
                };
                let (one, two) = tokio::join!(run_ready(&server.services), stopping);
                one.unwrap();
                two.is_none()
            });
            house.crashes += u32::from(stopped);
        }
        Workers::OneOfTwoSleeps { after_polls, seconds } => {
            let overslept = house.run(async |server| {
                let other = house.open_services().await;
                let mut sleeping = pin!(run_ready(&other));
                if let Some(done) = poll_times(after_polls, &mut sleeping).await {
                    done.unwrap();
                    return false;
                }
                house.pass(Duration::from_secs(seconds));
                let mut working = pin!(run_ready(&server.services));
                if let Ok(done) = tokio::time::timeout(LOCKED_OUT, &mut working).await {
                    done.unwrap();
                    sleeping.await.unwrap();
                } else {
                    let (one, two) = tokio::join!(working, sleeping);
                    one.and(two).unwrap();
                }
                true
            });
            house.crashes += u32::from(overslept);
        }
    }
    Ok(())
}

/// The process ends in the middle of something: the one place where it is decided where.
pub fn crash(house: &mut House, buyers: &mut Buyers, during: During, polls: u16) {
    match during {
        During::Work => {
            go_to_work(house);
            house.run(async |server| {
                let mut working = pin!(run_ready(&server.services));
                drop(poll_times(polls, &mut working).await);
            });
        }
        During::Page { which } => {
            let order = buyers.order_id(house, which);
            house.run(async |server| {
                if let Some(order) = &order {
                    let mut advancing = pin!(advance_order(&server.services, order));
                    drop(poll_times(polls, &mut advancing).await);
                }
            });
        }
        During::Checkout => {
            let checkout = buyers.new_checkout();
            house.run(async |server| {
                if let Some(checkout) = &checkout {
                    let mut checking_out = pin!(check_out(&server.services, checkout));
                    drop(poll_times(polls % 40, &mut checking_out).await);
                }
            });
        }
    }
    house.crash();
}

/// Moves the clock to the next job, if none is ready and it is not far.
fn go_to_work(house: &House) {
    let wait = house.run(async |server| {
        let next = server.services.store.snapshot().await.unwrap().next_job_at().await.unwrap();
        next.map(|next| next.since(server.services.clock.now()))
    });
    if let Some(wait) = wait.filter(|wait| *wait <= AHEAD) {
        house.pass(wait);
    }
}
