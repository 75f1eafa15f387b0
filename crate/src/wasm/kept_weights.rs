//! Training that goes on with another text: the weights and the vocabulary are kept.

use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

use super::arguments::config_of;
use super::char_model::char_model;
use super::network::Network;
use super::plain::object;
use super::playground::{Playground, text_of};
use crate::training::CharModel;

#[wasm_bindgen]
impl Playground {
    /// A run before its first step that goes on from the weights of `model`, whose network must have
    /// the sizes of `config`, on another text. It has the vocabulary of `model`, so `rareBelow` has no
    /// effect.
    ///
    /// Throws as the constructor; `UnknownCharsError` for a text with characters that the vocabulary
    /// does not have.
    #[wasm_bindgen(js_name = fromModel)]
    pub fn from_model(
        #[wasm_bindgen(unchecked_param_type = "CharModel")] model: JsValue,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PlaygroundConfig")] config: JsValue,
    ) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        let (settings, text) = (config_of(&config)?, text_of(&source)?);
        let (vocabulary, _, weights) = char_model(&model, &settings)?;
        let model = CharModel::from_weights(settings, vocabulary, &weights);
        Self::of(model.and_then(|model| model.train_on(text)))
    }
}

#[wasm_bindgen]
impl Network {
    /// The weights and the vocabulary, to train on another text with `Playground.fromModel`.
    #[wasm_bindgen(unchecked_return_type = "CharModel")]
    pub fn model(&self) -> JsValue {
        self.weights.read(|network, trainer| {
            let vocabulary = &trainer.text().vocabulary;
            object(&[
                ("vocabulary", String::from_iter(vocabulary.chars()).into()),
                ("readsUnknown", vocabulary.reads_unknown().into()),
                ("weights", Float32Array::from(network.params().as_slice()).into()),
            ])
        })
    }
}
