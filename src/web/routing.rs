//! Routes that know their methods, so that a wrong one is answered with `Allow` (RFC 9110, 15.5.6), and a
//! table of them that can be read: a test asks every address for whom a case does not exist.

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use poem::error::MethodNotAllowedError;
use poem::http::{HeaderValue, header};
use poem::{
    Endpoint, EndpointExt as _, IntoEndpoint, IntoResponse as _, Request, Response, Route,
    RouteMethod,
};

/// The methods a route knows, as the `Allow` header prints them.
#[derive(Clone, Copy)]
pub(super) struct Allowed(pub &'static str);

/// An address that is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// With `:name` for each part that varies.
    pub path: String,
    /// As the `Allow` header prints them.
    pub methods: String,
}

/// What answers at one address.
pub struct Answering {
    endpoint: BoxEndpoint<'static, Response>,
    methods: &'static str,
}

/// Addresses with what answers there. There is no other way to add a page.
#[derive(Default)]
pub struct Table {
    route: Route,
    known: Vec<Known>,
}

impl Table {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn at(mut self, path: &str, answering: Answering) -> Self {
        self.known.push(Known { path: path.to_owned(), methods: answering.methods.to_owned() });
        Self { route: self.route.at(path, answering.endpoint), known: self.known }
    }

    pub fn known(self) -> Vec<Known> {
        self.known
    }

    pub fn into_route(self) -> Route {
        self.route
    }
}

/// A page that is only read.
pub fn page<E: IntoEndpoint>(show: E) -> Answering
where
    E::Endpoint: 'static,
{
    knowing(RouteMethod::new().get(show), "GET, HEAD")
}

/// A page with a form that posts to its own address.
pub fn form<S: IntoEndpoint, C: IntoEndpoint>(show: S, create: C) -> Answering
where
    S::Endpoint: 'static,
    C::Endpoint: 'static,
{
    knowing(RouteMethod::new().get(show).post(create), "GET, HEAD, POST")
}

/// A button: nothing to read at this address.
pub fn action<E: IntoEndpoint>(create: E) -> Answering
where
    E::Endpoint: 'static,
{
    knowing(RouteMethod::new().post(create), "POST")
}

/// Answers a wrong method with `Allow` where no page does.
pub async fn allowing<E: Endpoint>(ep: Arc<E>, req: Request) -> poem::Result<Response> {
    match ep.call(req).await {
        Ok(answer) => Ok(answer.into_response()),
        Err(error) => {
            let allowed = error.data::<Allowed>().map(|allowed| allowed.0);
            let mut response = error.into_response();
            if let Some(allowed) = allowed {
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            Ok(response)
        }
    }
}

fn knowing(route: RouteMethod, methods: &'static str) -> Answering {
    let told = route.around(move |route, req| async move {
        route.call(req).await.map_err(|mut error| {
            if error.is::<MethodNotAllowedError>() {
                error.set_data(Allowed(methods));
            }
            error
        })
    });
    Answering { endpoint: told.boxed(), methods }
}
