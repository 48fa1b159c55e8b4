//! Objects in a bucket that speaks S3.

use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, WriteMultipart};
use url::Url;

use super::{Listed, Name, ObjectError};
use crate::config;

/// Bytes of one part of a large object, the least that S3 takes; a smaller object goes in one piece.
const PART: usize = 5 * 1024 * 1024;

#[derive(Clone, Debug)]
pub(super) struct Bucket {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

pub(super) struct Writing {
    store: Arc<dyn ObjectStore>,
    path: Path,
    waiting: Vec<u8>,
    large: Option<WriteMultipart>,
}

pub(super) struct Reading(BoxStream<'static, object_store::Result<Vec<u8>>>);

impl Bucket {
    /// `s3://bucket/folder?endpoint=https://…&region=…`; the credentials are settings of their own.
    pub fn open(settings: &config::Storage) -> Result<Self, ObjectError> {
        let told = |what: &str| ObjectError::Setting(what.to_owned());
        let url = Url::parse(&settings.url).map_err(|error| told(&error.to_string()))?;
        let bucket = url.host_str().ok_or_else(|| told("names no bucket"))?;
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(&settings.secret_key)
            // One by one: not every store that speaks S3 knows the other way.
            .with_disable_bulk_delete(true);
        for (name, value) in url.query_pairs() {
            builder = match &*name {
                "endpoint" => builder.with_allow_http(plain_is_fine(&value)?).with_endpoint(value),
                "region" => builder.with_region(value),
                other => return Err(told(&format!("knows endpoint and region, not \"{other}\""))),
            };
        }
        let store = Arc::new(builder.build().map_err(|error| told(&error.to_string()))?);
        Ok(Self { store, prefix: Path::from(url.path()) })
    }

    pub fn create(&self, name: &Name) -> Writing {
        let (store, path) = (Arc::clone(&self.store), self.path(name));
        Writing { store, path, waiting: Vec::new(), large: None }
    }

    pub async fn read(&self, name: &Name) -> Result<Reading, ObjectError> {
        let found = self.store.get(&self.path(name)).await?;
        Ok(Reading(found.into_stream().map(|part| part.map(|bytes| bytes.to_vec())).boxed()))
    }

    pub async fn delete(&self, name: &Name) -> Result<(), ObjectError> {
        Ok(self.store.delete(&self.path(name)).await?)
    }

    pub async fn list(&self) -> Result<Vec<Listed>, ObjectError> {
        let mut found = self.store.list(Some(&self.prefix));
        let mut listed = Vec::new();
        while let Some(one) = found.next().await {
            let one = one?;
            if let Some(name) = one.location.filename().and_then(Name::parse) {
                listed.push(Listed { name, written_at: one.last_modified });
            }
        }
        Ok(listed)
    }

    fn path(&self, name: &Name) -> Path {
        self.prefix.clone().join(name.as_str())
    }
}

impl Writing {
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ObjectError> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() < PART {
            return Ok(());
        }
        let large = match &mut self.large {
            Some(large) => large,
            none => {
                let begun = self.store.put_multipart(&self.path).await?;
                none.insert(WriteMultipart::new_with_chunk_size(begun, PART))
            }
        };
        large.wait_for_capacity(1).await?;
        large.write(&std::mem::take(&mut self.waiting));
        Ok(())
    }

    pub async fn finish(mut self) -> Result<(), ObjectError> {
        let Some(mut large) = self.large.take() else {
            let whole = PutPayload::from(std::mem::take(&mut self.waiting));
            self.store.put(&self.path, whole).await?;
            return Ok(());
        };
        large.write(&self.waiting);
        large.finish().await?;
        Ok(())
    }
}

impl Reading {
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ObjectError> {
        Ok(self.0.next().await.transpose()?)
    }
}

/// Without TLS only to this machine: what lies in the bucket is sealed, but its credentials are not.
fn plain_is_fine(endpoint: &str) -> Result<bool, ObjectError> {
    let Some(rest) = endpoint.strip_prefix("http://") else { return Ok(false) };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    if ["127.0.0.1", "localhost", "[::1]"].contains(&host) {
        return Ok(true);
    }
    Err(ObjectError::Setting("plain http leads to this machine only".to_owned()))
}
