from django.db import migrations, models


class Migration(migrations.Migration):
    """A name in the code only: the column stays as it is (workshop/models/written_names.py)."""

    dependencies = [
        ("workshop", "0016_plain_names"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("JournalEntry", "taken_back", "undone_by"),
                migrations.AlterField(
                    "JournalEntry", "undone_by", models.PositiveBigIntegerField(db_column="taken_back", null=True)
                ),
            ],
        ),
    ]
