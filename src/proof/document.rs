//! The document: a problem, its hash, and claims about it.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::ProofError;
use super::hash::sha256;
use super::unique::Unique;

/// The name of the format.
const FORMAT: &str = "lacuna-proof";

/// The version that is written and read.
const VERSION: u64 = 1;

/// A certificate as a document: the problem in full, a hash of it, and claims with the numbers that
/// prove them. `docs/proofs.md` has the format.
///
/// ```
/// use lacuna::game::catalogue;
/// use lacuna::proof::{CheckOptions, Proof, check};
/// let game = catalogue::prisoners_dilemma(3, 0, 5, 1)?;
/// let proof = Proof::of_pure_equilibrium(&[1, 1], &game)?;
/// let read = Proof::from_json(&proof.to_json())?;
/// assert_eq!(read, proof);
/// let checked = check(&read, &CheckOptions::default())?;
/// assert_eq!(checked.claims[0].kind, "pure_equilibrium");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "DocumentForm", into = "DocumentForm")]
pub struct Proof {
    problem: Value,
    problem_hash: String,
    claims: Vec<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentForm {
    format: String,
    version: u64,
    #[serde(deserialize_with = "unique")]
    problem: Value,
    problem_hash: String,
    #[serde(deserialize_with = "all_unique")]
    claims: Vec<Value>,
}

fn unique<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Unique::deserialize(deserializer).map(|Unique(value)| value)
}

fn all_unique<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
    let list = Vec::<Unique>::deserialize(deserializer)?;
    Ok(list.into_iter().map(|Unique(value)| value).collect())
}

impl TryFrom<DocumentForm> for Proof {
    type Error = ProofError;
    fn try_from(form: DocumentForm) -> Result<Self, ProofError> {
        if form.format != FORMAT {
            return Err(ProofError::Format { found: form.format });
        }
        if form.version != VERSION {
            return Err(ProofError::Version {
                found: form.version,
                known: VERSION,
            });
        }
        Ok(Proof {
            problem: form.problem,
            problem_hash: form.problem_hash,
            claims: form.claims,
        })
    }
}

impl From<Proof> for DocumentForm {
    fn from(proof: Proof) -> Self {
        DocumentForm {
            format: FORMAT.to_owned(),
            version: VERSION,
            problem: proof.problem,
            problem_hash: proof.problem_hash,
            claims: proof.claims,
        }
    }
}

impl Proof {
    /// A document of this problem and these claims, with the hash of the problem. Nothing is
    /// checked: that is what [`check`](super::check) is for.
    pub fn new(problem: Value, claims: Vec<Value>) -> Self {
        Proof {
            problem_hash: hash_of(&problem),
            problem,
            claims,
        }
    }

    /// The document as JSON, one line a field.
    pub fn to_json(&self) -> String {
        let claims: Vec<String> = self.claims.iter().map(|c| format!("  {c}")).collect();
        format!(
            "{{\"format\": \"{FORMAT}\",\n \"version\": {VERSION},\n \"problem\": {},\n \
             \"problem_hash\": {},\n \"claims\": [\n{}\n ]}}\n",
            self.problem,
            Value::from(self.problem_hash.as_str()),
            claims.join(",\n")
        )
    }

    /// Reads a document. Its hash and its claims are looked at by [`check`](super::check).
    ///
    /// # Errors
    /// [`ProofError::NotADocument`], [`ProofError::Format`], [`ProofError::Version`].
    pub fn from_json(text: &str) -> Result<Self, ProofError> {
        let form: DocumentForm =
            serde_json::from_str(text).map_err(|error| ProofError::NotADocument {
                problem: error.to_string(),
            })?;
        Proof::try_from(form)
    }

    /// The problem.
    pub fn problem(&self) -> &Value {
        &self.problem
    }

    /// What the document says the hash of the problem is.
    pub fn problem_hash(&self) -> &str {
        &self.problem_hash
    }

    /// The claims.
    pub fn claims(&self) -> &[Value] {
        &self.claims
    }

    /// One document with the claims of both.
    ///
    /// # Errors
    /// [`ProofError::NotExported`] if they are about different problems.
    pub fn and(mut self, other: Proof) -> Result<Self, ProofError> {
        if self.problem_hash != other.problem_hash || self.problem != other.problem {
            return Err(ProofError::NotExported {
                problem: "the two documents are about different problems".to_owned(),
            });
        }
        self.claims.extend(other.claims);
        Ok(self)
    }
}

/// The hash of a problem, as documents have it.
pub(super) fn hash_of(problem: &Value) -> String {
    let mut text = String::new();
    write_canonical(problem, &mut text);
    format!("sha256:{}", sha256(text.as_bytes()))
}

/// The canonical text: no spaces, fields sorted by name. Sorted here, so that nothing depends on
/// how the JSON library keeps its maps.
fn write_canonical(value: &Value, to: &mut String) {
    match value {
        Value::Array(list) => {
            to.push('[');
            for (position, entry) in list.iter().enumerate() {
                if position > 0 {
                    to.push(',');
                }
                write_canonical(entry, to);
            }
            to.push(']');
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            to.push('{');
            for (position, name) in names.into_iter().enumerate() {
                if position > 0 {
                    to.push(',');
                }
                to.push_str(&Value::from(name.as_str()).to_string());
                to.push(':');
                write_canonical(&fields[name], to);
            }
            to.push('}');
        }
        plain => to.push_str(&plain.to_string()),
    }
}
