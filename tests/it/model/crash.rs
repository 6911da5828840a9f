//! The process ends in the middle of something: after so many polls, or at a commit or a call to the outside.

use super::buyers::{Buyers, send_form};
use super::command::{Asked, During};
use super::house::{House, poll_times};
use super::post::{Post, send};
use super::workers::go_to_work;
use escale::fulfilment::advance::advance_order;
use escale::fulfilment::checkout::check_out;
use escale::fulfilment::worker::run_ready;
use escale::trial::{Side, Stop};
use std::pin::pin;

/// The process ends, and is started again.
pub fn crash(house: &mut House, buyers: &mut Buyers, post: &mut Post, during: During, polls: u16) {
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
        During::Point { point, after, asked } => stop_at(house, buyers, post, point, after, asked),
    }
    house.crash();
}

/// Whoever comes to the point goes no further; nobody lets them go on before the process ends.
fn stop_at(house: &mut House, buyers: &mut Buyers, post: &mut Post, point: u16, after: bool, asked: Asked) {
    let points = house.points();
    let Some(point) = pick_any(&points, point) else { return };
    let page = match asked {
        Asked::Page { which } => buyers.page(house, which),
        _ => None,
    };
    let checkout = if asked == Asked::Checkout { buyers.new_checkout() } else { None };
    let letter = if asked == Asked::Webhook { post.letter(house) } else { None };
    if asked == Asked::Work {
        go_to_work(house);
    }
    let side = if after { Side::After } else { Side::Before };
    house.run(async |server| {
        let trial = server.services.store.trial();
        trial.stop_at(point, side, 0, Stop::Wait);
        let asking = async {
            match (asked, &page, &checkout, letter) {
                (Asked::Work, ..) => drop(run_ready(&server.services).await),
                (_, Some(page), ..) => drop(Buyers::look_at(server, page).await),
                (_, _, Some(checkout), _) => drop(send_form(server, checkout).await),
                (_, _, _, Some(letter)) => drop(send(server, vec![letter]).await),
                _ => {}
            }
        };
        tokio::select! {
            () = asking => {}
            () = trial.reached() => {}
        }
    });
}

fn pick_any(points: &[String], point: u16) -> Option<&String> {
    points.get(usize::from(point) % points.len().max(1))
}
