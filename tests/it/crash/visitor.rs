//! What visitors do, as a browser without script does it: pages, forms and redirects.

use super::place::Place;
use super::stage::Away;
use escale::domain::ids::OfferId;
use escale_simulators::{PaymentAttempt, PaymentWay};
use reqwest::{RequestBuilder, Response, StatusCode};

/// Where the checkout's form leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Led {
    /// To the payment provider's page of this session.
    ToPay(String),
    /// To another page of the shop.
    To(String),
    /// Nowhere: the form is shown again.
    Back,
    /// Nowhere: the plan is not sold any more.
    Gone,
}

impl Place {
    pub async fn get(&self, path: &str) -> Result<Response, Away> {
        answered(self.http.get(self.absolute(path))).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)], cookie: &str) -> Result<Response, Away> {
        let request = self.http.post(self.absolute(path)).header("Origin", &self.url).header("Cookie", cookie);
        answered(request.form(form)).await
    }

    /// A page that is there.
    pub async fn read(&self, path: &str) -> Result<String, Away> {
        let answer = self.get(path).await?;
        let (status, text) = (answer.status(), answer.text().await.map_err(|_| Away::Gone)?);
        assert_eq!(status, StatusCode::OK, "{path}: {text}");
        Ok(text)
    }

    /// "Buy": the path of a fresh checkout.
    pub async fn begin(&self, plan: &OfferId) -> Result<String, Away> {
        let answer = self.get(&format!("/en/buy/{plan}")).await?;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        Ok(location(&answer).split('?').next().unwrap().to_owned())
    }

    /// Sends the checkout's form.
    pub async fn check_out(&self, checkout: &str, plan: &OfferId, email: &str) -> Result<Led, Away> {
        let form = [("plan", plan.as_str()), ("email", email), ("start", "on"), ("loss", "on"), ("another", "on")];
        let answer = self.post(checkout, &form, "").await?;
        match answer.status() {
            StatusCode::SEE_OTHER => {
                let to = location(&answer);
                let hosted = to.rsplit_once("/c/pay/").map(|(_, session)| session.to_owned());
                Ok(hosted.map_or(Led::To(to), Led::ToPay))
            }
            StatusCode::OK | StatusCode::UNPROCESSABLE_ENTITY => Ok(Led::Back),
            StatusCode::NOT_FOUND => Ok(Led::Gone),
            status => panic!("{checkout} answered {status}"),
        }
    }

    /// Pays on the provider's page; the address to which that leads back.
    pub fn pay(&self, session: &str, way: PaymentWay) -> String {
        match self.world.pay(session, way) {
            PaymentAttempt::Completed { success_url } => success_url,
            other => panic!("{session} was not paid: {other:?}"),
        }
    }

    fn absolute(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) }
    }
}

async fn answered(request: RequestBuilder) -> Result<Response, Away> {
    let answer = request.send().await.map_err(|_| Away::Gone)?;
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE { Err(Away::Busy) } else { Ok(answer) }
}

fn location(answer: &Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}
