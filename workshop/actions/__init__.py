"""The only code that writes; called through `perform` only. Importing this package enters all actions in the list."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
