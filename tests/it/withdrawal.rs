//! Withdrawing from a purchase: two steps, acknowledged with date and time, and never money by itself.

use crate::buyer::ESIM_READY;
use crate::purchase::location;
use crate::shop::{Shop, on_both};
use escale::domain::payment::PaymentState;
use escale::store::TaskKind;
use escale_simulators::PaymentWay;
use reqwest::StatusCode;

on_both! {
    async fn a_withdrawal_is_confirmed_in_two_steps_and_acknowledged_once(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY]);
        shop.world.clear_mails();
        let number = shop.family(&order).await.order.number;
        let form = shop.get(&format!("/en/withdraw?number={number}")).await.text().await.unwrap();
        assert!(form.contains(&format!(r#"value="{number}""#)), "{form}");
        let typed = [("number", &*number.to_lowercase()), ("email", "Ada@example.org"), ("name", "Ada <b>")];
        let check = shop.post("/en/withdraw", &typed).await;
        assert_eq!(check.status(), StatusCode::OK);
        let check = check.text().await.unwrap();
        assert!(check.contains("Confirm withdrawal") && check.contains("This order has been delivered"), "{check}");
        assert!(!check.contains("<b>"), "what was typed is text");
        shop.work().await;
        assert!(shop.world.mails().is_empty() && shop.tasks(&order).await.is_empty(), "nothing before it is confirmed");
        let confirmed = [&typed[..], &[("step", "confirm")]].concat();
        for _ in 0..2 {
            let answer = shop.post("/en/withdraw", &confirmed).await;
            assert_eq!(location(&answer), "/en/withdraw?received");
            shop.work().await;
        }
        let mails = shop.world.mails_to("ada@example.org");
        assert_eq!(mails.len(), 1, "the first declaration counts");
        let text = mails[0].text();
        assert!(text.contains(&number) && text.contains("21 November 2026, 12:02 UTC"), "{text}");
        assert_eq!(shop.tasks(&order).await, [TaskKind::Withdrawal]);
        let family = shop.books_agree(&order).await;
        assert_eq!(family.payments[0].state, PaymentState::Captured, "a person decides about the money");
    }
}

on_both! {
    async fn number_and_address_must_belong_together(shop: Shop) {
        let order = shop.paid(PaymentWay::Card).await;
        shop.work().await;
        let number = shop.family(&order).await.order.number;
        for (number, email) in [(&*number, "eve@example.org"), ("E-00000-00000", "ada@example.org"), ("", "ada")] {
            let form = [("number", number), ("email", email), ("step", "confirm")];
            let answer = shop.post("/en/withdraw", &form).await;
            assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{number} {email}");
            let text = answer.text().await.unwrap();
            assert!(text.contains("<title>Error:") && text.contains(&format!(r#"value="{email}""#)), "{text}");
        }
        assert!(shop.tasks(&order).await.is_empty());
        shop.work().await;
        assert_eq!(shop.subjects(), [ESIM_READY], "and nothing is acknowledged");
    }
}
