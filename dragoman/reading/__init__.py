"""An Article becomes sentences that know who, when and where."""
