//! Routes that know their methods, so that a wrong one is answered with `Allow` (RFC 9110, 15.5.6).

use poem::error::MethodNotAllowedError;
use poem::{Endpoint, EndpointExt, IntoEndpoint, RouteMethod};

/// The methods a route knows, as the `Allow` header prints them.
#[derive(Clone, Copy)]
pub(super) struct Allowed(pub &'static str);

/// A page that is only read.
pub fn page<E: IntoEndpoint>(show: E) -> impl Endpoint
where
    E::Endpoint: 'static,
{
    knowing(RouteMethod::new().get(show), "GET, HEAD")
}

/// A page with a form that posts to its own address.
pub fn form<S: IntoEndpoint, C: IntoEndpoint>(show: S, create: C) -> impl Endpoint
where
    S::Endpoint: 'static,
    C::Endpoint: 'static,
{
    knowing(RouteMethod::new().get(show).post(create), "GET, HEAD, POST")
}

/// A button: nothing to read at this address.
pub fn action<E: IntoEndpoint>(create: E) -> impl Endpoint
where
    E::Endpoint: 'static,
{
    knowing(RouteMethod::new().post(create), "POST")
}

fn knowing(route: RouteMethod, allowed: &'static str) -> impl Endpoint {
    route.around(move |route, req| async move {
        route.call(req).await.map_err(|mut error| {
            if error.is::<MethodNotAllowedError>() {
                error.set_data(Allowed(allowed));
            }
            error
        })
    })
}
