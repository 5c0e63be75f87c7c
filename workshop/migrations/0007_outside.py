from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshop", "0006_seat_device")]

    operations = [
        migrations.AddField(
            model_name="workshop",
            name="outside_at",
            field=models.DateTimeField(null=True),
        ),
    ]
