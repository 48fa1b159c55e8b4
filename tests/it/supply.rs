//! What the program is built from (`security.md`, S-65): the public registry alone, each library pinned by its hash,
//! and none that deny.toml bans. Licences and advisories are for `cargo deny check`.

use std::path::Path;

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde_json::Value;

fn read(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    Figment::from(Toml::file_exact(path)).extract().unwrap()
}

#[test]
fn every_library_comes_from_the_public_registry_under_its_hash() {
    let (lock, rules) = (read("Cargo.lock"), read("deny.toml"));
    let registry = rules["sources"]["allow-registry"][0].as_str().unwrap();
    let banned: Vec<&Value> =
        rules["bans"]["deny"].as_array().unwrap().iter().map(|one| &one["crate"]).collect();
    let mut own = Vec::new();
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        assert!(!banned.contains(&&package["name"]), "{name} is banned");
        let Some(source) = package["source"].as_str() else {
            own.push(name);
            continue;
        };
        assert_eq!(source.strip_prefix("registry+"), Some(registry), "{name}");
        assert_eq!(package["checksum"].as_str().map(str::len), Some(64), "{name}");
    }
    assert_eq!(own, ["gopy", "gopy-domain", "gopy-migrations"]);
}

#[test]
fn no_room_may_be_unsafe() {
    let cargo = read("Cargo.toml");
    assert_eq!(cargo["workspace"]["lints"]["rust"]["unsafe_code"], "forbid");
    for own in ["Cargo.toml", "src/domain/Cargo.toml", "migrations/Cargo.toml"] {
        assert_eq!(read(own)["lints"]["workspace"], true, "{own}");
    }
    assert_eq!(cargo["profile"]["release"]["overflow-checks"], true);
}
