"""The peers by name."""

from __future__ import annotations

from .peer import Gateway, Peer

__all__ = [
    "ALL",
    "CHALICE",
    "FLOOR",
    "OURS",
    "PIP",
    "PIP_WITH_BYTECODE",
    "POWERTOOLS",
    "SAM",
    "STOCK",
]

OURS = Peer("lambda_function", "ours.zip", "lambda_function.handler")
STOCK = Peer("Pants python_awslambda", "stock_peer.zip", "lambda_function.handler")
SAM = Peer("sam build", "sam.zip")
PIP = Peer("pip + zip", "pip.zip")
PIP_WITH_BYTECODE = Peer("pip + zip, with bytecode", "pip_with_bytecode.zip")
CHALICE = Peer("Chalice", "chalice.zip", "app.app", Gateway.REST)
POWERTOOLS = Peer("Powertools resolver, with bytecode", "powertools.zip")
FLOOR = Peer("bare handler", "floor.zip")

ALL = (OURS, STOCK, SAM, PIP, PIP_WITH_BYTECODE, CHALICE, POWERTOOLS, FLOOR)
