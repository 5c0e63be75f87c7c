from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshop", "0005_team_list")]

    operations = [
        migrations.AddField(model_name="participant", name="device", field=models.CharField(blank=True, max_length=6)),
    ]
