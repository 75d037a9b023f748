"""claimbase turns a folder of YAML claims into computed verdicts and a browsable site."""

__version__ = "0.1.0"
