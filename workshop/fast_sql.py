"""Rows by key: the few statements that every move and page needs, each written once and kept.

Django's ORM writes a statement anew each time, which takes ten times as long as SQLite needs to answer it. With the
ORM's own `save` in place of `write` and `insert` a move costs half as much again (docs/performance.md, *What stays
because it gains*); it may go when the ORM keeps its statements. The models stay the one truth: tables, columns, values
and objects are theirs, and tests/rules/test_rows.py holds this to what the ORM does, for every model. What is not asked
every time goes by the ORM, and so does whatever a signal must hear of: here nothing is signalled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, TypeAlias, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, DateField, Field, JSONField, Model
from django.db.models.expressions import Col

Found = TypeVar("Found", bound=Model)
#: What a column holds.
Value = Any  # type: ignore[explicit-any]  # the model says what, row by row
Column: TypeAlias = "Field[Value, Value]"
#: What makes of a value what the model holds, on the connection by which it came.
Convert = Callable[[Value, BaseDatabaseWrapper], Value]
#: The same as Django has it.
ConvertColumn = Callable[[Value, Col, BaseDatabaseWrapper], Value]
#: Where in an answer a value stands → what converts it.
Converters = tuple[tuple[int, Convert], ...]


def get(model: type[Found], *, beside: str = "", lock: bool = False, **key: Value) -> Found:
    """The one row with these values, as `model.objects.get` gives it.

    Args:
        beside: a foreign key that is never empty, whose row comes along (`select_related`).
        lock: keep the row until the transaction ends (`select_for_update`).
        key: column → value, by the attribute's own name (`workshop_id`).

    Raises:
        model.DoesNotExist: there is none.
    """
    question, converters = _question(connection.vendor, model, beside, lock, tuple(key))
    values = _converted(_first(model, question, tuple(key.values())), converters)
    row = _made(model, values)
    if beside:
        setattr(row, beside, _made(_model_beside(model, beside), values[len(_names(model)) :]))
    return row


def get_and_text(
    model: type[Found], other: type[Model], column: str, known: Mapping[str, Value], **key: Value
) -> tuple[Found, str | None]:
    """As `get`, and in the same query: the text in `column` of the row of `other` with the values `known`, or None."""
    question, converters = _double_question(connection.vendor, model, tuple(key), other, column, tuple(known))
    *values, text = _first(model, question, (*known.values(), *key.values()))
    return _made(model, _converted(values, converters)), text


def has_other(row: Model, given: str, **key: Value) -> bool:
    """Whether another row of the same model has these values, and something in the column `given`."""
    with connection.cursor() as cursor:
        cursor.execute(_search(connection.vendor, type(row), given, tuple(key)), (*key.values(), row.pk))
        return cursor.fetchone() is not None


def write(row: Model, names: Iterable[str]) -> None:
    """Put these fields of a row that is there into the database, as `row.save(update_fields=names)`.

    Raises:
        DatabaseError: it is not there any more.
    """
    fields = tuple(cast(Column, row._meta.get_field(name)) for name in dict.fromkeys(names))
    with connection.cursor() as cursor:
        cursor.execute(_change(connection.vendor, type(row), fields), (*_values(row, fields, add=False), row.pk))
        if not cursor.rowcount:
            raise DatabaseError("There is no such row any more.")


def insert(row: Model) -> None:
    """Put a new row into the database; a number that the database gives it is not read back."""
    fields = _given_columns(type(row))
    with connection.cursor() as cursor:
        cursor.execute(_addition(connection.vendor, type(row)), _values(row, fields, add=True))


# --- the statements, one for each shape; by vendor, for each quotes and locks in its own way --------------------------


@lru_cache(maxsize=256)
def _question(vendor: str, model: type[Model], beside: str, lock: bool, key: tuple[str, ...]) -> tuple[str, Converters]:
    models = [model, _model_beside(model, beside)] if beside else [model]
    columns = [f"{_table(each)}.{_column(field)}" for each in models for field in each._meta.concrete_fields]
    tables = _table(model) + (_joined(model, beside) if beside else "")
    locking = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    question = f"SELECT {', '.join(columns)} FROM {tables} WHERE {_wanted(model, key)} LIMIT 1{locking}"
    return question, _converters(models)


@lru_cache(maxsize=256)
def _double_question(
    vendor: str, model: type[Model], key: tuple[str, ...], other: type[Model], column: str, known: tuple[str, ...]
) -> tuple[str, Converters]:
    columns = ", ".join(f"{_table(model)}.{_column(field)}" for field in model._meta.concrete_fields)
    text = f"(SELECT {connection.ops.quote_name(column)} FROM {_table(other)} WHERE {_wanted(other, known)} LIMIT 1)"
    question = f"SELECT {columns}, {text} FROM {_table(model)} WHERE {_wanted(model, key)} LIMIT 1"
    return question, _converters([model])


@lru_cache(maxsize=256)
def _search(vendor: str, model: type[Model], given: str, key: tuple[str, ...]) -> str:
    there = f"{_column(cast(Column, model._meta.get_field(given)))} IS NOT NULL"
    other = f"{_column(model._meta.pk)} <> %s"
    return f"SELECT 1 FROM {_table(model)} WHERE {_wanted(model, key)} AND {there} AND {other} LIMIT 1"


@lru_cache(maxsize=256)
def _change(vendor: str, model: type[Model], fields: tuple[Column, ...]) -> str:
    assigned = ", ".join(f"{_column(field)} = %s" for field in fields)
    return f"UPDATE {_table(model)} SET {assigned} WHERE {_column(model._meta.pk)} = %s"


@lru_cache(maxsize=256)
def _addition(vendor: str, model: type[Model]) -> str:
    columns = [_column(field) for field in _given_columns(model)]
    return f"INSERT INTO {_table(model)} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"


# --- what the models say ----------------------------------------------------------------------------------------------


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: Column) -> str:
    return connection.ops.quote_name(cast(str, field.column))


def _wanted(model: type[Model], key: Iterable[str]) -> str:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return " AND ".join(f"{_table(model)}.{_column(columns[name])} = %s" for name in key)


def _model_beside(model: type[Model], link: str) -> type[Model]:
    return cast(type[Model], model._meta.get_field(link).related_model)


def _joined(model: type[Model], link: str) -> str:
    other, field = _model_beside(model, link), cast(Column, model._meta.get_field(link))
    return f" JOIN {_table(other)} ON {_table(other)}.{_column(other._meta.pk)} = {_table(model)}.{_column(field)}"


@lru_cache(maxsize=64)
def _given_columns(model: type[Model]) -> tuple[Column, ...]:
    """All but a number that the database makes."""
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, AutoField))


def _converters(models: Iterable[type[Model]]) -> Converters:
    fields = [field for model in models for field in model._meta.concrete_fields]
    return tuple((position, convert) for position, field in enumerate(fields) for convert in _converters_of(field))


def _converters_of(field: Column) -> list[Convert]:
    column = field.cached_col
    converters = (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    # Not with the connection of this thread: the statement is kept for all of them.
    return [partial(_convert, convert, column) for convert in converters]


def _convert(convert: ConvertColumn, column: Col, value: Value, here: BaseDatabaseWrapper) -> Value:
    return convert(value, column, here)


def _converted(values: list[Value], converters: Converters) -> list[Value]:
    """The same list, as the models hold it."""
    here = connections[DEFAULT_DB_ALIAS]
    for position, convert in converters:
        values[position] = convert(values[position], here)
    return values


def _values(row: Model, columns: Iterable[Column], *, add: bool) -> tuple[Value, ...]:
    return tuple(_value(column, column.pre_save(row, add)) for column in columns)


def _value(column: Column, value: Value) -> Value:
    """What the database gets. A plain text or number needs no looking at, except that JSON quotes it and that a date
    in words must become what the ORM writes: SQLite compares dates as texts."""
    plain = value is None or type(value) in (str, int)
    looked_at = isinstance(column, (JSONField, DateField))
    return column.get_db_prep_save(value, connection) if looked_at or not plain else value


def _first(model: type[Model], question: str, values: tuple[Value, ...]) -> list[Value]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found = cursor.fetchone()
    if found is None:
        raise model.DoesNotExist  # type: ignore[attr-defined]  # every model with a table has one
    return list(found)


def _made(model: type[Found], values: Sequence[Value]) -> Found:
    names = _names(model)
    return model.from_db(DEFAULT_DB_ALIAS, names, values[: len(names)])


@lru_cache(maxsize=64)
def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)
