//! A network with its vocabulary, made from weights: with or without a text.

use super::{Config, Trainer, footprint};
use crate::error::Error;
use crate::math::all_finite;
use crate::memory_limit;
use crate::model::{Network, NetworkConfig};
use crate::real::Real;
use crate::text::{Text, Vocabulary, clean};

/// A network and the vocabulary of the characters that it reads and predicts, without a text: to
/// sample, to inspect, or to train on a text.
///
/// ```
/// use lstm_playground::sampling::{SamplingOptions, generate};
/// use lstm_playground::training::{CharModel, Config, Trainer};
/// use lstm_playground::Text;
///
/// let config = Config { hidden_size: 8, ..Config::default() };
/// let mut trainer = Trainer::<f32>::new(Text::new(&"tick tock ".repeat(60))?, config.clone())?;
/// trainer.train_steps(20)?;
///
/// let (weights, vocabulary) = (trainer.network().params(), &trainer.text().vocabulary);
/// let model = CharModel::from_weights(config, vocabulary.clone(), weights.as_slice())?;
/// let options = SamplingOptions { length: 9, ..Default::default() };
/// assert_eq!(generate(model.network(), model.vocabulary(), &options)?.len(), 9);
///
/// let other = model.train_on(Text::new(&"tic tic toc ".repeat(50))?)?;
/// assert_eq!(other.steps(), 0);
/// assert_eq!(other.network().params(), trainer.network().params());
/// # Ok::<(), lstm_playground::Error>(())
/// ```
#[derive(Debug)]
pub struct CharModel<R: Real> {
    config: Config,
    network: Network<R>,
    vocabulary: Vocabulary,
}

impl<R: Real> CharModel<R> {
    /// The model with these weights, tensor after tensor, each in column order, as
    /// [`Params::as_slice`](crate::model::Params::as_slice) has them. `config` has the sizes of the
    /// network, the separator of its documents, and the settings of a run.
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting out of its range, for a number of weights that differs from
    /// the network's, and for a weight that is not finite.
    pub fn from_weights(
        config: Config,
        mut vocabulary: Vocabulary,
        weights: &[R],
    ) -> Result<Self, Error> {
        let network = config.network_of_weights(vocabulary.len(), weights.len())?;
        if !all_finite(weights) {
            return Err(wrong_weights(weights.len(), "some that are not finite".to_owned()));
        }
        vocabulary.set_separator(&clean(&config.separator).text);
        let network = Network::from_weights(network, weights);
        Ok(Self { config, network, vocabulary })
    }

    /// The network.
    pub fn network(&self) -> &Network<R> {
        &self.network
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// A run that goes on from these weights, before its first step: the moments, the counters and
    /// the best result are those of a run that begins. Split and documents are those of `text`.
    ///
    /// # Errors
    /// [`Error::UnknownChars`] for a text with characters that the vocabulary does not have,
    /// [`Error::Memory`] for settings that need too much memory.
    pub fn train_on(self, mut text: Text) -> Result<Trainer<R>, Error> {
        let Self { config, network, vocabulary } = self;
        let split = config.prepare_for(&vocabulary, &mut text)?;
        memory_limit::check(footprint(&config, vocabulary.len(), text.ids.len()))?;
        Ok(Trainer::of(network, text, split, config))
    }
}

impl Config {
    /// The network over a vocabulary of that size, if it has as many weights as `given`.
    ///
    /// # Errors
    /// [`Error::Setting`] for a setting out of its range, and for another number of weights.
    pub(crate) fn network_of_weights(
        &self,
        vocab_size: usize,
        given: usize,
    ) -> Result<NetworkConfig, Error> {
        self.check()?;
        let network = self.network(vocab_size);
        let count = network.layout().num_weights();
        if given == count {
            Ok(network)
        } else {
            Err(wrong_weights(count, format!("{given} numbers")))
        }
    }
}

#[inline(never)]
fn wrong_weights(count: usize, given: String) -> Error {
    let allowed = format!("{count} finite numbers, for this network and vocabulary");
    Error::Setting { name: "weights".to_owned(), allowed, given }
}
