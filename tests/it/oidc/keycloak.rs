//! An identity provider as the portal meets it: it describes itself, sends people back with a code, and gives a signed
//! token for it to whoever proves to have asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use gopy::app::App;
use gopy::config::Settings;
use gopy::keys;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub const CLIENT: &str = "gopy";
const SECRET: &str = "một bí mật + của khách";

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    Rs256,
    Es256,
    /// By somebody else, in the name of the provider's key.
    Stranger,
    /// With what the portal and the provider share.
    Secret,
    Not,
}

/// What it gives for a code.
struct Owed {
    challenge: String,
    token: String,
}

type Codes = Arc<Mutex<HashMap<String, Owed>>>;

pub struct Keycloak {
    pub server: MockServer,
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    codes: Codes,
}

impl Keycloak {
    pub async fn start() -> Self {
        let it = Self::silent().await;
        it.describes_itself(|_| ()).await;
        it.shows_its_keys(&[it.rsa_key("k1")]).await;
        it.takes_codes().await;
        it
    }

    /// Listens, and answers nothing.
    pub async fn silent() -> Self {
        Self {
            server: MockServer::start().await,
            rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
            ec: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            codes: Codes::default(),
        }
    }

    /// A realm of it.
    pub fn issuer(&self) -> String {
        format!("{}/realms/lt", self.server.uri())
    }

    /// The settings of a portal that knows it.
    pub fn settings(&self, settings: &mut Settings) {
        settings.oidc.issuer = self.issuer();
        settings.oidc.client_id = CLIENT.into();
        settings.oidc.client_secret = SECRET.into();
        settings.oidc.label = "Keycloak <quận>".into();
    }

    /// Its discovery document, after `change`.
    pub async fn describes_itself(&self, change: impl FnOnce(&mut Value)) {
        let at = |place: &str| format!("{}/{place}", self.issuer());
        let mut document = json!({
            "issuer": self.issuer(),
            "authorization_endpoint": at("auth"),
            "token_endpoint": at("token"),
            "jwks_uri": at("certs"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256"],
        });
        change(&mut document);
        self.shows("/realms/lt/.well-known/openid-configuration", &document).await;
    }

    pub async fn shows_its_keys(&self, keys: &[Value]) {
        self.shows("/realms/lt/certs", &json!({ "keys": keys })).await;
    }

    async fn shows(&self, at: &str, document: &Value) {
        let answer = ResponseTemplate::new(200).set_body_json(document);
        Mock::given(method("GET")).and(path(at)).respond_with(answer).mount(&self.server).await;
    }

    pub async fn takes_codes(&self) {
        let given = Mock::given(method("POST")).and(path("/realms/lt/token"));
        given.respond_with(Counter(Arc::clone(&self.codes))).mount(&self.server).await;
    }

    pub fn rsa_key(&self, kid: &str) -> Value {
        // RSAPublicKey of 2048 bits: the modulus begins at 9, the exponent are the last three bytes.
        let der = self.rsa.public_key().as_ref();
        assert_eq!(der.len(), 270);
        let (n, e) = (BASE64.encode(&der[9..265]), BASE64.encode(&der[267..]));
        json!({ "kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": n, "e": e })
    }

    pub fn ec_key(&self, kid: &str) -> Value {
        let point = self.ec.public_key().as_ref();
        let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
        json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": x, "y": y })
    }

    /// Lets `subject` through who came by `url`, with a token after `change`. Answers the path that the browser is
    /// sent back to.
    pub fn lets_through(
        &self,
        app: &App,
        url: &str,
        subject: &str,
        change: impl FnOnce(&mut Value),
    ) -> String {
        self.lets_through_as(app, url, subject, Signed::Rs256, change)
    }

    pub fn lets_through_as(
        &self,
        app: &App,
        url: &str,
        subject: &str,
        signed: Signed,
        change: impl FnOnce(&mut Value),
    ) -> String {
        let asked = self.asked(url);
        let now = app.now().at.timestamp();
        let mut claims = json!({
            "iss": self.issuer(),
            "sub": subject,
            "aud": CLIENT,
            "exp": now + 60,
            "iat": now,
            "auth_time": now,
            "nonce": asked["nonce"],
        });
        change(&mut claims);
        let code = keys::hex(&keys::random::<16>());
        let owed =
            Owed { challenge: asked["code_challenge"].clone(), token: self.token(&claims, signed) };
        self.codes.lock().unwrap().insert(code.clone(), owed);
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &asked["state"])
            .append_pair("iss", &self.issuer())
            .append_pair("code", &code)
            .finish();
        format!("/noi-bo/sso/ve?{query}")
    }

    /// What the browser brings, which is held against what a provider demands.
    pub fn asked(&self, url: &str) -> HashMap<String, String> {
        let url = Url::parse(url).unwrap();
        assert!(url.as_str().starts_with(&format!("{}/auth?", self.issuer())), "{url}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let fixed = [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", "http://127.0.0.1:8080/noi-bo/sso/ve"),
            ("code_challenge_method", "S256"),
            ("scope", "openid"),
        ];
        for (name, value) in fixed {
            assert_eq!(asked[name], value, "{url}");
        }
        for name in ["state", "nonce", "code_challenge"] {
            assert!(21 < asked[name].len(), "{name} cannot be guessed");
        }
        asked
    }

    fn token(&self, claims: &Value, signed: Signed) -> String {
        let (alg, kid) = match signed {
            Signed::Rs256 | Signed::Stranger => ("RS256", "k1"),
            Signed::Es256 => ("ES256", "k2"),
            Signed::Secret => ("HS256", "k1"),
            Signed::Not => ("none", "k1"),
        };
        let head = json!({ "alg": alg, "kid": kid, "typ": "JWT" });
        let part = |value: &Value| BASE64.encode(value.to_string());
        let text = format!("{}.{}", part(&head), part(claims));
        let signature = match signed {
            Signed::Rs256 => rs256(&self.rsa, text.as_bytes()),
            Signed::Stranger => {
                rs256(&RsaKeyPair::generate(KeySize::Rsa2048).unwrap(), text.as_bytes())
            }
            Signed::Es256 => {
                let signature = self.ec.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
                signature.as_ref().to_vec()
            }
            Signed::Secret => {
                let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
                mac.update(text.as_bytes());
                mac.finalize().into_bytes().to_vec()
            }
            Signed::Not => Vec::new(),
        };
        format!("{text}.{}", BASE64.encode(signature))
    }
}

fn rs256(key: &RsaKeyPair, text: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
    signature
}

/// Where codes are given for tokens. It would give one twice: that none is taken twice is for the portal to see to.
struct Counter(Codes);

impl Respond for Counter {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let typed: HashMap<String, String> =
            form_urlencoded::parse(&request.body).into_owned().collect();
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let (name, secret): (String, String) = (encoded(CLIENT), encoded(SECRET));
        let basic = format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")));
        assert_eq!(request.headers["authorization"], basic.as_str());
        assert_eq!(typed["grant_type"], "authorization_code");
        assert_eq!(typed["redirect_uri"], "http://127.0.0.1:8080/noi-bo/sso/ve");
        let codes = self.0.lock().unwrap();
        let Some(owed) = codes.get(&typed["code"]) else {
            return ResponseTemplate::new(400).set_body_json(json!({ "error": "invalid_grant" }));
        };
        let proof = keys::fingerprint(typed["code_verifier"].as_bytes());
        assert_eq!(BASE64.encode(proof), owed.challenge);
        ResponseTemplate::new(200).set_body_json(json!({
            "access_token": "never kept",
            "token_type": "Bearer",
            "id_token": owed.token,
        }))
    }
}
