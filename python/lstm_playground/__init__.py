"""The playground in a notebook: a network that learns a text in the reader's browser."""

from importlib.resources import files
from re import sub

from anywidget import AnyWidget
from traitlets import Bool, Dict, Unicode, validate

__all__ = ["Playground"]

_source = files(__name__)


class Playground(AnyWidget):
    """The tag `<lstm-playground>`, with the traits that Python shares with it."""

    # One module, because a notebook imports it without its folder.
    _esm = "".join(
        _source.joinpath(name).read_text("utf-8")
        for name in ("lstm-playground.all.js", "widget.js")
    )

    # JupyterLab's themes set no colour scheme that the tag could follow.
    _css = """
        lstm-playground { --lstm-paper: var(--jp-layout-color0) }
        [data-jp-theme-light='false'] lstm-playground { color-scheme: dark }
    """

    text = Unicode(None, allow_none=True, help="the training text").tag(sync=True)
    preset = Unicode("tales", help="an example, used without a text").tag(sync=True)
    config = Dict(help="the settings by name, such as hidden_size or hiddenSize").tag(sync=True)
    panels = Unicode("text curve sample", help="the visible panels").tag(sync=True)
    training = Bool(help="true from train() to pause(), by whomever").tag(sync=True)
    progress = Dict(help="the numbers of the newest step").tag(sync=True)
    sample = Unicode(help="the newest text of the network").tag(sync=True)

    @validate("config")
    def _in_camel_case(self, proposal):
        return {sub("_(.)", lambda m: m[1].upper(), key): v for key, v in proposal.value.items()}

    def train(self):
        """Starts training, or continues it; at once, or when the playground is shown."""
        self.training = True

    def pause(self):
        """Pauses training."""
        self.training = False
