"""The limit that Decant is held against: one Flask view on the same waitress, and nothing else."""

from __future__ import annotations

import logging
import sys

from flask import Flask, Response, jsonify
from waitress import serve

logging.getLogger("waitress.queue").setLevel(logging.ERROR)
app = Flask(__name__)


@app.get("/hello")
def hello() -> Response:
    """Answer as the Flask documentation does."""
    return jsonify(hello="world")


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=int(sys.argv[2]), ident=None)
