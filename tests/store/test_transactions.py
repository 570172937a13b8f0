"""What is sent within a transaction, and what comes back."""

from sqlalchemy import Engine

from infrastructure.database import Change, database

MAKE = "CREATE TABLE numbers (number INTEGER NOT NULL)"
ADD = "INSERT INTO numbers (number) VALUES (?)"
LAST = "UPDATE numbers SET number = number WHERE number = ? RETURNING number"


def test_each_statement_has_its_own_answer_however_much_is_sent_before(engine: Engine) -> None:
    written = database(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(MAKE)
    for count in range(100, 1_000, 5):
        with written.writing() as transaction:
            several = Change(ADD, [(count * 1_000 + number,) for number in range(count)])
            assert transaction.change([several, Change(LAST, [(count * 1_000,)])]) == [(count * 1_000,)]
