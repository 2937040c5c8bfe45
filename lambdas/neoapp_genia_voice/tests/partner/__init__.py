"""What stands for OpenAI in tests, by parts; `partner_server.py` beside it puts them together.

The facts are those of OpenAI's documents: "API reference" and its OpenAPI description 2.3.0, and the
guides "Text to speech", "Speech to text", "Error codes", "Rate limits" and "Deprecations".
"""
