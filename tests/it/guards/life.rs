//! Rows of an eSIM's life after its sale: top-ups, exchanges, samples of its use, what its buyer was told.

use super::Verdict;
use super::rows::refused;
use crate::shop::Shop;
use escale_simulators::PaymentWay;

const TOP_UP: &str = "id, order_id, line_id, attempt_id, supplier, reference_sealed, exchanged, sold_at, created_at";
const FORMER: &str = "id, esim_id, attempt_id, activation_code_sealed, exchanged_at";

/// Two delivered orders.
async fn two_esims(shop: &Shop) {
    for _ in 0..2 {
        shop.paid(PaymentWay::Card).await;
        shop.work().await;
    }
}

async fn seed(shop: &Shop, sql: &str) -> Result<(), String> {
    shop.sql(sql).await.map(drop).map_err(|error| error.to_string())
}

/// A top-up of the first line by the first attempt, and another by a line and an attempt of this choice.
async fn two_top_ups(shop: &Shop, line: &str, attempt: &str) -> Verdict {
    two_esims(shop).await;
    let row = |id: &str, line: &str, attempt: &str| {
        format!(
            "insert into top_ups ({TOP_UP}) select '{id}', a.order_id, {line}.line_id, {attempt}.attempt_id, a.supplier, \
             a.reference_sealed, a.id = b.id, 1, 1 from esims a, esims b where a.id < b.id"
        )
    };
    seed(shop, &row("top_1", "a", "a")).await?;
    refused(shop, &row("top_2", line, attempt)).await
}

pub async fn line_topped_up_twice(shop: &Shop) -> Verdict {
    two_top_ups(shop, "a", "b").await
}

pub async fn attempt_that_tops_up_twice(shop: &Shop) -> Verdict {
    two_top_ups(shop, "b", "a").await
}

pub async fn attempt_that_exchanges_twice(shop: &Shop) -> Verdict {
    two_esims(shop).await;
    let row = |id: &str| {
        format!(
            "insert into former_esims ({FORMER}) select '{id}', a.id, a.attempt_id, a.activation_code_sealed, 1 \
             from esims a, esims b where a.id < b.id"
        )
    };
    seed(shop, &row("former_1")).await?;
    refused(shop, &row("former_2")).await
}

pub async fn same_sample_twice(shop: &Shop) -> Verdict {
    two_esims(shop).await;
    let row = "insert into usage_samples (esim_id, taken_at) select id, 1 from esims";
    seed(shop, row).await?;
    refused(shop, row).await
}

pub async fn same_level_twice(shop: &Shop) -> Verdict {
    let row = "insert into supplier_levels (supplier, product, taken_at, amount, currency) values ('orange', '', 1, 5, 'EUR')";
    seed(shop, row).await?;
    refused(shop, row).await
}

pub async fn two_pay_ins_under_way(shop: &Shop) -> Verdict {
    let row = |id: &str| {
        format!(
            "insert into pay_ins (id, supplier, amount_minor, currency, state, sent_at, evidence) \
             values ('{id}', 'esim-go', 100000, 'USD', 'sending', 1, '')"
        )
    };
    seed(shop, &row("pin_1")).await?;
    refused(shop, &row("pin_2")).await
}

pub async fn same_news_twice(shop: &Shop) -> Verdict {
    two_esims(shop).await;
    let row = "insert into esim_notices (esim_id, kind, given_at) select id, 'data_low', 1 from esims";
    seed(shop, row).await?;
    refused(shop, row).await
}

pub async fn one_mail_for_two_news(shop: &Shop) -> Verdict {
    two_esims(shop).await;
    let row = |kind: &str| {
        format!(
            "insert into esim_notices (esim_id, kind, mail_id, given_at) select a.id, '{kind}', m.id, 1 \
             from esims a, esims b, mails m where a.id < b.id and m.id = (select min(id) from mails)"
        )
    };
    seed(shop, &row("data_low")).await?;
    refused(shop, &row("data_used")).await
}

pub async fn line_of_an_unknown_kind(shop: &Shop) -> Verdict {
    shop.ordered().await;
    refused(shop, "update order_lines set kind = 'lost'").await
}
