package io.wizd.client.cli;

import io.wizd.protocol.Json;

/** The types of a server, as its description of the API has them. */
final class ShellApi {
    static final ShellTypes TYPES = ShellTypes.read(Json.of("""
            {"paths": {
              "/kv/{key}": {"get": {}},
              "/messages/kv-get": {"post": {"summary": "Read the value of a key",
                "description": "The message type kv-get. It changes nothing.",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["key"],
                  "properties": {"key": {"type": "string", "description": "The key"}}}}}}}},
              "/messages/kv-set": {"post": {"summary": "Set a key to a value", "description": "",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["key", "value"],
                  "properties": {
                    "key": {"type": "string", "description": "The key"},
                    "value": {"description": "Any JSON value"},
                    "ttlMs": {"type": ["integer", "null"], "description": "Its life"},
                    "quick": {"type": ["boolean", "null"], "description": "Soon"},
                    "mode": {"type": ["string", "null"], "enum": ["fast", "safe", null]}}}}}}}},
              "/messages/ping": {"post": {"summary": "Say a sign of life", "description": ""}}}}"""));

    private ShellApi() {}
}
