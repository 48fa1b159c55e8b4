//! What the settings must say of a provider.

use crate::support::{TestDatabase, program};

#[tokio::test]
async fn a_wrong_setting_is_named() {
    let database = TestDatabase::fresh().await;
    let right = [
        ("GOPY_OIDC__ISSUER", "https://kc.example.vn/realms/lt"),
        ("GOPY_OIDC__CLIENT_ID", "gopy"),
        ("GOPY_OIDC__CLIENT_SECRET", "bí mật"),
        ("GOPY_SERVER__PUBLIC_URL", "https://gopy.example.vn"),
    ];
    // The variable, what it is set to, what is said.
    let table = [
        ("GOPY_OIDC__LABEL", "Keycloak", ""),
        ("GOPY_OIDC__ISSUER", "", ""),
        ("GOPY_OIDC__ISSUER", "http://127.0.0.1:8081/realms/lt", ""),
        ("GOPY_OIDC__ISSUER", "http://[::1]:8081", ""),
        ("GOPY_OIDC__ISSUER", "kc.example.vn", "oidc.issuer must be an address"),
        ("GOPY_OIDC__ISSUER", "http://kc.example.vn", "oidc.issuer must begin with https://"),
        (
            "GOPY_OIDC__ISSUER",
            "http://127.0.0.1.example.vn",
            "oidc.issuer must begin with https://",
        ),
        ("GOPY_OIDC__ISSUER", "ftp://localhost", "oidc.issuer must begin with https://"),
        ("GOPY_OIDC__ISSUER", "https://a@kc.example.vn", "without login"),
        ("GOPY_OIDC__ISSUER", "https://kc.example.vn/?x", "without login, ? and #"),
        ("GOPY_OIDC__CLIENT_ID", "", "oidc.client_id must not be empty"),
        ("GOPY_OIDC__CLIENT_SECRET", " ", "oidc.client_secret must not be empty"),
        ("GOPY_OIDC__LABEL_EN", "", "oidc.label_en must not be empty"),
        ("GOPY_SERVER__PUBLIC_URL", "http://gopy.example.vn", "server.public_url must begin with"),
        ("GOPY_OIDC__REALM", "lt", "realm"),
    ];
    for (name, value, said) in table {
        let mut check = program(&database, &["check"]);
        check.envs(right).env(name, value);
        let done = check.output().unwrap();
        let error = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.success(), said.is_empty(), "{name}={value}: {error}");
        assert!(error.contains(said), "{name}={value}: {error}");
    }
}

#[tokio::test]
async fn the_secret_may_lie_in_a_file() {
    let database = TestDatabase::fresh().await;
    let file = database.folder.join("secret");
    let check = |name: &str, value: &str| {
        let mut check = program(&database, &["check"]);
        check.env("GOPY_OIDC__ISSUER", "https://kc.example.vn").env("GOPY_OIDC__CLIENT_ID", "gopy");
        check.env(name, value).output().unwrap().status.success()
    };
    std::fs::write(&file, "bí mật\n").unwrap();
    assert!(check("GOPY_OIDC__CLIENT_SECRET_FILE", file.to_str().unwrap()));
    std::fs::write(&file, "\n").unwrap();
    assert!(!check("GOPY_OIDC__CLIENT_SECRET_FILE", file.to_str().unwrap()));
}
