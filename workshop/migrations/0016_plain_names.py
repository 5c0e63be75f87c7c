import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Names in the code only: tables, columns and rows stay as they are (workshop/models/written_names.py).

    So do Django's content types of the old names, to which nothing points; those of the new ones come beside them.
    """

    dependencies = [
        ("workshop", "0015_opening_order"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Exchange", "DirectSwap"),
                migrations.AlterModelTable("DirectSwap", "workshop_exchange"),
                migrations.RenameModel("ExchangeLeg", "DirectSwapLeg"),
                migrations.AlterModelTable("DirectSwapLeg", "workshop_exchangeleg"),
                migrations.RenameModel("Ask", "TakeRequest"),
                migrations.AlterModelTable("TakeRequest", "workshop_ask"),
                migrations.RenameField("DirectSwap", "proposer", "offered_by"),
                migrations.RenameField("DirectSwapLeg", "exchange", "direct_swap"),
                migrations.RenameField("SwapProposal", "exchange", "direct_swap"),
                migrations.AlterField(
                    "DirectSwap",
                    "offered_by",
                    models.ForeignKey(
                        db_column="proposer_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshop.participant",
                    ),
                ),
                migrations.AlterField(
                    "DirectSwap",
                    "state",
                    models.CharField(
                        choices=[("proposed", "Offered"), ("agreed", "Agreed"), ("declined", "Declined")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                migrations.AlterField(
                    "DirectSwap",
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="direct_swaps", to="workshop.workshop"
                    ),
                ),
                migrations.AlterField(
                    "DirectSwapLeg",
                    "direct_swap",
                    models.ForeignKey(
                        db_column="exchange_id",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="legs",
                        to="workshop.directswap",
                    ),
                ),
                migrations.AlterField(
                    "SwapProposal",
                    "direct_swap",
                    models.ForeignKey(
                        db_column="exchange_id",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slips",
                        to="workshop.directswap",
                    ),
                ),
                migrations.AlterField(
                    "TakeRequest",
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="take_requests",
                        to="workshop.participant",
                    ),
                ),
                migrations.AlterField(
                    "TakeRequest",
                    "slip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="take_requests",
                        to="workshop.swapproposal",
                    ),
                ),
                migrations.AlterField(
                    "TakeRequest",
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="take_requests",
                        to="workshop.workshop",
                    ),
                ),
            ],
        ),
    ]
