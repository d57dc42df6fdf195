"""Run the migrations on the connection, and in the transaction, that the store gives us."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
