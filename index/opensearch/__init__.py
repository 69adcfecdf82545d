"""An index in an OpenSearch cluster: the engine for more documents than one machine holds."""
