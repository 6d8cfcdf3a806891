"""Health: is the process there, and can it serve."""

from __future__ import annotations

from decant.api.auth import Auth
from decant.api.blueprints import Blueprint, View
from decant.api.v1.schemas.health import HealthSchema
from decant.errors import Unavailable
from decant.web import database

blp = Blueprint(
    "Health", __name__, url_prefix="/health", description="For whatever watches the hub."
)

OK = {"status": "ok"}


@blp.route("/live")
class Live(View):
    """The process."""

    @blp.operation("getLiveness", auth=Auth.NONE)
    @blp.response(200, HealthSchema)
    def get(self) -> dict[str, str]:
        """Say that the process answers.

        Asks nothing of the database: restart the process when this fails.
        """
        return OK


@blp.route("/ready")
class Ready(View):
    """The process and its database."""

    @blp.operation("getReadiness", auth=Auth.NONE)
    @blp.response(200, HealthSchema)
    def get(self) -> dict[str, str]:
        """Say that requests can be served.

        The database answers and its tables are those of this version: send traffic elsewhere
        while this fails.
        """
        if not database().is_current():
            raise Unavailable("the tables are of another version: run `decant-server upgrade`", 30)
        return OK
