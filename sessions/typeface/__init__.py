"""The typeface Ruil: made out of Encode Sans, served to browsers, set in PDFs, and measured."""
